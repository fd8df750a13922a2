from odoo import api, fields, models
from odoo.tools import SQL, format_list

from ...tools.server_context import get_claimed_record

STRONG_KINDS = ("email", "phone", "partner")


class CrmLead(models.Model):
    """How leads that are the same are found, by the keys of keys.py."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    # Core computes it in sudo, and shows a count of records that the user cannot open.
    duplicate_lead_ids = fields.Many2many(compute_sudo=False)
    similar_reasons = fields.Char(
        "Why it is similar", compute="_compute_similar_reasons", compute_sudo=False
    )

    # The answer -----------------------------------------------------------------------------

    def _find_similar(self):
        """Similar records of any number of leads and the reasons, in one query (features.md #19).

        All of the database is looked at, archived records too; what the user may not read is not
        taken out here: see `_get_similar`. Pairs that were dismissed are left out.

        :returns: dict, a lead of self to a dict of the similar one's id to a set of kinds; a phone
            or an address that many share counts as an office's
        """
        shown, hidden = self._get_similar()
        return {lead: {**shown[lead], **hidden[lead]} for lead in self}

    def _get_similar(self, kinds=None, among=None):
        """What `_find_similar` answers, apart by what the user may read (features.md #20).

        As long as there are similar records: see `_count_similar` and `_find_shared_keys` for what
        many records need.

        :param kinds: tuple of str, the only reasons to look for; None: all
        :param among: crm.lead, the only ones to look among; None: all there are
        :returns: tuple of two dicts as `_find_similar` gives: what the user may read, and what not
        """
        mine, lead_by_number = self._get_own_keys(kinds)
        rows = self.env.execute_query(
            SQL(
                """
                WITH mine AS MATERIALIZED (%(mine)s), pair AS (
                    SELECT mine.number, other.lead_id, array_agg(DISTINCT mine.reason) AS reasons
                      FROM mine
                      JOIN crm_lead_match_key other ON %(similar)s%(among)s
                     GROUP BY mine.number, other.lead_id
                )
                SELECT number, lead_id, reasons, %(readable)s FROM pair
                """,
                mine=mine,
                similar=self._is_similar(),
                among=SQL() if among is None else SQL(" AND other.lead_id = ANY(%s)", among.ids),
                readable=self._is_readable(SQL("pair.lead_id")),
            )
        )
        shown, hidden = {lead: {} for lead in self}, {lead: {} for lead in self}
        for number, other_id, reasons, readable in rows:
            (shown if readable else hidden)[lead_by_number[number]][other_id] = set(reasons)
        return shown, hidden

    def _get_own_keys(self, kinds=None):
        """The keys of the leads of self, those of a lead that is still being typed too.

        :param kinds: tuple of str, the only reasons to look for; None: all
        :returns: tuple of SQL, a query of (number, lead_id, kind, value, reason), and dict, a
            number to the lead of self that goes by it
        """
        self.env["crm.lead"].flush_model(["match_keys"])
        lead_by_number = {lead.id: lead for lead in self if isinstance(lead.id, int)}
        keys = SQL(
            """
            SELECT key.lead_id AS number, key.lead_id, key.kind, key.value
              FROM unnest(%s::int[]) AS lead(id)
              JOIN crm_lead_match_key key ON key.lead_id = lead.id
            """,
            list(lead_by_number),
        )
        # What is still being typed has its keys in memory alone; it goes by a negative number.
        typed = [lead for lead in self if not isinstance(lead.id, int)]
        lead_by_number.update((-number, lead) for number, lead in enumerate(typed, start=1))
        if typed:
            rows = [
                (number, lead._origin.id or 0, *key.split(":", 1))
                for number, lead in lead_by_number.items()
                if number < 0
                for key in (lead.sudo().match_keys or "").split("\n")
                if key
            ]
            columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
            keys = SQL(
                "%s UNION ALL SELECT * "
                "FROM unnest(%s::int[], %s::int[], %s::varchar[], %s::varchar[])",
                keys,
                *columns,
            )
        reason = self.env["crm.lead.match.key"]._get_reason(
            SQL("key.kind"), SQL("key.value"), SQL("key.lead_id")
        )
        query = SQL("SELECT key.*, %s AS reason FROM (%s) AS key", reason, keys)
        if kinds:
            query = SQL("SELECT * FROM (%s) AS reasoned WHERE reason IN %s", query, kinds)
        return query, lead_by_number

    @api.model
    def _is_similar(self):
        """Condition that the keys `mine` and `other` are one, of two leads, and not dismissed."""
        return SQL(
            "other.kind = mine.kind AND other.value = mine.value AND other.lead_id <> mine.lead_id"
            " AND %s",
            self.env["crm.lead.match.dismissal"]._excludes(
                SQL("mine.lead_id"), SQL("other.lead_id")
            ),
        )

    @api.model
    def _is_readable(self, lead):
        """Condition that the user may read a lead, archived or not: rights, rules, companies.

        :param lead: SQL of the lead's id
        :returns: SQL
        """
        # OFFSET 0 keeps it a look-up a lead: the planner expects far more similar records than
        # there are, and would read the whole table.
        return SQL(
            "EXISTS (SELECT FROM %s AS readable(id) WHERE readable.id = %s OFFSET 0)",
            self.with_context(active_test=False)._search([]).subselect(),
            lead,
        )

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("match_keys")
    def _compute_potential_lead_duplicates(self):
        """Core runs up to three searches a lead, and hides a key with more than 20 hits (#19)."""
        shown, _hidden = self._get_similar()
        field = self._fields["duplicate_lead_ids"]
        for lead in self:
            similar = lead.browse(self._sort_similar(shown[lead])) + lead
            # An assignment would ask once more for each lead what its user may read.
            field._update_cache(lead, field.convert_to_cache(similar, lead))

    @api.model
    def _sort_similar(self, others):
        """Ids of similar records, those with the most telling reasons first."""

        def rank(other_id):
            strong = len(others[other_id].intersection(STRONG_KINDS))
            return -strong, -len(others[other_id]), other_id

        return sorted(others, key=rank)

    @api.depends_context("similar_to", "uid", "lang")
    @api.depends("match_keys")
    def _compute_similar_reasons(self):
        """Why a record stands among those similar to the one that the context names (#21)."""
        lead = self._get_lead_of_context()
        labels = dict(
            self.env["crm.lead.match.key"]._fields["kind"]._description_selection(self.env)
        )
        reasons = lead._find_similar()[lead] if lead else {}
        for other in self:
            if lead and other._origin == lead._origin:
                other.similar_reasons = self.env._("The record itself")
                continue
            kinds = reasons.get(other._origin.id, ())
            reasons_of_other = [label for kind, label in labels.items() if kind in kinds]
            other.similar_reasons = format_list(self.env, reasons_of_other)

    # Actions --------------------------------------------------------------------------------

    def _get_lead_of_context(self):
        """The lead that the records shown are similar to, if the user may read it."""
        return get_claimed_record(self.env, self._name, "similar_to")

    def action_show_potential_duplicates(self):
        """Open the similar records with their reasons, the strong ones first (features.md #21).

        Those that were said not to be duplicates are behind the filter that comes up with it.

        :returns: dict, a window action
        """
        action = super().action_show_potential_duplicates()
        dismissed = self._get_dismissed()._filtered_access("read")
        name = self.env._("Similar Leads")
        prefix = "crm_lead_qualification.crm_lead_similar_view_"
        views = {name: self.env.ref(prefix + name).id for name in ("kanban", "list", "search")}
        return {
            **action,
            "name": name,
            "display_name": name,
            "domain": [("id", "in", (self.duplicate_lead_ids | dismissed).ids)],
            "context": {
                **action["context"],
                "similar_to": self.id,
                "search_default_open": 1,
            },
            "views": [(views["kanban"], "kanban"), (views["list"], "list"), (False, "form")],
            "view_mode": "kanban,list,form",
            "search_view_id": (views["search"], "search"),
        }

    def _order_to_sql(self, order, query, alias=None, reverse=False):
        """Among the records similar to one, the most telling reasons come first (#21)."""
        result = super()._order_to_sql(order, query, alias=alias, reverse=reverse)
        if order and order != self._order:
            return result
        lead = self._get_lead_of_context()
        if not lead:
            return result
        ids = lead.ids + self._sort_similar(lead._find_similar()[lead])
        rank = SQL("array_position(%s::int[], %s)", ids, SQL.identifier(alias or self._table, "id"))
        return SQL("%s, %s", rank, result)
