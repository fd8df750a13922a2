from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize_all, format_list

STRONG_KINDS = ("email", "phone", "partner")
# A number that more leads share is a switchboard's, not a person's: it is shown, but suggests no
# merge.
SHARED_BY_MANY = 10


class CrmLead(models.Model):
    """How leads that are the same are found; crm_lead.py has what is done with one lead."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    # Core computes these two in sudo, and shows a count of records that the user cannot open.
    duplicate_lead_ids = fields.Many2many(compute_sudo=False)
    duplicate_lead_count = fields.Integer(
        "Similar leads",
        compute="_compute_duplicate_lead_count",
        compute_sudo=False,
        search="_search_duplicate_lead_count",
    )
    similar_notice = fields.Char(compute="_compute_duplicate_lead_count", compute_sudo=False)
    similar_reasons = fields.Char(
        "Why it is similar", compute="_compute_similar_reasons", compute_sudo=False
    )

    # The answer -----------------------------------------------------------------------------

    def _find_similar(self):
        """Similar records of any number of leads and the reasons, in one query (features.md #19).

        All of the database is looked at, archived records too; what the user may not read is not
        taken out here: see `_get_similar`. Pairs that were dismissed are left out.

        :returns: dict, a lead of self to a dict of the similar one's id to a set of kinds; a phone
            that many share counts as an office's
        """
        self.env["crm.lead"].flush_model(["match_keys"])
        by_id = {lead.id: lead for lead in self if isinstance(lead.id, int)}
        # What is still being typed has its keys in memory alone; it goes by a negative number.
        typed = dict(enumerate((lead for lead in self if not isinstance(lead.id, int)), start=1))
        rows = [
            (-number, lead._origin.id or 0, *key.split(":", 1))
            for number, lead in typed.items()
            for key in (lead.match_keys or "").split("\n")
            if key
        ]
        numbers, origins, kinds, values = zip(*rows, strict=True) if rows else ((), (), (), ())
        found = self.env.execute_query(
            SQL(
                """
                WITH mine AS (
                    SELECT lead_id AS number, lead_id, kind, value
                      FROM crm_lead_match_key
                     WHERE lead_id = ANY(%(ids)s)
                     UNION ALL
                    SELECT * FROM unnest(%(numbers)s::int[], %(origins)s::int[],
                                         %(kinds)s::varchar[], %(values)s::varchar[])
                ), pair AS (
                    SELECT mine.number, mine.lead_id, other.lead_id AS other,
                           CASE WHEN mine.kind = 'phone' AND
                                     count(*) OVER (PARTITION BY mine.number, mine.kind, mine.value)
                                     > %(many)s
                                THEN 'office' ELSE mine.kind END AS kind
                      FROM mine
                      JOIN crm_lead_match_key other
                        ON other.kind = mine.kind AND other.value = mine.value
                       AND other.lead_id <> mine.lead_id
                )
                SELECT number, other, array_agg(DISTINCT kind)
                  FROM pair
                 WHERE %(not_dismissed)s
                 GROUP BY number, other
                """,
                ids=list(by_id),
                numbers=list(numbers),
                origins=list(origins),
                kinds=list(kinds),
                values=list(values),
                many=SHARED_BY_MANY,
                not_dismissed=self.env["crm.lead.match.dismissal"]._excludes(
                    SQL("pair.lead_id"), SQL("pair.other")
                ),
            )
        )
        result = {lead: {} for lead in self}
        for number, other_id, reasons in found:
            lead = by_id[number] if number > 0 else typed[-number]
            result[lead][other_id] = set(reasons)
        return result

    def _get_similar(self):
        """What `_find_similar` answers, apart by what the user may read (features.md #20).

        :returns: tuple of two dicts as `_find_similar` gives: what the user may read, and what not
        """
        similar = self._find_similar()
        ids = {other_id for others in similar.values() for other_id in others}
        readable = set(self.with_context(active_test=False)._search([("id", "in", list(ids))]))
        shown, hidden = {}, {}
        for lead, others in similar.items():
            shown[lead] = {i: kinds for i, kinds in others.items() if i in readable}
            hidden[lead] = {i: kinds for i, kinds in others.items() if i not in readable}
        return shown, hidden

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("match_keys")
    def _compute_potential_lead_duplicates(self):
        """Core runs up to three searches a lead, and hides a key with more than 20 hits (#19)."""
        shown, _hidden = self._get_similar()
        for lead in self:
            lead.duplicate_lead_ids = lead.browse(self._sort_similar(shown[lead])) + lead

    @api.depends_context("uid", "allowed_company_ids", "lang")
    @api.depends("match_keys")
    def _compute_duplicate_lead_count(self):
        """Apart from the records themselves, which Odoo checks and reads one lead after another."""
        shown, hidden = self._get_similar()
        for lead in self:
            lead.duplicate_lead_count = len(shown[lead])
            lead.similar_notice = lead._prepare_similar_notice(shown[lead], hidden[lead])

    @api.model
    def _sort_similar(self, others):
        """Ids of similar records, those with the most telling reasons first."""

        def rank(other_id):
            strong = len(others[other_id].intersection(STRONG_KINDS))
            return -strong, -len(others[other_id]), other_id

        return sorted(others, key=rank)

    def _prepare_similar_notice(self, shown, hidden):
        """The line above the form, where there is something to merge; False otherwise."""
        strong = [i for i, kinds in shown.items() if kinds.intersection(STRONG_KINDS)]
        secret = [i for i, kinds in hidden.items() if kinds.intersection(STRONG_KINDS)]
        if strong:
            return self.env._("Records that look like this one: %(count)s.", count=len(strong))
        if secret:
            return self.env._(
                "Somebody else has a record that looks like this one. Ask your sales manager."
            )
        return False

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
            if other == lead:
                other.similar_reasons = self.env._("The record itself")
                continue
            kinds = reasons.get(other._origin.id, ())
            reasons_of_other = [label for kind, label in labels.items() if kind in kinds]
            other.similar_reasons = format_list(self.env, reasons_of_other)

    @api.model
    def _search_duplicate_lead_count(self, operator, value):
        """Leads that share a strong key with another, or that share none (features.md #40)."""
        if (operator, value) not in ((">", 0), ("=", 0)):
            return NotImplemented
        self.env["crm.lead"].flush_model(["match_keys"])
        shared = SQL(
            """(
                SELECT mine.lead_id
                  FROM crm_lead_match_key mine
                  JOIN crm_lead_match_key other
                    ON other.kind = mine.kind AND other.value = mine.value
                   AND other.lead_id <> mine.lead_id
                 WHERE mine.kind IN %s AND %s
            )""",
            STRONG_KINDS,
            self.env["crm.lead.match.dismissal"]._excludes(
                SQL("mine.lead_id"), SQL("other.lead_id")
            ),
        )
        return Domain("id", "in" if operator == ">" else "not in", shared)

    # Core's other detector ------------------------------------------------------------------

    def _get_lead_duplicates(self, partner=None, email=None, include_lost=False):
        """Core's look-up of its wizards and its assignment, by every strong key (#10, #36, #47).

        :param partner: res.partner
        :param email: str, every address in it is a key
        :param include_lost: bool, as in core: lost opportunities too
        :returns: crm.lead, with the lead itself when it is given
        """
        keys = [("email", address) for address in email_normalize_all(email or "")]
        keys += [("partner", str(partner.id))] if partner else []
        own = (self.match_keys or "").split("\n") if len(self) == 1 else []
        if not keys and not any(key.split(":")[0] in STRONG_KINDS for key in own):
            return self.browse()
        self.env["crm.lead"].flush_model(["match_keys"])
        kinds, values = ([key[0] for key in keys], [key[1] for key in keys])
        lead_id = self._origin.id if len(self) == 1 else None
        domain = Domain(
            "id",
            "in",
            SQL(
                """(
                    SELECT key.lead_id
                      FROM (
                        SELECT key.lead_id, key.kind,
                               count(*) OVER (PARTITION BY key.kind, key.value) AS leads
                          FROM crm_lead_match_key key
                          JOIN (
                            SELECT * FROM unnest(%(kinds)s::varchar[], %(values)s::varchar[])
                             UNION
                            SELECT kind, value FROM crm_lead_match_key
                             WHERE lead_id = %(lead_id)s AND kind IN %(strong)s
                          ) mine(kind, value) ON key.kind = mine.kind AND key.value = mine.value
                      ) key
                     WHERE (key.kind <> 'phone' OR key.leads <= %(many)s + 1)
                       AND %(not_dismissed)s
                )""",
                kinds=kinds,
                values=values,
                lead_id=lead_id,
                strong=STRONG_KINDS,
                many=SHARED_BY_MANY,
                not_dismissed=self.env["crm.lead.match.dismissal"]._excludes(
                    SQL("key.lead_id"), SQL("%s::int", lead_id)
                ),
            ),
        )
        if include_lost:
            domain &= Domain("won_status", "!=", "won")
            domain &= Domain("type", "=", "opportunity") | Domain("active", "=", True)
        else:
            domain &= Domain("won_status", "=", "pending") & Domain("active", "=", True)
        return self._filter_of_one_company(self.with_context(active_test=False).search(domain))

    # Actions --------------------------------------------------------------------------------

    def _get_lead_of_context(self):
        """The lead that the records shown are similar to."""
        return self.browse(self.env.context.get("similar_to") or ()).exists()

    def action_show_potential_duplicates(self):
        """Open the similar records with their reasons, the strong ones first (features.md #21).

        Those that were said not to be duplicates are behind the filter that comes up with it.

        :returns: dict, a window action
        """
        action = super().action_show_potential_duplicates()
        name = self.env._("Similar Leads")
        prefix = "crm_lead_qualification.crm_lead_similar_view_"
        views = {name: self.env.ref(prefix + name).id for name in ("kanban", "list", "search")}
        return {
            **action,
            "name": name,
            "display_name": name,
            "domain": [("id", "in", (self.duplicate_lead_ids | self._get_dismissed()).ids)],
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
        lead = self._get_lead_of_context()
        if not lead or (order and order != self._order):
            return result
        ids = lead.ids + self._sort_similar(lead._find_similar()[lead])
        rank = SQL("array_position(%s::int[], %s)", ids, SQL.identifier(alias or self._table, "id"))
        return SQL("%s, %s", rank, result)
