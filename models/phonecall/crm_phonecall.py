import unicodedata
from datetime import timedelta

from odoo import api, fields, models

from ...tools.phone_numbers import find_numbers
from ...tools.server_context import ON, is_on

# Longer than this, nobody was on the telephone: the call was forgotten and closed later.
LONGEST_MEASURED_MINUTES = 120


class CrmPhonecall(models.Model):
    """A call with or without a contact, and what OCA's `crm_phonecall` loses of it.

    How it becomes a lead is in lead.py, how it stands in the calendar in plan.py.
    """

    _name = "crm.phonecall"
    # The mixin has the number in E.164, and the search by it; it comes before OCA's `mail.thread`.
    _inherit = ["mail.thread.phone", "crm.phonecall"]

    # OCA's field takes the place of the ORM's own, and says that it may be written.
    create_date = fields.Datetime(readonly=True)
    user_id = fields.Many2one(index=True)
    partner_id = fields.Many2one(index="btree_not_null")
    opportunity_id = fields.Many2one(index="btree_not_null")
    contact_name = fields.Char(
        "Other Party", help="Whoever is on the telephone and no contact yet."
    )
    partner_name = fields.Char("Company of the other party")
    # Unlike `duration`, which is in minutes; a calendar counts in hours.
    duration_hours = fields.Float(
        "Duration in hours", compute="_compute_duration_hours", inverse="_inverse_duration_hours"
    )

    @api.depends("duration")
    def _compute_duration_hours(self):
        for call in self:
            call.duration_hours = call.duration / 60

    def _inverse_duration_hours(self):
        for call in self:
            call.duration = call.duration_hours * 60

    # The number ------------------------------------------------------------------------------

    def _phone_get_number_fields(self):
        return ["partner_phone"]

    @api.onchange("partner_phone")
    def _onchange_partner_phone(self):
        """The number as the telephone dials it, and the contact whose it is (features.md #64)."""
        if not self.partner_phone:
            return
        self._set_dialled_number()
        if not self.partner_id and not self.opportunity_id:
            self.partner_id = self._find_contact()

    @api.model
    def _get_dialled_number(self, number, country=None):
        """A number that a telephone can dial, whatever digits it was typed in.

        :param number: str or False
        :param country: res.country, where it is dialled; the company's by default
        :returns: str, the number in international format; where it is none, as it was, in Latin
            digits
        """
        if not number:
            return number
        company = self.env.company.partner_id
        formatted = company._phone_format(
            number=number, country=country, force_format="INTERNATIONAL"
        )
        latin = [str(unicodedata.decimal(letter, letter)) for letter in number]
        return formatted or "".join(latin)

    def _find_contact(self):
        """The contact whose number it is; none where several people share it.

        :returns: res.partner, one or none
        """
        self.ensure_one()
        main = self.env["crm.lead"]._get_main_company()
        region = (self.company_id.country_id or main.country_id).code
        # Of a number with an extension, contacts keep the number alone.
        numbers = {
            number.split(";")[0] for number in find_numbers(self.partner_phone or "", region)
        }
        contacts = self.env["res.partner"].search(
            [("phone_sanitized", "in", list(numbers))] if numbers else [(0, "=", 1)], limit=2
        )
        return contacts if len(contacts) == 1 else contacts.browse()

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """As OCA's, but a contact without a number does not wipe the one that was typed."""
        typed = self.partner_phone
        result = super()._onchange_partner_id()
        self._set_dialled_number(typed)
        return result

    @api.onchange("opportunity_id")
    def _onchange_opportunity_id(self):
        """As OCA's, but what the lead does not know stays as it was typed."""
        names = ("partner_phone", "partner_id", "tag_ids", "team_id")
        typed = {name: self[name] for name in names}
        result = super()._onchange_opportunity_id()
        for name in names:
            self[name] = self[name] or typed[name]
        self._set_dialled_number(typed["partner_phone"])
        return result

    def _set_dialled_number(self, typed=False):
        """Put the number as the telephone dials it, what was typed where there is no other."""
        country = (self.opportunity_id or self.partner_id).country_id
        self.partner_phone = self._get_dialled_number(self.partner_phone or typed, country)

    # Held, not reached -----------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        calls = super().create(vals_list)
        calls.filtered(lambda call: not call.company_id)._set_company()
        now = fields.Datetime.now()
        for call in calls:
            if call.state == "done" and not call.date_closed:
                call.date_closed = call._get_end(now)
            elif call.state == "open" and not call.date_open:
                call.date_open = now
        return calls

    def _get_end(self, now):
        """When a call that is over was over: never later than now.

        :param now: datetime, UTC
        :returns: datetime, UTC
        """
        if not self.date:
            return now
        return min(now, self.date + timedelta(minutes=self.duration))

    def _set_company(self):
        """A call is seen where its lead is; without a lead, where its team or its user is.

        No computed field: when leads are merged, nobody has written their calls.
        """
        for call in self:
            owner = call.opportunity_id or call.team_id
            call.company_id = owner.company_id if owner else self.env.company

    def write(self, values):
        """As OCA's, but what is typed stays: a duration, and the dates of an import."""
        if values.get("opportunity_id") and "company_id" not in values:
            company = self.env["crm.lead"].browse(values["opportunity_id"]).sudo().company_id
            values = {**values, "company_id": company.id}
        state = values.get("state")
        if state not in ("done", "open"):
            return super().write(values)
        names = ("duration", "date_open", "date_closed")
        typed = {name: values[name] for name in names if name in values}
        now = fields.Datetime.now()
        if state == "done" and "date" not in values:
            # Whoever calls earlier than planned has called now.
            self.filtered(lambda call: call.date and call.date > now).write({"date": now})
        calls = self.with_context(is_holding_call=ON if state == "done" else None)
        result = super(CrmPhonecall, calls).write(dict(values))
        if typed:
            super().write(typed)
        return result

    def compute_duration(self):
        """As OCA's; of a call that is being held, a duration that was typed stays.

        Otherwise it is measured in minutes since its date, if that may have been one call.

        :returns: bool, True
        """
        if not is_on(self.env, "is_holding_call"):
            return super().compute_duration()
        now = fields.Datetime.now()
        for call in self.filtered(lambda call: call.date and call.duration <= 0):
            minutes = (now - call.date).total_seconds() / 60
            if 0 < minutes <= LONGEST_MEASURED_MINUTES:
                call.duration = minutes
        return True

    def action_hold(self):
        """The call is over, the customer was reached.

        :returns: dict, what closes the window it was filled in
        """
        self.write({"state": "done"})
        return {"type": "ir.actions.act_window_close"}

    def action_not_reached(self):
        """Nobody answered: the call is still to be made.

        :returns: dict, what closes the window it was filled in
        """
        self.write({"state": "pending"})
        return {"type": "ir.actions.act_window_close"}

    def action_make_meeting(self):
        """As OCA's; the meeting belongs to the lead, and the caller is invited (#65).

        :returns: dict, a window action
        """
        action = super().action_make_meeting()
        document = self[-1:].opportunity_id or self[-1:].partner_id
        if document and action:
            action["context"] = {
                **action["context"],
                "default_res_model": document._name,
                "default_res_id": document.id,
                "default_opportunity_id": self[-1:].opportunity_id.id,
                "default_partner_ids": list(
                    dict.fromkeys(
                        action["context"]["default_partner_ids"] + self[-1:]._get_guests()
                    )
                ),
            }
        return action

    def _get_guests(self):
        """Ids of the contacts to invite to a meeting, those without an e-mail too."""
        return (self.partner_id or self.opportunity_id.partner_id).ids

    def action_send_follow_up(self):
        """Write an e-mail after the call (features.md #136), from the lead or the contact.

        :returns: dict, a window action
        """
        self.ensure_one()
        document = self.opportunity_id or self.partner_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Follow-up e-mail"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_composition_mode": "comment",
                "default_model": document._name,
                "default_res_ids": document.ids,
                "default_partner_ids": self._get_guests(),
                "default_subject": self.name,
            },
        }

    def get_values_schedule_another_phonecall(self, vals):
        """As OCA's; the next call knows who the caller is, too (features.md #65).

        :param vals: dict, as OCA's window gives it
        :returns: dict, the values of the next call
        """
        return {
            **super().get_values_schedule_another_phonecall(vals),
            "contact_name": self.contact_name,
            "partner_name": self.partner_name,
            "email_from": self.email_from,
            "company_id": self.company_id.id,
        }
