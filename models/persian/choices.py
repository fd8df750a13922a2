"""What a user chooses for texts in Persian, and a site for whoever has not chosen."""

from odoo import api, fields, models, tools
from odoo.tools.sql import table_columns

from ...tools.settings import get_setting, set_setting

CALENDARS = [("jalali", "Jalali"), ("gregorian", "Gregorian")]
FONTS = [("vazirmatn", "Vazirmatn"), ("odoo", "Odoo's own")]
DIGITS = [("latin", "Latin"), ("persian", "Persian")]
# The fields of users and of settings, and what holds where the site has not chosen either.
DEFAULTS = {"calendar_system": "jalali", "persian_font": "vazirmatn", "persian_digits": "latin"}


def get_site_choice(env, name):
    """What the site has chosen.

    :param env: odoo.api.Environment
    :param name: str, a field in DEFAULTS
    :returns: str
    """
    return get_setting(env, name, DEFAULTS[name])


def forget_site_choices(env):
    """Take the choices of the site away, by the right of the user.

    :param env: odoo.api.Environment
    """
    for name in DEFAULTS:
        set_setting(env, name, False)


class ResUsers(models.Model):
    _inherit = "res.users"

    # The columns go before the fields do: other fields of users must not be read with them.
    calendar_system = fields.Selection(
        CALENDARS,
        "Calendar of dates",
        prefetch=False,
        help="In Persian, dates are written and read in this calendar. Empty: as the site does. "
        "Other languages keep the Gregorian one.",
    )
    persian_font = fields.Selection(
        FONTS,
        "Font in Persian",
        prefetch=False,
        help="The font of your screens in Persian. Empty: as the site does. "
        "Other languages keep that of Odoo.",
    )
    persian_digits = fields.Selection(
        DIGITS,
        "Digits in Persian",
        prefetch=False,
        help="How the font Vazirmatn draws digits. What is stored, copied and exported stays as it "
        "is. Empty: as the site does.",
    )

    @property
    def SELF_READABLE_FIELDS(self):  # noqa: N802
        return [*super().SELF_READABLE_FIELDS, *DEFAULTS]

    @property
    def SELF_WRITEABLE_FIELDS(self):  # noqa: N802
        return [*super().SELF_WRITEABLE_FIELDS, *DEFAULTS]

    def _get_invalidation_fields(self):
        return {*super()._get_invalidation_fields(), *DEFAULTS}

    @api.model
    @tools.ormcache("self.env.uid")
    def _get_own_choices(self):
        """What the current user has chosen; cached, for every date that is written asks.

        :returns: frozendict, a field to a str, or to False where the user leaves it to the site
        """
        # An uninstallation drops the columns before it loads the models without the fields.
        columns = table_columns(self.env.cr, self._table)
        user = self.env.user.sudo()
        return tools.frozendict((name, name in columns and user[name]) for name in DEFAULTS)

    @api.model
    def _get_persian_choice(self, name):
        """What holds for the current user.

        :param name: str, a field in DEFAULTS
        :returns: str
        """
        return self._get_own_choices()[name] or get_site_choice(self.env, name)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    calendar_system = fields.Selection(
        CALENDARS,
        "Calendar of Persian dates",
        required=True,
        default=DEFAULTS["calendar_system"],
        config_parameter="crm_lead_qualification.calendar_system",
    )
    persian_font = fields.Selection(
        FONTS,
        "Font of Persian",
        required=True,
        default=DEFAULTS["persian_font"],
        config_parameter="crm_lead_qualification.persian_font",
    )
    persian_digits = fields.Selection(
        DIGITS,
        "Digits of Persian",
        required=True,
        default=DEFAULTS["persian_digits"],
        config_parameter="crm_lead_qualification.persian_digits",
    )
