from datetime import UTC, datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

# When a next call is suggested: the day after, at this hour of whoever plans it.
SUGGESTED_HOUR = time(10)


class CrmPhonecall2phonecall(models.TransientModel):
    """OCA's window for the next call: it comes up with tomorrow, not with the day of the last."""

    _inherit = "crm.phonecall2phonecall"

    @api.model
    def default_get(self, names):
        result = super().default_get(names)
        if "date" in names:
            result["date"] = self._get_suggested_date()
        return result

    @api.model
    def _get_suggested_date(self):
        """Tomorrow morning.

        :returns: datetime, UTC
        """
        timezone = pytz.timezone(self.env.user.tz or "UTC")
        tomorrow = datetime.now(timezone).date() + timedelta(days=1)
        local = timezone.localize(datetime.combine(tomorrow, SUGGESTED_HOUR))
        return local.astimezone(UTC).replace(tzinfo=None)

    def action_schedule(self):
        """Plan the next call (features.md #65).

        :returns: dict, a window action
        :raises UserError: the time is not to come
        """
        self.ensure_one()
        if self.action == "schedule" and (not self.date or self.date <= fields.Datetime.now()):
            raise UserError(
                self.env._("A call is planned for a time to come. Choose a later date and hour.")
            )
        return super().action_schedule()
