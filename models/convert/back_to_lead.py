from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list


class CrmLead(models.Model):
    """An opportunity becomes a lead again, and keeps what the pipeline says of it (B7)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    can_convert_to_lead = fields.Boolean(
        compute="_compute_can_convert_to_lead",
        compute_sudo=False,
        export_string_translation=False,
        exportable=False,
    )

    @api.depends("type", "team_id.use_leads", "won_status", "active", "order_ids")
    @api.depends_context("uid")
    def _compute_can_convert_to_lead(self):
        """Whether the form asks before it turns an opportunity back, or says at once why not."""
        opportunities = self.filtered(lambda lead: lead.type == "opportunity")._origin
        obstacles = opportunities._get_back_to_lead_obstacles() if opportunities else {}
        for lead in self:
            lead.can_convert_to_lead = (
                lead._origin in opportunities and lead._origin not in obstacles
            )

    def _get_back_to_lead_obstacles(self, teams=None):
        """Records of self that cannot be turned back into leads, each with the reason (B7).

        :param teams: dict, crm.lead to the crm.team that it gets on the way
        :returns: dict, crm.lead to str, whole sentences that name the record
        """
        obstacles = self._get_state_obstacles(
            {
                "unwritable": self._get_unwritable_text(),
                "merged": lambda lead: lead._get_absorbed_obstacle(),
                "lead": self.env._(
                    "“%(lead)s” is a lead already: there is nothing to convert back."
                ),
                "won": self.env._("“%(lead)s” is won, and what is won stays an opportunity."),
                "lost": self.env._(
                    "“%(lead)s” is lost. Restore it first, then convert it back to a lead."
                ),
                "archived": self.env._(
                    "“%(lead)s” is archived. Unarchive it first, then convert it back to a lead."
                ),
            }
        )
        left = self.browse(lead.id for lead in self if lead not in obstacles)
        teams = {lead: (teams or {}).get(lead, lead.team_id) for lead in left}
        without_leads = left.team_id.union(*teams.values())._filter_without_leads()
        # Whose order it is, and of which company, does not matter: it would hang on a lead.
        orders = dict(
            self.env["sale.order"]
            .sudo()
            ._read_group([("opportunity_id", "in", left.ids)], ["opportunity_id"], ["__count"])
        )
        for lead in left:
            reason = lead._get_back_to_lead_hold(
                orders.get(lead._origin), teams[lead] & without_leads
            )
            if reason:
                obstacles[lead] = reason
        return obstacles

    def _get_back_to_lead_hold(self, order_count, team_without_leads):
        """What holds this record in the pipeline; None when nothing does.

        :param order_count: int, its quotations and orders, or None
        :param team_without_leads: crm.team, its team, if that takes no leads
        """
        names = {"lead": self.display_name}
        if order_count:
            return self.env._(
                "“%(lead)s” has quotations or orders (%(count)s, with the cancelled ones and those "
                "of other companies), so it stays an opportunity. Take it off them, in their field "
                "Opportunity, or mark it as lost.",
                count=order_count,
                **names,
            )
        if not self.env.user.has_group("crm.group_use_lead"):
            return self.env._(
                "Leads are switched off, so “%(lead)s” stays an opportunity. An administrator "
                "switches them on in the settings of CRM.",
                **names,
            )
        if team_without_leads:
            return self.env._(
                "Leads are switched off for the sales team “%(team)s”, so “%(lead)s” stays an "
                "opportunity. Give it to another team first, or ask your sales manager to do so.",
                team=team_without_leads.display_name,
                **names,
            )
        return None

    def action_convert_to_lead(self):
        """Turn opportunities back into leads; of several, each by itself (features.md B6, B7).

        :returns: dict, a window action with the lead, the list of them, or the bulk run that says
            why some stay what they are
        :raises UserError: the one record cannot be turned back, or somebody else is working on it
        """
        leads = self.exists()
        if not leads:
            raise UserError(self.env._("Choose the opportunities to convert back to leads first."))
        if len(leads) > 1:
            bulk = self.env["crm.lead.bulk"]._prepare("revert", leads)
            bulk._start()
            return bulk.with_env(self.env)._open_result()
        # What may not be changed cannot be locked either; the rest is looked at when it is.
        leads._filtered_access("write")._lock_or_refuse()
        reasons = list(leads._get_back_to_lead_obstacles().values())
        if reasons:
            raise UserError("\n".join(reasons))
        leads._convert_to_lead()
        return leads.redirect_lead_opportunity_view()

    def _convert_to_lead(self):
        """Turn the opportunities of self back into leads, whatever `_get_back_to_lead_obstacles`
        says of them; what the pipeline says of them stays (features.md B7).
        """
        bodies = {lead.id: lead._get_back_to_lead_note() for lead in self}
        # A change of type lets Odoo choose a team anew, and with the team a stage.
        kept = [self._fields["team_id"], self._fields["stage_id"]]
        with self.env.protecting(kept, self):
            self.write({"type": "lead", "date_conversion": False})
        self._message_log_batch(bodies=bodies)

    def _get_back_to_lead_note(self):
        """What is kept for the next conversion, in a sentence for the chatter."""
        kept = [self.stage_id.display_name]
        if self.expected_revenue:
            kept.append(self.company_currency.format(self.expected_revenue))
        if self.date_deadline:
            kept.append(format_date(self.env, self.date_deadline))
        return self.env._(
            "Converted back to a lead; it was an opportunity since %(date)s. What the pipeline says "
            "of it is kept for the next conversion: %(kept)s.",
            date=format_date(self.env, self.date_conversion or self.create_date),
            kept=format_list(self.env, [text for text in kept if text]),
        )

    def _convert_opportunity_data(self, customer, team_id=False):
        """The team stays, and with it the stage: Odoo chooses another team where the salesperson is
        no member, and that team's first stage (features.md #13, B7).
        """
        values = super()._convert_opportunity_data(customer, team_id=team_id)
        if not team_id and self.team_id.use_opportunities:
            values["team_id"] = self.team_id.id
        return values
