from odoo import models

# As luxon counts the days of a week: Monday is 1.
THURSDAY, FRIDAY = 4, 5


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_persian_weekends(self):
        """Friday, and Thursday where the working hours of a company have none on it.

        :returns: dict, the id of a company to a list of int, days as luxon counts them
        """
        weekends = {}
        for company in self:
            # Odoo counts Monday as 0. A title between two weeks is no time of work.
            lines = company.resource_calendar_id.attendance_ids.filtered(
                lambda a: not a.display_type
            )
            worked = set(lines.mapped("dayofweek"))
            is_short = worked and str(THURSDAY - 1) not in worked
            weekends[company.id] = [THURSDAY, FRIDAY] if is_short else [FRIDAY]
        return weekends


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"  # pylint: disable=consider-merging-classes-inherited

    def session_info(self):
        """As in Odoo; `persian_weekends` is there only for users in Persian."""
        info = super().session_info()
        if (info["user_context"].get("lang") or "").startswith("fa"):
            # The user's own, which the session names too; archived hours are hours all the same.
            companies = self.env["res.company"].browse(self.env.user._get_company_ids()).sudo()
            info["persian_weekends"] = companies._get_persian_weekends()
        return info
