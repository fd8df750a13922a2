from odoo import api, fields, models


class CrmLeadParticipant(models.Model):
    """Somebody who has a say in a deal, beside its customer (features.md #42, #51)."""

    _name = "crm.lead.participant"
    _description = "Participant of a lead or opportunity"
    _order = "id"
    _rec_name = "partner_id"
    _check_company_auto = True

    lead_id = fields.Many2one(
        "crm.lead", "Lead/Opportunity", required=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="lead_id.company_id")
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    role = fields.Selection(
        [
            ("decision_maker", "Decision maker"),
            ("influencer", "Influencer"),
            ("user", "End user"),
            ("buyer", "Buyer"),
            ("other", "Another role"),
        ],
        help="What this person has to do with the deal.",
    )
    note = fields.Char()
    function = fields.Char(related="partner_id.function")
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")

    # A merge leaves the second row of the same contact with the record that it belongs to.
    _lead_partner_uniq = models.UniqueIndex(
        "(lead_id, partner_id)", "This contact is among the participants already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Before the row is written: that it is there already would be told of a hidden lead.
            leads = self.env["crm.lead"].browse({vals.get("lead_id") for vals in vals_list})
            leads.filtered("id").check_access("write")
        participants = super().create(vals_list)
        participants.lead_id._refuse_absorbed()
        return participants

    def write(self, vals):
        self.lead_id._refuse_absorbed()
        result = super().write(vals)
        if "lead_id" in vals and not self.env.su:
            # Odoo asks for the rights to the old record alone.
            self.check_access("write")
            self.lead_id._refuse_absorbed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_absorbed(self):
        self.lead_id._refuse_absorbed()


class CrmLead(models.Model):
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    participant_ids = fields.One2many("crm.lead.participant", "lead_id", "Participants")

    def _message_add_suggested_recipients(self, force_primary_email=False):
        suggested = super()._message_add_suggested_recipients(force_primary_email)
        # Like the salesperson, whoever may read contacts.
        for lead in self.sudo():
            suggested[lead.id]["partners"] |= lead.participant_ids.partner_id
        return suggested

    def _get_deleted_with(self):
        of_lead = [("lead_id", "in", self.ids)]
        return [
            *super()._get_deleted_with(),
            ("crm.lead.participant", of_lead, self.env._("participants")),
        ]
