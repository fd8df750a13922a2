from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

# As many followed leads are looked up by their ids, in the index of leads; of more, each lead that a
# search comes by is asked whether it is followed.
MOST_BY_ID = 1000
# In the cache of the cursor, which goes with the transaction and with a savepoint that is rolled back.
CACHE = "crm_lead_qualification.followed"


class CrmLead(models.Model):
    """Followers read what they follow (features.md #157): security/crm_lead_follower_security.xml."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _search_message_partner_ids(self, operator, operand):
        """Core's search, so that PostgreSQL combines it with the index of the salesperson.

        With core's subselect beside `user_id = ...` in a record rule, every search of a salesperson
        with own documents would read all leads. Whoever follows many of them finds a page after a
        few leads.
        """
        domain = super()._search_message_partner_ids(operator, operand)
        if operator != "in" or domain is NotImplemented:
            return domain
        followed = self.env["mail.followers"].sudo()
        theirs = [("res_model", "=", self._name), ("partner_id", operator, operand)]
        ids = self._get_followed_ids(theirs)
        if len(ids) <= MOST_BY_ID:
            return Domain("id", "in", ids)

        def to_sql(_model, alias, _query):
            query = followed._search(theirs)
            of_lead = SQL.identifier(query.table, "res_id")
            query.add_where(SQL("%s = %s", of_lead, SQL.identifier(alias, "id")))
            return SQL("EXISTS %s", query.subselect("1"))

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _get_followed_ids(self, domain):
        """Ids of followed leads, one more than `MOST_BY_ID` at most; asked once a transaction.

        :param domain: list, the followers
        :returns: list of int
        """
        followers = self.env["mail.followers"].sudo()
        known = self.env.cr.cache.setdefault(CACHE, {})
        key = repr(domain)
        if key not in known:
            query = followers._search(domain, limit=MOST_BY_ID + 1)
            known[key] = [lead_id for (lead_id,) in self.env.execute_query(query.select("res_id"))]
        return known[key]


class MailFollowers(models.Model):
    """What was found out about followers in this transaction holds until they change."""

    _inherit = "mail.followers"

    @api.model_create_multi
    def create(self, vals_list):
        followers = super().create(vals_list)
        self._forget_followed()
        return followers

    def write(self, vals):
        res = super().write(vals)
        self._forget_followed()
        return res

    def unlink(self):
        res = super().unlink()
        self._forget_followed()
        return res

    @api.model
    def _forget_followed(self):
        """Ask again who follows what: also after followers were moved by a statement."""
        self.env.cr.cache.pop(CACHE, None)
