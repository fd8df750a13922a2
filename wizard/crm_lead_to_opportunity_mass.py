from odoo import api, fields, models


class CrmLead2opportunityPartnerMass(models.TransientModel):
    _inherit = "crm.lead2opportunity.partner.mass"

    # A table of its own: of the window for one lead this one has the fields.
    compared_ids = fields.Many2many(relation="crm_lead2opportunity_partner_mass_compared_rel")
    preview = fields.Text("What will happen", compute="_compute_preview", compute_sudo=False)

    @api.model
    def default_get(self, fields):
        # Core refuses the whole window when the first of the selected leads is won.
        return super(
            CrmLead2opportunityPartnerMass, self.with_context(active_id=False)
        ).default_get(fields)

    def _get_lead_of_window(self):
        """None: one lead that cannot be converted does not stop the others, it is left out."""
        return self.env["crm.lead"]

    def _get_merged(self):
        """Nothing: records are shown side by side for one lead alone."""
        return self.env["crm.lead"]

    def _get_leads(self):
        """The records of the window, in the order in which they were selected."""
        leads = self.lead_tomerge_ids._origin
        rank = {lead_id: n for n, lead_id in enumerate(self.env.context.get("active_ids") or ())}
        return leads.sorted(lambda lead: rank.get(lead.id, len(rank)))

    @api.depends("user_ids")
    def _compute_team_id(self):
        """Without salespersons core chooses the user's own team: nobody asked for it, and the leads
        of other teams would come to it (features.md #13, #55).
        """
        chosen = self.filtered(lambda wizard: wizard.user_ids or wizard.user_id)
        for wizard in self - chosen:
            wizard.team_id = wizard.team_id
        return super(CrmLead2opportunityPartnerMass, chosen)._compute_team_id()

    @api.depends("lead_tomerge_ids")
    def _compute_duplicated_lead_ids(self):
        """Core searches for each lead (features.md #36): here it is one query."""
        for wizard in self:
            leads = wizard._get_leads()
            groups = leads._group_by_shared_keys(leads._find_shared_keys())
            several = {lead_id for ids in groups if len(ids) > 1 for lead_id in ids}
            wizard.duplicated_lead_ids = leads.filtered(
                lambda lead, several=several: lead.id in several
            )

    @api.depends(
        "lead_tomerge_ids",
        "deduplicate",
        "user_ids",
        "team_id",
        "force_assignment",
        "action",
        "partner_id",
    )
    @api.depends_context("lang", "active_ids")
    def _compute_preview(self):
        bulk = self.env["crm.lead.bulk"]
        for wizard in self:
            plan = bulk._plan("convert", wizard._get_leads(), wizard)
            wizard.preview = "\n".join(bulk._summarise(bulk._tally_plan(plan)))

    def _prepare_bulk(self):
        """The request with the choices of the window.

        :returns: crm.lead.bulk, in sudo, as a preview
        """
        self.ensure_one()
        return self.env["crm.lead.bulk"]._prepare(
            "convert",
            self._get_leads(),
            team_id=self.team_id.id,
            stage_id=self.stage_id.id,
            user_ids=self.user_ids.ids,
            force_assignment=self.force_assignment,
            deduplicate=self.deduplicate,
            action=self.action,
            partner_id=self.partner_id.id,
        )

    def action_preview(self):
        """Show what will happen to each record, before it does (features.md B6).

        :returns: dict, a window action with the preview
        """
        return self._prepare_bulk().with_env(self.env).action_open()

    def action_mass_convert(self):
        """Convert the selected leads, each by itself: one that fails stops no other (#54, B6).

        :returns: dict, a window action with the result
        """
        self.ensure_one()
        if self.name != "convert":
            return super().action_mass_convert()
        bulk = self._prepare_bulk()
        bulk._start()
        return bulk.with_env(self.env)._open_result()
