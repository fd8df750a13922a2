"""The settings of this addon, as they are stored."""

ADDON = "crm_lead_qualification"


def get_setting(env, name, default=""):
    """A setting of the site, whoever asks.

    :param env: odoo.api.Environment
    :param name: str, the name of a parameter of this addon
    :param default: str, what holds where nobody has set it
    :returns: str
    """
    return env["ir.config_parameter"].sudo().get_param(f"{ADDON}.{name}", default)


def get_number(env, name):
    """A setting that is a number, or the id of a record.

    :param env: odoo.api.Environment
    :param name: str, the name of a parameter of this addon
    :returns: int, or None where it is not set or is no number
    """
    value = get_setting(env, name)
    return int(value) if value.isdecimal() else None


def set_setting(env, name, value):
    """Store a setting, by the right of the user.

    :param env: odoo.api.Environment
    :param name: str, the name of a parameter of this addon
    :param value: what `set_param` takes; False takes the parameter away
    """
    env["ir.config_parameter"].set_param(f"{ADDON}.{name}", value)
