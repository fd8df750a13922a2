import json

from odoo import api, models
from odoo.tools import SQL

from ..merge.values import BLOCKS

# Columns that say when and by whom a row was written, not what.
LOG_COLUMNS = {"write_date", "write_uid"}
# Kept together when one of them was edited since.
UNITS = (
    *(set(block) for block in BLOCKS.values()),
    {"user_id", "team_id", "company_id"},
    {"type", "date_conversion", "stage_id"},
)
# Dates that tell what happened; computing them would set them to now. The keys are stored already.
NOT_COMPUTED = {"date_open", "date_last_stage_update", "match_keys", "won_status"}
# What Odoo writes on a record when its contact changes, by the contact's own field.
SYNCED = {"email_from": "email", "phone": "phone"}
# Not from the record alone: as long as nobody changes it, it is what it was.
COMPUTED_FROM_OTHERS = {"automated_probability"}


class CrmLead(models.Model):
    """Rows as they were before what is undone, but for what was edited since (B1, B6)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _find_row_changes(self, before):
        """What has changed in the rows of self, to be given to `_restore_rows` one day.

        :param before: dict as `_get_merge_snapshot` gave it before the changes
        :returns: dict, a lead's id to a dict: a column to a list of its values before and now
        """
        after = self._get_merge_snapshot()
        return {
            lead_id: {
                name: [old, after[lead_id][name]]
                for name, old in before[lead_id].items()
                if old != after[lead_id][name]
            }
            for lead_id in self.ids
        }

    @api.model
    def _complete_units(self, changes, before):
        """Changes with all columns that are kept together with those that have changed.

        So what is torn when one of them is edited since is seen as well where that one was the same.

        :param changes: dict, a column to a list of its values before and now
        :param before: dict, the row before
        """
        together = {name for unit in UNITS if unit & changes.keys() for name in unit}
        return {name: [before[name], before[name]] for name in together & before.keys()} | changes

    @api.model
    def _complete_synced(self, changes, before):
        """Changes with what the new contact of a record says from now on: see `_find_synced`.

        :param changes: dict, a column to a list of its values before and now
        :param before: dict, the row before
        """
        if "partner_id" not in changes:
            return changes
        return {name: [before[name], before[name]] for name in SYNCED} | changes

    @api.model
    def _find_synced(self, changes, rows, by_hand):
        """What a record has from the contact that the change gave it, and that changed since.

        Odoo writes the e-mail and the phone of a contact on its records when they change; with the
        contact they go.

        :param changes: dict as for `_restore_rows`
        :param rows: dict, a lead's id to its row as it is now
        :param by_hand: dict as for `_restore_rows`
        :returns: dict, a lead's id to a dict of columns
        """
        names_by_id = {}
        for lead_id, row in rows.items():
            changed = changes.get(lead_id, {})
            if row["partner_id"] and row["partner_id"] == changed.get("partner_id", [0, 0])[1]:
                names = (SYNCED.keys() & changed.keys()) - set(by_hand.get(lead_id, ()))
                if names := {name for name in names if row[name] != changed[name][1]}:
                    names_by_id[lead_id] = names
        numbers = {lead_id: int(rows[lead_id]["partner_id"]) for lead_id in names_by_id}
        contacts = self.env["res.partner"].sudo().browse(set(numbers.values())).exists()
        there = {contact.id: contact for contact in contacts}
        return {
            lead_id: {name: there[numbers[lead_id]][SYNCED[name]] or None for name in names}
            for lead_id, names in names_by_id.items()
            if numbers[lead_id] in there
        }

    def _remove_followers(self, ids):
        """Take followers away, of the records of self alone.

        :param ids: collection of int, of mail.followers
        """
        domain = [
            ("id", "in", list(ids)),
            ("res_model", "=", self._name),
            ("res_id", "in", self.ids),
        ]
        self.env["mail.followers"].sudo().search(domain).unlink()

    def _restore_rows(self, changes, by_hand=None):
        """Write the columns back that nobody has changed since; by a statement, for all of self.

        Whoever calls it has asked for the rights, and calls `_stored_behind_orm` afterwards.

        :param changes: dict as `_find_row_changes` gave it
        :param by_hand: dict, a lead's id to names of SYNCED that somebody has written since, though
            the record has them as its contact has them
        :returns: tuple of two dicts, a lead's id to a set of names: columns that were edited since
            and stay, of which to tell; and those that are to be computed anew
        """
        columns = {
            name for name, field in self._fields.items() if field.store and field.column_type
        }
        changes = {
            lead_id: {name: pair for name, pair in changed.items() if name in columns}
            for lead_id, changed in changes.items()
        }
        deleted = self._find_deleted_values(changes)
        kept, computed, values = {}, {}, {}
        rows = self._get_merge_snapshot()
        synced = self._find_synced(changes, rows, by_hand or {})
        for lead_id, row in rows.items():
            changed = changes.get(lead_id, {})
            of_contact = synced.get(lead_id, {})
            to_compute = set()
            same = {
                name: before
                for name, (before, after) in changed.items()
                if row.get(name) == after
                or (row.get(name) is None and after in deleted.get(name, ()))
                or (name in of_contact and row[name] == of_contact[name])
            }
            written_since = (
                row["write_date"] != changed.get("write_date", [0, row["write_date"]])[1]
            )
            if written_since or any(row.get(name) != changed[name][1] for name in same):
                # Some values come back and others stay as edited: compute what depends on both.
                to_compute = columns - COMPUTED_FROM_OTHERS
            gone = {name for name, value in same.items() if value in deleted.get(name, ())}
            gone |= self._find_torn(changed.keys(), same.keys() - gone)
            edited = (changed.keys() - same.keys() - LOG_COLUMNS) | gone
            if edited:
                # The row is not what it was: it was written now.
                same = {name: same[name] for name in same.keys() - LOG_COLUMNS - gone}
            if same:
                values[lead_id] = same
            kept[lead_id] = self._filter_computed(edited, False)
            computed[lead_id] = self._filter_computed(to_compute | edited, True) - NOT_COMPUTED
        self._write_rows(values)
        return kept, computed

    @api.model
    def _filter_computed(self, names, is_computed):
        """Of columns, those that follow from others, or all others: these somebody has edited."""
        return {
            name
            for name in names
            if is_computed == bool(self._fields[name].compute and self._fields[name].readonly)
        }

    @api.model
    def _find_torn(self, changed, restorable):
        """Columns that would be torn from others which were edited: they stay together."""
        return {
            name
            for unit in UNITS
            if not (unit & changed) <= restorable
            for name in unit & restorable
        }

    @api.model
    def _find_deleted_values(self, changes):
        """Values of many2one columns whose record is not there any more.

        :param changes: dict as for `_restore_rows`
        :returns: dict, a column to a set of values
        """
        found = {
            (name, value)
            for changed in changes.values()
            for name, pair in changed.items()
            for value in pair
            if value and self._fields[name].type == "many2one"
        }
        deleted = {}
        for name in {name for name, _value in found}:
            records = self.env[self._fields[name].comodel_name]
            records = records.browse(int(value) for of, value in found if of == name)
            there = set(records.exists().ids)
            deleted[name] = {value for of, value in found if of == name and int(value) not in there}
        return deleted

    @api.model
    def _write_rows(self, values):
        """Write columns of many rows in one statement.

        :param values: dict, a lead's id to a dict of columns, as `_get_merge_snapshot` gives them
        """
        names = sorted({name for row in values.values() for name in row})
        if not names:
            return
        assignments = SQL(", ").join(
            SQL(
                "%(column)s = CASE WHEN data.value ? %(name)s THEN %(old)s ELSE %(now)s END",
                column=SQL.identifier(name),
                name=name,
                old=SQL.identifier("old", name),
                now=SQL.identifier("crm_lead", name),
            )
            for name in names
        )
        self.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET %s FROM jsonb_each(%s::jsonb) AS data, "
                "LATERAL jsonb_populate_record(NULL::crm_lead, data.value) AS old "
                "WHERE crm_lead.id = data.key::int",
                assignments,
                json.dumps(values),
            )
        )
