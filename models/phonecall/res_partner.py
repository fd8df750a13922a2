from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    # Whoever is no employee has no right to calls.
    phonecall_ids = fields.One2many(groups="base.group_user")
    phonecall_count = fields.Integer(groups="base.group_user")

    def _get_contact_opportunities_domain(self):
        """The opportunities that a contact's button counts: a merged one is no further one."""
        domain = super()._get_contact_opportunities_domain()
        return list(Domain(domain) & Domain("absorbed_by_merge_id", "=", False))

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_phonecall_count(self):
        """Of a company, the calls of its people too, as for opportunities (features.md #67)."""
        partners = self.with_context(active_test=False).search_fetch(
            [("id", "child_of", self.ids)], ["parent_id"]
        )
        self.phonecall_count = 0
        counts = self.env["crm.phonecall"]._read_group(
            [("partner_id", "in", partners.ids)], ["partner_id"], ["__count"]
        )
        mine = set(self._ids)
        for partner, count in counts:
            for partner_id in self._get_path(partner):
                if partner_id in mine:
                    self.browse(partner_id).phonecall_count += count

    @api.model
    def _get_path(self, partner):
        """Ids of a contact and of those that it belongs to."""
        path = []
        while partner:
            path.append(partner.id)
            partner = partner.parent_id
        return path

    def action_open_phonecalls(self):
        """The calls with a contact: the only one, a new one where there is none (features.md #67).

        :returns: dict, a window action
        """
        self.ensure_one()
        defaults = {"default_partner_id": self.id, "search_default_partner_id": self.id}
        calls = self.env["crm.phonecall"].search([("partner_id", "child_of", self.ids)])
        return calls._get_calls_action(defaults)
