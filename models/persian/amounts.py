"""Amounts in a Persian text: the number, then its unit."""

from functools import wraps

from markupsafe import Markup, escape

from odoo import api, models
from odoo.tools import misc
from odoo.tools.misc import get_lang

from .patching import replace_functions

NBSP = "\N{NO-BREAK SPACE}"
# In a text from right to left a minus would go to the other side of its number.
MINUS = "\N{LEFT-TO-RIGHT MARK}-"


def put_unit_last(text, currency):
    """Move the unit of an amount behind it.

    :param text: str or Markup, as Odoo writes the amount
    :param currency: record of res.currency
    :returns: of the type of `text`
    """
    unit = currency.symbol or ""
    is_html = isinstance(text, Markup)
    before = escape(unit + NBSP) if is_html else unit + NBSP
    if currency.position == "before" and text.startswith(before):
        text = text[len(before) :] + NBSP + unit
    if is_html:
        return Markup(str(text).replace(">-", f">{MINUS}", 1))  # noqa: S704 it was markup before
    return MINUS + text[1:] if text.startswith("-") else text


def wrap_format_lang(core):
    @wraps(core)
    def format_lang(  # noqa: PLR0913, PLR0917 as in Odoo
        env, value, digits=2, grouping=True, dp=None, currency_obj=None, **kwargs
    ):
        text = core(env, value, digits, grouping, dp, currency_obj, **kwargs)
        if text and currency_obj and writes_unit_last(env):
            return put_unit_last(text, currency_obj)
        return text

    return format_lang


def wrap_format_amount(core):
    @wraps(core)
    def format_amount(env, amount, currency, lang_code=None, trailing_zeroes=True):
        text = core(env, amount, currency, lang_code, trailing_zeroes)
        return put_unit_last(text, currency) if writes_unit_last(env, lang_code) else text

    return format_amount


def writes_unit_last(env, lang_code=None):
    """Whether amounts of an environment, of any database, have their unit behind them."""
    decide = getattr(env["res.currency"], "_writes_unit_last", None)
    return bool(decide) and decide(lang_code)


def patch_amount_functions():
    """Replace the functions, once in a process."""
    replace_functions(
        [
            (misc, "formatLang", wrap_format_lang),
            (misc, "format_amount", wrap_format_amount),
        ]
    )


class ResCurrency(models.Model):
    _inherit = "res.currency"

    @api.model
    def _writes_unit_last(self, lang_code=None):
        """Whether the unit stands behind every amount of a text, whatever its currency says.

        :param lang_code: str, the code of the text's language; none: that of the context
        :returns: bool
        """
        return get_lang(self.env, lang_code).code.startswith("fa")


class IrQwebFieldMonetary(models.AbstractModel):
    _inherit = "ir.qweb.field.monetary"

    @api.model
    def value_to_html(self, value, options):
        html = super().value_to_html(value, options)
        if writes_unit_last(self.env):
            return put_unit_last(html, options["display_currency"])
        return html


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"  # pylint: disable=consider-merging-classes-inherited

    def session_info(self):
        info = super().session_info()
        return self._put_units_last(info, info["user_context"].get("lang"))

    @api.model
    def get_frontend_session_info(self):
        return self._put_units_last(super().get_frontend_session_info())

    def _put_units_last(self, info, lang_code=None):
        """Tell the browser of a Persian text that the unit of every currency is behind the amount.

        :param info: dict, what a session is told
        :returns: dict
        """
        # Nobody is logged in where a session has no currencies.
        if "currencies" in info and writes_unit_last(self.env, lang_code):
            # Odoo keeps them in a cache.
            info["currencies"] = {
                key: {**currency, "position": "after"}
                for key, currency in info["currencies"].items()
            }
        return info
