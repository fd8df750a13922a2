from odoo import api, models
from odoo.tools.misc import get_lang

from .choices import get_site_choice

# In the context: who reads what the current user has written.
CALENDAR_READER = "persian_calendar_reader"


class CalendarReader:
    """A user in the context, none: whoever the site writes to; a client cannot send an object."""

    def __init__(self, user=None):
        self.user = user


class ResUsers(models.Model):
    """Which calendar the dates of a Persian text are written in."""

    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _is_jalali(self, lang=None):
        """Whether dates in a text are Jalali: nothing else decides it on the server.

        :param lang: str, as in `_get_calendar_system`
        :returns: bool
        """
        return self._get_calendar_system(lang) == "jalali"

    @api.model
    def _get_calendar_system(self, lang=None):
        """The calendar of a text in Persian.

        The reader is the current user, unless the context names another.

        :param lang: str, the code of the text's language; none or not installed: as in Odoo, that
            of the context, else of the company
        :returns: str, or False for another language
        """
        if not get_lang(self.env, lang).code.startswith("fa"):
            return False
        reader = self.env.context.get(CALENDAR_READER)
        if not isinstance(reader, CalendarReader):
            return self._get_persian_choice("calendar_system")
        if not reader.user:
            return get_site_choice(self.env, "calendar_system")
        return self.with_user(reader.user)._get_persian_choice("calendar_system")


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"  # pylint: disable=consider-merging-classes-inherited

    def session_info(self):
        """As in Odoo; `calendar_system` is there only for users in Persian.

        Who chose Gregorian dates needs it too: browsers have another calendar for the language. A
        site that is Gregorian is left alone, for it may have another addon that writes dates.
        """
        info = super().session_info()
        users = self.env["res.users"]
        system = users._get_calendar_system(info["user_context"].get("lang"))
        if system == "jalali" or (system and users._get_own_choices()["calendar_system"]):
            info["calendar_system"] = system
        return info
