from odoo import api, models
from odoo.tools import SQL, format_list

from .crm_lead import STRONG_KINDS
from .rows_of_file import GroupOfRows, KnownRow, KnownRows

# What a row is recognised by, as `crm.lead._prepare_match_keys` reads it.
KEY_FIELDS = (
    *("email_from", "email_cc", "phone", "contact_name", "partner_name"),
    *("country_id", "company_id", "partner_id"),
)


class CrmLead(models.Model):
    """Importing a file: rows that are known already are told before they are created (#40)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def load(self, fields, data):
        result = super().load(fields, data)
        if isinstance(self.env.context.get("known_rows"), KnownRows) and result["ids"]:
            # One by one, a row that was skipped has no id.
            result["ids"] = [lead_id for lead_id in result["ids"] if lead_id]
        return result

    @api.model
    def _convert_records(self, records, *args, **kwargs):
        known = self.env.context.get("known_rows")
        for record in super()._convert_records(records, *args, **kwargs):
            if isinstance(known, KnownRows):
                known.row_count += 1
            yield record

    def _load_records(self, data_list, update=False):
        """Do with the known rows of a file what the user has chosen (features.md #40).

        Without an import that asks for it (see `base_import.import`), as in Odoo.
        """
        known = self.env.context.get("known_rows")
        if not isinstance(known, KnownRows):
            return super()._load_records(data_list, update)
        leads = self.with_context(known_rows=None)
        leads._find_known_rows(known, data_list)
        if known.choice == "skip":
            data_list = [data for data in data_list if _get_index(data) not in known.found]
        if not data_list:
            return leads.browse()
        records = super(CrmLead, leads)._load_records(data_list, update)
        known.records.update({_get_index(data): data["record"] for data in data_list})
        return leads._merge_known_rows(known, data_list) if known.choice == "merge" else records

    # Finding them ---------------------------------------------------------------------------

    @api.model
    def _find_known_rows(self, known, data_list):
        """Find the rows that are known, in one query for any number of them.

        :param known: KnownRows, to which they are added
        :param data_list: list of dict as `_load_records` takes them
        """
        keys_by_index = self._get_keys_of_rows(
            [
                data
                for data in self._filter_rows_to_create(data_list)
                if _get_index(data) not in known.checked
            ]
        )
        known.checked.update(keys_by_index)
        keys = {key for row_keys in keys_by_index.values() for key in row_keys}
        strong = [key for key in keys if key[0] in STRONG_KINDS]
        existing, shared = self._find_by_keys(strong) if strong else ({}, set())
        for row_keys in keys_by_index.values():
            known.counts.update(row_keys)
        shared |= {key for key in strong if known.is_shared_by_many(key)}
        telling = set(strong) - shared
        index_by_row = {}
        for index, all_keys in keys_by_index.items():
            row_keys = all_keys & telling
            row = self._get_known_row(known, row_keys, existing, index_by_row)
            if row:
                known.found[index] = row
            index_by_row[known.first + index] = index
            for key in row_keys:
                known.rows.setdefault(key, known.first + index)
        lead_ids = {row.lead_id for row in known.found.values() if row.lead_id}
        names = {lead.id: lead.display_name for lead in self.browse(lead_ids)}
        for row in known.found.values():
            row.lead_name = names.get(row.lead_id, "")

    @api.model
    def _get_known_row(self, known, keys, existing, index_by_row):
        """What one row is known by: a record the user can read, a row above it, or another record.

        :returns: KnownRow, or None
        """
        ranks = {key: existing[key] for key in keys if key in existing}
        best = min(ranks.values(), default=None)
        if best and not best[0]:
            kinds = {key[0] for key, rank in ranks.items() if rank == best}
            return KnownRow(kinds, lead_id=best[-1])
        rows = {key: known.rows[key] for key in keys if key in known.rows}
        if rows:
            row = min(rows.values())
            kinds = {key[0] for key, number in rows.items() if number == row}
            return KnownRow(kinds, row=row, index=index_by_row.get(row))
        return KnownRow({key[0] for key in ranks}) if best else None

    @api.model
    def _filter_rows_to_create(self, data_list):
        """Rows that become records; the others have an id of a record that is there."""
        xml_ids = [data["xml_id"] for data in data_list if data.get("xml_id")]
        found = self.env["ir.model.data"].sudo()._lookup_xmlids(xml_ids, self) if xml_ids else []
        # The last column is the id of the record, where there still is one.
        updated = {f"{row[1]}.{row[2]}" for row in found if row[-1]}
        return [
            data
            for data in data_list
            if not data["values"].get("id") and data.get("xml_id") not in updated
        ]

    @api.model
    def _get_keys_of_rows(self, data_list):
        """The keys that rows would have as records.

        :returns: dict, the index of a row to a set of (kind, value)
        """
        values_list = [
            # The company is that of the import: to work it out, a team would be looked for.
            {"company_id": False}
            | {name: data["values"][name] for name in KEY_FIELDS if data["values"].get(name)}
            for data in data_list
        ]
        # Nobody's right to read a customer is asked for, as when the keys are stored.
        leads = self.browse().concat(*map(self.new, values_list)).sudo()
        return {
            _get_index(data): lead._prepare_match_keys()
            for data, lead in zip(data_list, leads, strict=True)
        }

    @api.model
    def _find_by_keys(self, keys):
        """For each key, the record that stands for all that have it: open and old ones first.

        :param keys: list of (kind, value)
        :returns: tuple of dict, a key to a tuple to sort by (not readable, not open, date, id),
            and set, those keys that so many share that they tell nothing
        """
        self.env["crm.lead"].flush_model(["match_keys", "active", "won_status"])
        kinds, values = (list(column) for column in zip(*keys, strict=True))
        rows = self.env.execute_query(
            SQL(
                """
                WITH mine AS MATERIALIZED (
                    SELECT mine.*, %(many)s AS many
                      FROM unnest(%(kinds)s::varchar[], %(values)s::varchar[]) AS mine(kind, value)
                )
                SELECT mine.*, best.*
                  FROM mine
                  LEFT JOIN LATERAL (
                        SELECT NOT %(readable)s AS hidden,
                               NOT (lead.active AND lead.won_status = 'pending') AS closed,
                               lead.create_date, lead.id
                          FROM crm_lead_match_key other
                          JOIN crm_lead lead ON lead.id = other.lead_id
                         WHERE other.kind = mine.kind AND other.value = mine.value AND NOT mine.many
                         ORDER BY hidden, closed, create_date, id
                         LIMIT 1
                       ) best ON TRUE
                 WHERE mine.many OR best.id IS NOT NULL
                """,
                kinds=kinds,
                values=values,
                many=self.env["crm.lead.match.key"]._is_shared_by_many(
                    SQL("mine.kind"), SQL("mine.value"), SQL("0")
                ),
                readable=self._is_readable(SQL("lead.id")),
            )
        )
        existing = {(kind, value): tuple(best) for kind, value, many, *best in rows if not many}
        return existing, {(kind, value) for kind, value, many, *_best in rows if many}

    # Merging them ---------------------------------------------------------------------------

    @api.model
    def _merge_known_rows(self, known, data_list):
        """Merge the records of known rows with what they are known by (#29).

        In a test nothing is merged; it is found out what would be.

        :returns: crm.lead, the record of each row, survivors in place of what was merged
        """
        existing = self.browse({row.lead_id for row in known.found.values() if row.lead_id})
        mergeable = existing._filtered_access("write").filtered(
            lambda lead: lead.won_status != "won" and not lead.absorbed_by_merge_id
        )
        mergeable_by_id = {lead.id: lead for lead in mergeable}
        records = self.browse({lead.id for lead in known.records.values()}).exists()
        unqualified_ids = set((mergeable | records)._filter_unqualified().ids)
        groups, target_by_index = {}, {}
        for data in data_list:
            index = _get_index(data)
            row = known.found.get(index)
            if not row or index not in known.records:
                continue
            if row.row and row.index is None:
                # The test of an earlier batch was taken back.
                row.mergeable = True
                continue
            target = mergeable_by_id.get(row.lead_id, self.browse())
            if row.index is not None:
                earlier = known.records.get(row.index, self.browse())
                target = target_by_index.get(row.index, earlier)
            if not target:
                continue
            group = groups.setdefault(target, GroupOfRows(target, unqualified_ids))
            row.mergeable = group.add_if_mergeable(data["record"])
            if row.mergeable:
                target_by_index[index] = target
        if not known.dryrun:
            several = [self.browse(group.ids) for group in groups.values() if len(group.ids) > 1]
            survivors = self._merge_in_bulk(several, is_limited=False)
            survivor_by_lead = {
                lead: survivor
                for group, survivor in zip(several, survivors, strict=True)
                for lead in group
            }
            known.records.update(
                {i: survivor_by_lead.get(lead, lead) for i, lead in known.records.items()}
            )
        return self.browse([known.records[_get_index(data)].id for data in data_list])

    # Telling them ---------------------------------------------------------------------------

    @api.model
    def _get_known_row_messages(self, known):
        """What the user is told of the known rows.

        :param known: KnownRows
        :returns: list of dict with the number of the row, what becomes of it, and a message
        """
        labels = dict(
            self.env["crm.lead.match.key"]._fields["kind"]._description_selection(self.env)
        )
        outcomes = {
            "ask": "",
            "skip": self.env._("It is skipped."),
            "create": self.env._("It is created all the same."),
            "merge": self.env._("The two are merged."),
            "refused": self.env._("The two cannot be merged, so it is created."),
        }
        messages = []
        for index, row in sorted(known.found.items()):
            values = {
                "row": known.first + index,
                "reasons": format_list(self.env, [labels[k] for k in labels if k in row.kinds]),
                "lead": row.lead_name,
                "other": row.row,
            }
            if row.lead_id:
                text = self.env._("Row %(row)s looks like “%(lead)s” (%(reasons)s).", **values)
            elif row.row:
                text = self.env._(
                    "Row %(row)s looks like row %(other)s of this file (%(reasons)s).", **values
                )
            else:
                text = self.env._(
                    "Row %(row)s looks like a record of somebody else. Ask your sales manager.",
                    **values,
                )
            refused = known.choice == "merge" and not row.mergeable
            outcome = "refused" if refused else known.choice
            messages.append(
                {
                    "row": values["row"],
                    "outcome": outcome,
                    "message": f"{text} {outcomes[outcome]}".strip(),
                }
            )
        return messages


def _get_index(data):
    """The index of a row among those that are imported."""
    return data["info"]["rows"]["from"]
