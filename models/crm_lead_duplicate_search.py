from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize_all

from .crm_lead_similar import STRONG_KINDS


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

        # Asked of one lead after another, so that a page is full after a few of them.
        def to_sql(model, alias, _query):
            return SQL(
                """%(negation)s EXISTS (
                    SELECT FROM crm_lead_match_key mine
                      JOIN crm_lead_match_key other ON %(similar)s
                     WHERE mine.lead_id = %(lead)s AND mine.kind IN %(strong)s
                       AND NOT %(many)s
                )""",
                negation=SQL("NOT") if operator == "=" else SQL(),
                similar=model._is_similar(),
                lead=SQL.identifier(alias, "id", to_flush=model._fields["match_keys"]),
                strong=STRONG_KINDS,
                # By the other's key, not by mine: asked of the few leads that share one.
                many=self.env["crm.lead.match.key"]._is_shared_by_many(
                    SQL("other.kind"), SQL("other.value"), SQL("mine.lead_id")
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
        keys = [("email", address) for address in email_normalize_all(email or "")]
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
                    SELECT key.lead_id
                      FROM crm_lead_match_key key
                      JOIN (
                        SELECT * FROM unnest(%(kinds)s::varchar[], %(values)s::varchar[])
                         UNION
                        SELECT kind, value FROM crm_lead_match_key
                         WHERE lead_id = %(lead)s AND kind IN %(strong)s
                      ) mine(kind, value) ON key.kind = mine.kind AND key.value = mine.value
                     WHERE key.lead_id = %(lead)s OR (NOT %(many)s AND %(not_dismissed)s)
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

    def _find_open_duplicates(self):
        """What `_get_lead_duplicates` finds for one lead, for any number of them (features.md B6).

        :returns: dict, a lead of self to crm.lead: open records that share a strong key with it, of
            one company, itself not among them
        """
        shown, _hidden = self._get_similar(STRONG_KINDS)
        strong = {
            lead: [
                other_id for other_id, kinds in others.items() if kinds.intersection(STRONG_KINDS)
            ]
            for lead, others in shown.items()
        }
        found = self.browse({other_id for ids in strong.values() for other_id in ids})
        found.fetch(["active", "won_status", "company_id"])
        open_ids = set(
            found.filtered(lambda lead: lead.active and lead.won_status == "pending").ids
        )
        result = {}
        for lead, ids in strong.items():
            others = self.browse(sorted(open_ids.intersection(ids))).with_prefetch(found.ids)
            result[lead] = lead._filter_of_one_company(lead + others) - lead if others else others
        return result
