from odoo import fields, models

from .amounts import writes_unit_last


class ResUsers(models.Model):
    """Who reads amounts in rial in toman too; they are entered and stored in rial alone."""

    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    shows_toman = fields.Boolean(
        "Amounts in toman beside rial",
        # Its column goes before the field does: other fields of users must not be read with it.
        prefetch=False,
        help="On leads, opportunities and the cards of teams, in Persian: ten rials are one toman.",
    )

    @property
    def SELF_READABLE_FIELDS(self):  # noqa: N802
        return [*super().SELF_READABLE_FIELDS, "shows_toman"]

    @property
    def SELF_WRITEABLE_FIELDS(self):  # noqa: N802
        return [*super().SELF_WRITEABLE_FIELDS, "shows_toman"]


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"  # pylint: disable=consider-merging-classes-inherited

    def session_info(self):
        """As in Odoo; `shows_toman` is there only for users in Persian who want it."""
        info = super().session_info()
        if writes_unit_last(self.env, info["user_context"].get("lang")) and (
            self.env.user.sudo().shows_toman
        ):
            info["shows_toman"] = True
        return info
