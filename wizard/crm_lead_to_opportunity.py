from odoo import api, fields, models

from ..tools.server_context import ON, Merge


class CrmLead2opportunityPartner(models.TransientModel):
    _inherit = "crm.lead2opportunity.partner"

    action = fields.Selection(
        selection_add=[("nothing", "Do not link to a customer")],
        ondelete={"nothing": "cascade"},
        help="Do not link to a customer: a lead without a customer stays without one.",
    )

    # Whoever names a lead here need not be able to read it.
    lead_partner_name = fields.Char(related_sudo=False)
    lead_contact_name = fields.Char(related_sudo=False)
    stage_id = fields.Many2one(
        "crm.stage",
        compute="_compute_stage_id",
        store=True,
        readonly=False,
        domain="['|', ('team_ids', '=', False), ('team_ids', 'in', team_id)]",
        help="Empty: the first stage, or the one that it had as an opportunity before.",
    )

    @api.depends("team_id")
    def _compute_stage_id(self):
        """A stage of another team is of no use (features.md #55)."""
        for wizard in self:
            teams = wizard.stage_id.team_ids
            if teams and wizard.team_id not in teams:
                wizard.stage_id = False

    @api.model
    def default_get(self, fields):
        if "lead_id" in fields:
            self._get_lead_of_window()._check_convertible()
        return super().default_get(fields)

    @api.depends("lead_id", "partner_id")
    def _compute_duplicated_lead_ids(self):
        """Merging is recommended on every strong key, not on the e-mail alone (#10, #36)."""
        result = super()._compute_duplicated_lead_ids()
        for wizard in self.filtered("lead_id"):
            lead = wizard.lead_id
            found = wizard.duplicated_lead_ids | lead._get_lead_duplicates(
                partner=wizard.partner_id, email=lead.email_from, include_lost=True
            )
            # Core asks on nobody's behalf, and finds those that were told apart from this one too.
            wizard.duplicated_lead_ids = found - lead._get_dismissed()
        return result

    @api.depends("lead_id")
    def _compute_commercial_partner_id(self):
        """The lead's own organization comes up; core knows it of a customer's company alone."""
        result = super()._compute_commercial_partner_id()
        for wizard in self.filtered("lead_id.organization_id"):
            if not wizard.commercial_partner_id and not wizard.partner_id:
                wizard.commercial_partner_id = wizard.lead_id.organization_id
        return result

    @api.depends("lead_id", "user_id")
    def _compute_team_id(self):
        """The lead's own team comes up with its own salesperson, or without one (#12, #13)."""
        kept = self.filtered(
            lambda wizard: wizard.lead_id.team_id and wizard.user_id == wizard.lead_id.user_id
        )
        for wizard in kept:
            wizard.team_id = wizard.lead_id.team_id
        return super(CrmLead2opportunityPartner, self - kept)._compute_team_id()

    def action_apply(self):
        """Convert or merge, as chosen in the window (features.md #9, #17).

        :returns: dict, a window action with the opportunity
        :raises UserError: the lead can no longer be converted, or somebody else is converting it
        """
        lead = self._get_lead_of_window()
        lead._lock_or_refuse()
        lead._check_convertible()
        return super().action_apply()

    def _get_lead_of_window(self):
        """The one lead that the window is about; bulk conversion has none."""
        context = self.env.context
        lead_id = context.get("default_lead_id") or context.get("active_id")
        return self.lead_id or self.env["crm.lead"].browse(lead_id or ())

    def _action_convert(self):
        # Core converts the active records of the context, which need not be there, or be others.
        lead = self._get_lead_of_window()
        wizard = self
        if lead and lead.id not in self.env.context.get("active_ids", []):
            wizard = self.with_context(active_ids=lead.ids)
        return super(CrmLead2opportunityPartner, wizard)._action_convert()

    def _action_merge(self):
        """Core writes the window's salesperson and team even when they are empty (#12)."""
        leads = self.duplicated_lead_ids | self.lead_id
        leads = leads._sort_survivor_first()
        merged = leads._merge_data(["user_id", "team_id"])
        chosen = {name: self[name].id for name in merged}
        if not self.user_id and self.team_id == self.lead_id.team_id:
            # Nobody has chosen it: it came up with the lead, and the result has a team of its own.
            chosen["team_id"] = False
        self.write({name: chosen[name] or merged[name] for name in merged})
        # Core deletes what was merged; it is kept, so that the merge can be undone. The conversion
        # belongs to the merge, and is undone with it.
        merge = Merge(goes_on=True)
        wizard = self.with_context(keep_absorbed=ON, crm_lead_merge=merge)
        merged = super(CrmLead2opportunityPartner, wizard)._action_merge().with_env(self.env)
        merge.end()
        return merged

    def _convert_and_allocate(self, leads, user_ids, team_id=False):
        result = super()._convert_and_allocate(leads, user_ids, team_id=team_id)
        if self.stage_id:
            leads.filtered(lambda lead: lead.type == "opportunity").write(
                {"stage_id": self.stage_id.id}
            )
        return result

    def _convert_handle_partner(self, lead, action, partner_id):
        if action == "nothing":
            return None
        return super()._convert_handle_partner(lead, action, partner_id)
