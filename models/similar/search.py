from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.duplicate_groups import SharedKey, SharedKeys, find_groups
from ...tools.match_keys import email_key
from .crm_lead import STRONG_KINDS


class CrmLead(models.Model):
    """Searches for leads that may be merged: the filter, and core's wizards and assignment."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _search_duplicate_lead_count(self, operator, value):
        """Leads that share a strong key with another, or that share none (features.md #40).

        These are the leads with a notice, whether the user may read the other one or not.
        """
        if (operator, value) not in ((">", 0), ("=", 0)):
            return NotImplemented

        # Asked of one lead after another, so that a page is full after a few of them. Whether many
        # share a key is asked of the few that somebody shares, and once, not of every other lead.
        def to_sql(model, alias, _query):
            return SQL(
                """%(negation)s EXISTS (
                    SELECT FROM crm_lead_match_key mine
                     WHERE mine.lead_id = %(lead)s AND mine.kind IN %(strong)s
                       AND CASE WHEN EXISTS (
                            SELECT FROM crm_lead_match_key other WHERE %(similar)s OFFSET 0
                           ) THEN NOT %(many)s END
                )""",
                negation=SQL("NOT") if operator == "=" else SQL(),
                similar=model._is_similar(),
                lead=SQL.identifier(alias, "id", to_flush=model._fields["match_keys"]),
                strong=STRONG_KINDS,
                many=self.env["crm.lead.match.key"]._is_shared_by_many(
                    SQL("mine.kind"), SQL("mine.value"), SQL("mine.lead_id")
                ),
            )

        return Domain.custom(to_sql=to_sql)

    def _get_lead_duplicates(self, partner=None, email=None, include_lost=False):
        """Core's look-up of its wizards and its assignment, by every strong key (#10, #36, #47).

        :param partner: res.partner
        :param email: str, every address in it is a key
        :param include_lost: bool, as in core: lost opportunities too
        :returns: crm.lead, with the lead itself when it is given
        """
        keys = [email_key(address) for address in self._find_addresses(email)]
        keys = [key for key in keys if key[0] in STRONG_KINDS]
        keys += [("partner", str(partner.id))] if partner else []
        own = (self.sudo().match_keys or "").split("\n") if len(self) == 1 else []
        if not keys and not any(key.split(":")[0] in STRONG_KINDS for key in own):
            return self.browse()
        self.env["crm.lead"].flush_model(["match_keys"])
        kinds, values = ([key[0] for key in keys], [key[1] for key in keys])
        lead = SQL("%s::int", (self._origin.id or 0) if len(self) == 1 else 0)
        domain = Domain(
            "id",
            "in",
            SQL(
                """(
                    WITH given AS (
                        SELECT * FROM unnest(%(kinds)s::varchar[], %(values)s::varchar[])
                         UNION
                        SELECT kind, value FROM crm_lead_match_key
                         WHERE lead_id = %(lead)s AND kind IN %(strong)s
                    ), mine AS MATERIALIZED (
                        SELECT * FROM given AS mine(kind, value) WHERE NOT %(many)s
                    )
                    SELECT key.lead_id
                      FROM crm_lead_match_key key
                      JOIN mine ON key.kind = mine.kind AND key.value = mine.value
                     WHERE %(not_dismissed)s
                     UNION
                    SELECT lead_id FROM crm_lead_match_key
                     WHERE lead_id = %(lead)s AND kind IN %(strong)s
                )""",
                kinds=kinds,
                values=values,
                lead=lead,
                strong=STRONG_KINDS,
                many=self.env["crm.lead.match.key"]._is_shared_by_many(
                    SQL("mine.kind"), SQL("mine.value"), lead
                ),
                not_dismissed=self.env["crm.lead.match.dismissal"]._excludes(
                    SQL("key.lead_id"), lead
                ),
            ),
        )
        if include_lost:
            domain &= Domain("won_status", "!=", "won")
            domain &= Domain("type", "=", "opportunity") | Domain("active", "=", True)
        else:
            domain &= Domain("won_status", "=", "pending") & Domain("active", "=", True)
        return self._filter_of_one_company(self.with_context(active_test=False).search(domain))

    def _find_shared_keys(self):
        """The strong keys by which open records may be merged, for any number of them (B6).

        :returns: SharedKeys, of these leads and of the open records that the user may read
        """
        keys = self.env["crm.lead.match.key"]
        self.env["crm.lead"].flush_model(["match_keys", "active", "won_status", "company_id"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH mine AS MATERIALIZED (
                    SELECT key.kind, key.value, min(lead.id) AS lead_id,
                           array_agg(lead.id) AS leads
                      FROM unnest(%(ids)s::int[]) AS lead(id)
                      JOIN crm_lead_match_key key ON key.lead_id = lead.id
                     WHERE key.kind IN %(strong)s
                     GROUP BY key.kind, key.value
                ), shared AS MATERIALIZED (
                    SELECT * FROM mine
                     WHERE CASE WHEN EXISTS (
                            SELECT FROM crm_lead_match_key other
                             WHERE other.kind = mine.kind AND other.value = mine.value
                               AND other.lead_id <> mine.lead_id
                            OFFSET 0
                           ) THEN NOT %(many)s END
                )
                SELECT shared.leads, found.ids, found.companies
                  FROM shared
                 CROSS JOIN LATERAL (
                    SELECT array_agg(lead.id ORDER BY lead.id) AS ids,
                           array_agg(lead.company_id ORDER BY lead.id) AS companies
                      FROM crm_lead_match_key other
                      JOIN crm_lead lead ON lead.id = other.lead_id
                     WHERE other.kind = shared.kind AND other.value = shared.value
                       AND lead.active AND lead.won_status = 'pending' AND %(readable)s
                 ) found
                 WHERE found.ids IS NOT NULL
                """,
                ids=self.ids,
                strong=STRONG_KINDS,
                many=keys._is_shared_by_many(
                    SQL("mine.kind"), SQL("mine.value"), SQL("mine.lead_id")
                ),
                readable=self._is_readable(SQL("lead.id")),
            )
        )
        companies = {lead.id: lead.company_id.id for lead in self}
        for _leads, ids, company_ids in rows:
            companies.update(zip(ids, company_ids, strict=True))
        return SharedKeys([SharedKey(leads, ids) for leads, ids, _ in rows], companies)

    def _group_by_shared_keys(self, shared, allowed=None):
        """The records that become one: each lead with the open ones that share a strong key (B6).

        What `_get_lead_duplicates` finds for one lead, of one company. The duplicate of a duplicate
        is not looked for, and those that somebody told apart do not bring each other along.

        :param shared: SharedKeys, as `_find_shared_keys` gives them
        :param allowed: set of ids, the only ones that a group may take in; None: all
        :returns: list of lists of ids, in the order of self
        """
        apart = self.env["crm.lead.match.dismissal"]._get_apart(self.ids)
        return find_groups(list(self.ids), shared, apart, self.env.company.id, allowed)
