from collections import defaultdict
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

SNOOZE_DAYS = 7


class CrmLead(models.Model):
    """My next activity is put off, in one row and in many (features.md #148, #149)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """My activities have buttons of our own in place of core's menu "Reschedule".

        A list allows a widget no attribute that hides it, and a view that replaces it would be in
        the way of other addons.
        """
        arch, view = super()._get_view(view_id, view_type, **options)
        activities = self.env["ir.model.data"]._xmlid_to_res_id("crm.crm_lead_view_list_activities")
        if view.id == activities:
            for node in arch.xpath(
                "//widget[@name='mail_activity_mixin_list_reschedule_dropdown']"
            ):
                node.getparent().remove(node)
        return arch, view

    def _get_my_next_activities(self):
        """Of each record, the activity that is the user's next, as core's own buttons choose it.

        :returns: mail.activity, at most one a record
        :raises UserError: none of the records has one
        """
        next_by_lead = {}
        for activity in self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("user_id", "=", self.env.uid),
                ("active", "=", True),
            ],
            order="date_deadline, id",
        ):
            next_by_lead.setdefault(activity.res_id, activity.id)
        if not next_by_lead:
            raise UserError(
                self.env._(
                    "You have no activity planned here. Plan one first, by the clock beside a "
                    "record, or choose records with an activity of yours."
                )
            )
        return self.env["mail.activity"].browse(next_by_lead.values())

    def action_snooze_my_next(self):
        """Put off my next activity of each record for 7 days (features.md #148).

        A late one is put off from today, by the calendar of the user's time zone.

        :returns: dict, a notification that says until when
        :raises UserError: none of the records has an activity of mine
        :raises AccessError: as mail.activity says
        """
        activities = self._get_my_next_activities()
        today = fields.Date.context_today(self)
        by_date = defaultdict(activities.browse)
        for activity in activities:
            date = max(activity.date_deadline, today) + timedelta(days=SNOOZE_DAYS)
            by_date[date] |= activity
        for date, those in by_date.items():
            those.date_deadline = date
        sentences = [self._get_snoozed_text(by_date)]
        if left_out := len(self) - len(activities):
            sentences.append(self._get_without_text(left_out))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": " ".join(sentences),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @api.model
    def _get_without_text(self, count):
        """That records were left out, in a sentence."""
        return self.env._(
            "Left out, as you have no activity planned there: %(count)s.", count=count
        )

    @api.model
    def _get_snoozed_text(self, by_date):
        """Until when, in a sentence.

        :param by_date: dict, the new deadline to its mail.activity
        """
        first = format_date(self.env, min(by_date))
        count = sum(len(those) for those in by_date.values())
        if count == 1:
            return self.env._("Snoozed until %(date)s.", date=first)
        if len(by_date) == 1:
            return self.env._(
                "%(count)s activities were snoozed until %(date)s.", count=count, date=first
            )
        return self.env._(
            "%(count)s activities were snoozed, each for 7 days: until %(first)s to %(last)s.",
            count=count,
            first=first,
            last=format_date(self.env, max(by_date)),
        )

    def action_reschedule_my_next(self):
        """Ask for a new day for my next activity of each record (features.md #149).

        :returns: dict, a window action
        :raises UserError: none of the records has an activity of mine
        """
        activities = self._get_my_next_activities()
        wizard = self.env["crm.activity.reschedule"].create(
            {
                "activity_ids": [Command.set(activities.ids)],
                "activity_count": len(activities),
                "without_count": len(self) - len(activities),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reschedule"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }
