from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.server_context import get_claimed_record


class CrmLead(models.Model):
    """Calls of leads and opportunities (features.md #67, #68, #147)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_phonecall_count(self):
        return super()._compute_phonecall_count()

    def button_open_phonecall(self):
        """The calls of a lead: the only one, a new one where there is none (features.md #67, #68).

        :returns: dict, a window action
        """
        action = super().button_open_phonecall()
        names = ("default_opportunity_id", "search_default_opportunity_id", "default_partner_id")
        defaults = {name: action["context"][name] for name in names}
        return self.phonecall_ids._get_calls_action(defaults)

    def action_log_call(self):
        """Call the customer: the number to dial, and the call to fill in (features.md #147).

        The call that is planned for it comes up where there is one.

        :returns: dict, a window action
        """
        self.ensure_one()
        activity = self.activity_ids.filtered(
            lambda activity: (
                activity.activity_category == "phonecall" and activity.user_id == self.env.user
            )
        )[:1]
        planned = self.phonecall_ids.filtered(
            lambda call: call.state in ("open", "pending") and call.activity_id == activity
        )[:1]
        number = self.phone or self.partner_id.phone
        # Until it is held, the call stands where its activity stands in the calendar.
        start = activity.sudo().calendar_event_id.start
        now = fields.Datetime.now()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Call"),
            "res_model": "crm.phonecall",
            "res_id": planned.id if activity else False,
            "views": [
                (self.env.ref("crm_lead_qualification.crm_phonecall_view_form_log").id, "form")
            ],
            "target": "new",
            "context": {
                "default_opportunity_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_partner_phone": self.env["crm.phonecall"]._get_dialled_number(
                    number, self.country_id
                ),
                "default_team_id": self.team_id.id,
                "default_name": activity.summary or self.name,
                "default_activity_id": activity.id,
                "default_date": start if start and start > now else now,
                "default_direction": "out",
            },
        }

    def action_take_phonecall(self):
        """The call that the context names belongs to this record (features.md #66).

        :returns: dict, a window action
        :raises UserError: there is no such call, or it belongs to another record
        """
        self.ensure_one()
        self.check_access("write")
        call = self._get_phonecall_of_context()
        if not call:
            raise UserError(
                self.env._("The call is no longer there. Close this window and look for it anew.")
            )
        # Somebody else may have been quicker.
        call.check_access("write")
        call.lock_for_update()
        call.invalidate_recordset(["opportunity_id"])
        if call.opportunity_id and call.opportunity_id != self:
            if not call.opportunity_id.has_access("read"):
                raise UserError(
                    self.env._(
                        "The call belongs to somebody else’s lead or opportunity already. Ask your "
                        "sales manager."
                    )
                )
            raise UserError(
                self.env._(
                    "The call belongs to “%(lead)s” already. Choose another lead or opportunity on "
                    "the form of the call.",
                    lead=call.opportunity_id.display_name,
                )
            )
        call._belong_to(self)
        return self.redirect_lead_opportunity_view()

    @api.model
    def _get_phonecall_of_context(self):
        """The call that the records shown are similar to, if the user may read it."""
        return get_claimed_record(self.env, "crm.phonecall", "similar_to_phonecall")

    def _get_lead_of_context(self):
        """Records can be similar to a call, too: to the lead that would be made of it."""
        call = self._get_phonecall_of_context()
        if call:
            return call._get_typed_lead()
        return super()._get_lead_of_context()

    @api.depends_context("similar_to_phonecall")
    def _compute_similar_reasons(self):
        return super()._compute_similar_reasons()


class CrmPhonecall(models.Model):
    _inherit = "crm.phonecall"  # pylint: disable=consider-merging-classes-inherited

    def _get_calls_action(self, defaults):
        """The window of a record's calls: of one the call itself, of none a new one.

        :param defaults: dict, the context's keys that name the record
        :returns: dict, a window action
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_phonecall.crm_case_categ_phone_incoming0"
        )
        context = {**defaults, "default_state": "open"}
        action.update(name=self.env._("Phone calls"), domain=[], context=context)
        if len(self) == 1 or (not self and self.has_access("create")):
            action.update(views=[(False, "form")], view_mode="form", res_id=self.id)
        return action
