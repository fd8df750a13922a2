from odoo import api, fields, models


class CrmLead(models.Model):
    """A person, an organization, or both, as records (features.md #39, #172)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    organization_id = fields.Many2one(
        "res.partner",
        compute="_compute_organization_id",
        store=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
        tracking=11,
        domain="[('is_company', '=', True)]",
        help="The company that the lead is about. It comes with a customer who belongs to one; a "
        "customer who belongs to none can have any.",
    )

    @api.depends("partner_id")
    def _compute_organization_id(self):
        """The customer's own company; removed with the customer, as core removes the names."""
        for lead in self:
            company = lead.partner_id.commercial_partner_id
            if company.is_company or not lead.partner_id:
                lead.organization_id = company

    @api.model_create_multi
    def create(self, vals_list):
        """A new card of the pipeline names a company: with a contact's e-mail or phone beside it,
        core would keep its name alone.
        """
        companies = self.env["res.partner"].browse(
            vals["commercial_partner_id"] for vals in vals_list if vals.get("commercial_partner_id")
        )
        companies = set(companies.filtered("is_company").ids)
        return super().create(
            [
                {**vals, "organization_id": vals["commercial_partner_id"]}
                if vals.get("commercial_partner_id") in companies
                and not vals.get("partner_id")
                and not vals.get("organization_id")
                else vals
                for vals in vals_list
            ]
        )

    @api.depends("organization_id")
    def _compute_partner_name(self):
        result = super()._compute_partner_name()
        for lead in self.filtered("organization_id"):
            lead.partner_name = lead.organization_id.name
        return result

    @api.depends("organization_id")
    def _compute_commercial_partner_id(self):
        """Core's guess by the name gives way: a contact made from the lead belongs there."""
        result = super()._compute_commercial_partner_id()
        for lead in self.filtered("organization_id"):
            if lead.organization_id != lead.partner_id:
                lead.commercial_partner_id = lead.organization_id
        return result

    @api.onchange("commercial_partner_id")
    def _onchange_commercial_partner_id(self):
        # Core takes a customer of another company away; here the two may differ.
        others = self.filtered(lambda lead: lead.commercial_partner_id != lead.organization_id)
        return super(CrmLead, others)._onchange_commercial_partner_id() if others else None

    def _create_customer(self, with_parent=None):
        # The window of a conversion names the company; website visitors and quotations do not.
        return super()._create_customer(with_parent=with_parent or self.organization_id)

    def _prepare_columns(self):
        """The organizations of the customers that leads have had all along."""
        organizations = (
            lead.organization_id or lead.partner_id.commercial_partner_id.filtered("is_company")
            for lead in self
        )
        return {
            **super()._prepare_columns(),
            "organization_id": [organization.id or None for organization in organizations],
        }
