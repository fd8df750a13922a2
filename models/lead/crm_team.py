from odoo import api, fields, models

from ...tools.server_context import ON


class CrmTeam(models.Model):
    _inherit = "crm.team"

    use_leads = fields.Boolean(default=lambda self: self._default_use_leads())
    use_quotations = fields.Boolean(
        "Quotations",
        default=True,
        help="Untick it for a team that makes no quotations: its card has no figures of sales, and "
        "its opportunities no button for a new quotation.",
    )
    remaining_lead_warning = fields.Char(compute="_compute_remaining_lead_warning")

    @api.model
    def _default_use_leads(self):
        """A new team follows Settings > CRM > Leads (features.md #4).

        :returns: bool, whether the setting is on
        """
        # The setting puts one group into the other; see `implied_group` in res.config.settings.
        # This is asked at every change of a lead's team: the definitions are in the cache.
        groups = self.env["res.groups"]._get_group_definitions()
        return groups.parse("base.group_user") <= groups.parse("crm.group_use_lead")

    def _filter_without_leads(self):
        """The teams of self that take no leads: with the setting on, theirs is off.

        With the setting off there are no leads to speak of, and no tick to switch them on.
        """
        teams = self.filtered(lambda team: not team.sudo().use_leads)
        return teams if teams and self._default_use_leads() else self.browse()

    @api.model_create_multi
    def create(self, vals_list):
        # The setting switches leads on for teams with a pipeline only: the teams of a website or a
        # point of sale would otherwise take part in the assignment of leads.
        return super().create(
            [
                {"use_leads": False, **vals} if not vals.get("use_opportunities", True) else vals
                for vals in vals_list
            ]
        )

    @api.depends("use_leads")
    def _compute_remaining_lead_warning(self):
        without_leads = self.filtered(lambda team: not team.use_leads)
        counts = dict(
            self.env["crm.lead"]._read_group(
                [("team_id", "in", without_leads.ids), ("type", "=", "lead")],
                ["team_id"],
                ["__count"],
            )
        )
        self.remaining_lead_warning = False
        for team in without_leads.filtered(lambda team: team._origin in counts):
            team.remaining_lead_warning = self.env._(
                "Leads are switched off for this team, and leads that it still has: %(count)s. "
                "They stay until they are converted or given to another team.",
                count=counts[team._origin],
            )

    def action_open_remaining_leads(self):
        """Open the leads that stayed in a team when leads were switched off (features.md #5).

        :returns: dict, a window action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_all_leads")
        action["domain"] = [("team_id", "=", self.id), ("type", "=", "lead")]
        action["context"] = {"default_type": "lead", "create": False}
        return action

    def _allocate_leads(self, *args, **kwargs):
        # Core deletes what it has merged; it is kept, so that a merge can be undone.
        teams = self.with_context(keep_absorbed=ON)
        return super(CrmTeam, teams)._allocate_leads(*args, **kwargs)

    def _allocate_leads_deduplicate(self, leads, duplicates_cache=None):
        # What was found before may have been merged since: its survivor stands for it.
        for lead in leads:
            if duplicates_cache and lead in duplicates_cache:
                duplicates_cache[lead] = duplicates_cache[lead].exists()._get_final_survivor()
        # In a team without leads, whatever the rules of assignment bring is an opportunity at once
        # (features.md #5); in another team, it becomes one with its salesperson.
        if self._filter_without_leads():
            for lead in leads.filtered(lambda lead: lead.type == "lead"):
                lead.convert_opportunity(lead.partner_id)
        return super()._allocate_leads_deduplicate(leads, duplicates_cache=duplicates_cache)
