from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmLead(models.Model):
    """Followers read what they follow (features.md #157): security/crm_lead_follower_security.xml."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _search_message_partner_ids(self, operator, operand):
        """Core's search, as an array: PostgreSQL combines it with the index of the salesperson.

        With core's subselect beside `user_id = ...` in a record rule, every search of a salesperson
        with own documents would read all leads.
        """
        domain = super()._search_message_partner_ids(operator, operand)
        if operator != "in" or domain is NotImplemented:
            return domain
        followed = (
            self.env["mail.followers"]
            .sudo()
            ._search([("res_model", "=", self._name), ("partner_id", operator, operand)])
            .subselect("res_id")
        )

        def to_sql(_model, alias, _query):
            return SQL("%s = ANY(ARRAY(%s))", SQL.identifier(alias, "id"), followed)

        return Domain.custom(to_sql=to_sql)
