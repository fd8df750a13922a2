from odoo import api, fields, models
from odoo.tools import SQL, format_list

from ...tools.server_context import LARGEST_ID
from .crm_lead import STRONG_KINDS

# The notice names so many; more are counted.
NAMED = 3
# What a client asks about while it is being typed.
TYPED_FIELDS = (
    *("email_from", "email_cc", "phone", "contact_name", "partner_name"),
    *("partner_id", "country_id", "company_id", "not_duplicate_ids"),
)


class CrmLead(models.Model):
    """The notice above the form: who is similar, whose, how old, and why (features.md #35, #47)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    similar_notice = fields.Char(compute="_compute_similar_notice", compute_sudo=False)
    similar_records = fields.Json(
        compute="_compute_similar_records",
        compute_sudo=False,
        export_string_translation=False,
        exportable=False,
    )
    # What the user has told apart from a record before there is one; written with it.
    not_duplicate_ids = fields.Json(
        compute="_compute_not_duplicate_ids",
        inverse="_inverse_not_duplicate_ids",
        compute_sudo=False,
        export_string_translation=False,
        exportable=False,
    )

    @api.depends_context("uid", "allowed_company_ids", "lang")
    @api.depends("match_keys", "not_duplicate_ids")
    def _compute_similar_notice(self):
        """The line above the form, where there is something to merge; False otherwise."""
        for lead, (shown, hidden) in self._count_similar(STRONG_KINDS, hidden=True).items():
            notice = False
            if shown:
                notice = self.env._(
                    "Records that look like this one: %(count)s.", count=self._get_count_text(shown)
                )
            elif hidden:
                notice = self.env._(
                    "Somebody else has a record that looks like this one. Ask your sales manager."
                )
            lead.similar_notice = notice

    @api.depends_context("uid", "allowed_company_ids", "lang")
    @api.depends("match_keys", "not_duplicate_ids", "similar_notice")
    def _compute_similar_records(self):
        """The first similar records that the user may read, for the notice (features.md #35).

        A dict of `records`, at most three with their id, name, owner, date, reason, and whether the
        user may tell them apart, and `more`, a text that says how many others there are, or False.
        """
        found = dict.fromkeys(self, ())
        # Most records have no notice: nothing is looked up for them once more.
        found.update(self.filtered("similar_notice")._find_first_similar())
        others = self.browse({other_id for rows in found.values() for other_id, *_rest in rows})
        writable = others._filtered_access("write")
        labels = dict(
            self.env["crm.lead.match.key"]._fields["kind"]._description_selection(self.env)
        )
        for lead in self:
            records = []
            total = max((total for *_row, total in found[lead]), default=0)
            for other_id, kinds, _total in found[lead]:
                other = others.browse(other_id)
                records.append(
                    {
                        "id": other.id,
                        "name": other.display_name,
                        # Whoever reads a record reads the name of its salesperson.
                        "user": other.user_id.sudo().name or self.env._("No salesperson"),
                        "date": fields.Datetime.to_string(other.create_date),
                        "reason": format_list(
                            self.env, [label for kind, label in labels.items() if kind in kinds]
                        ),
                        "can_tell_apart": other in writable,
                    }
                )
            more = self._get_count_text(total) if total > len(records) else False
            if more and more == str(total):
                more = str(total - len(records))
            lead.similar_records = {
                "records": records,
                "more": more and self.env._("And %(count)s more.", count=more),
            }

    def _find_first_similar(self):
        """The similar records to name, those with the most reasons first, then the newest.

        :returns: dict, a lead of self to a list of tuples of an id, a list of kinds, and the
            number of all, as `_count_similar` counts them
        """
        query, lead_by_number = self._query_similar(
            SQL(
                """
                SELECT number, lead_id, kinds, total
                  FROM (
                    SELECT mine.number, other.lead_id, array_agg(DISTINCT mine.reason) AS kinds,
                           count(*) OVER (PARTITION BY mine.number) AS total,
                           row_number() OVER (
                               PARTITION BY mine.number
                               ORDER BY count(DISTINCT mine.reason) DESC, other.lead_id DESC
                           ) AS rank
                      FROM mine
                      JOIN holder other ON %(similar)s
                     GROUP BY mine.number, other.lead_id
                  ) AS ranked
                 WHERE rank <= %(named)s
                 ORDER BY number, rank
                """,
                similar=self._is_similar(),
                named=NAMED,
            ),
            STRONG_KINDS,
        )
        found = {lead: [] for lead in self}
        for number, lead_id, kinds, total in self.env.execute_query(query):
            found[lead_by_number[number]].append((lead_id, kinds, total))
        return found

    @api.readonly
    def get_similar_while_typing(self, values):
        """What the notice says of values that are in the inputs of a form, before they are set.

        Nothing is written.

        :param values: dict, the names of fields that a record is recognised by to their values
        :returns: dict of `notice`, as `similar_notice`, and `similar`, as `similar_records`
        :raises AccessError: the user may not read the record of self
        """
        self.check_access("read")
        typed = self.new(
            {name: values[name] for name in TYPED_FIELDS if name in values}, origin=self[:1]
        )
        return {"notice": typed.similar_notice, "similar": typed.similar_records}

    # Told apart before there is a record ------------------------------------------------------

    def _compute_not_duplicate_ids(self):
        self.not_duplicate_ids = False

    def _inverse_not_duplicate_ids(self):
        """Remember with the new record what was told apart from it while it was typed (B4).

        :raises AccessError: the user may not change one of the records
        """
        for lead in self:
            others = lead.browse(lead._get_told_apart_ids()).exists()
            if others:
                others._write_dismissals(lead, dismissed=True)
        self.invalidate_recordset(["not_duplicate_ids"], flush=False)

    def _get_told_apart_ids(self):
        """The ids in `not_duplicate_ids`, which a client has sent.

        :returns: list of int
        """
        ids = self.not_duplicate_ids
        return [
            other_id
            for other_id in (ids if isinstance(ids, list) else ())
            if type(other_id) is int and 0 < other_id <= LARGEST_ID
        ]

    def _is_not_told_apart(self, other):
        """Condition that nobody has told a record apart from one that is still being typed.

        :param other: SQL of the id of a record
        :returns: SQL
        """
        typed = [lead for lead in self if not isinstance(lead.id, int)]
        # A form shows one record: what was told apart from it concerns no other.
        ids = typed[0]._get_told_apart_ids() if len(self) == len(typed) == 1 else []
        return SQL("%s <> ALL(%s::int[])", other, ids) if ids else SQL("TRUE")
