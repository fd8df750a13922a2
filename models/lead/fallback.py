from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ...tools.server_context import ON, is_on
from ...tools.settings import get_number


class CrmLead(models.Model):
    """A salesperson for what comes in without team and salesperson (features.md #174)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        # Rule-based assignment takes what has no team: it comes first, see `_cron_assign_leads`.
        if not leads._is_rule_based_assignment_activated() and leads._can_lose_sight():
            leads._assign_fallback_salesperson()
        return leads

    def web_save(self, vals, specification, next_id=None):
        # The form is read again when it is saved, by somebody who may see their own alone.
        leads = self.with_context(read_after_create=ON)
        return super(CrmLead, leads).web_save(vals, specification, next_id=next_id)

    @api.model
    def _can_lose_sight(self):
        """Whether a record may be given to somebody else while it is being created."""
        return (
            not is_on(self.env, "read_after_create")
            or self.env.su
            or self.env.user.has_group("sales_team.group_sale_salesman_all_leads")
        )

    @api.model
    def _get_fallback_salesperson(self):
        """The fallback salesperson of the settings, if they still work here (features.md #174).

        :returns: res.users, one or none
        """
        user = self.env["res.users"].sudo().browse(get_number(self.env, "fallback_user_id") or ())
        return user.exists().filtered(lambda user: user.active and not user.share)

    def _assign_fallback_salesperson(self):
        """Give the records of self that have neither team nor salesperson to the fallback one.

        They are told as they are of any assignment. A record of a company that they do not work
        for stays as it is.

        :returns: crm.lead, the records given
        """
        unassigned = self.filtered(lambda lead: not lead.user_id and not lead.team_id)
        user = unassigned and unassigned._get_fallback_salesperson()
        if not user:
            return self.browse()
        given = unassigned.filtered(
            lambda lead: not lead.company_id or lead.company_id in user.company_ids
        )
        given.write({"user_id": user.id})
        return given


class CrmTeam(models.Model):
    _inherit = "crm.team"  # pylint: disable=consider-merging-classes-inherited

    def _cron_assign_leads(self, force_quota=False, creation_delta_days=7):
        """What the rules of all teams leave without a team has a salesperson too (#174)."""
        result = super()._cron_assign_leads(
            force_quota=force_quota, creation_delta_days=creation_delta_days
        )
        self.env["crm.lead"].search(
            self._get_fallback_domain(creation_delta_days)
        )._assign_fallback_salesperson()
        return result

    @api.model
    def _get_fallback_domain(self, creation_delta_days):
        """The records that the rules were offered, and did not take.

        :param creation_delta_days: int, as in `_allocate_leads`
        :returns: Domain
        """
        now = self.env.cr.now()
        delay = self.env["ir.config_parameter"].sudo().get_param("crm.assignment.delay", default=0)
        domain = Domain(
            [
                ("team_id", "=", False),
                ("user_id", "=", False),
                ("won_status", "!=", "won"),
                ("create_date", "<=", now - timedelta(hours=float(delay))),
            ]
        )
        if creation_delta_days > 0:
            domain &= Domain("create_date", ">", now - timedelta(days=creation_delta_days))
        return domain
