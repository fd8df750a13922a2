import re

from odoo import models

from .choices import get_site_choice

# Where a report takes the font of its company: header, body and footer, in whatever layout.
COMPANY_FONT = re.compile(r"\bo_company_\d+_layout\b")


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"  # pylint: disable=consider-merging-classes-inherited

    def session_info(self):
        """As in Odoo; `persian_font` and `persian_digits` are there only for users in Persian."""
        info = super().session_info()
        if (info["user_context"].get("lang") or "").startswith("fa"):
            users = self.env["res.users"]
            for name in ("persian_font", "persian_digits"):
                info[name] = users._get_persian_choice(name)
        return info


class IrQweb(models.AbstractModel):
    _inherit = "ir.qweb"

    def _post_processing_att(self, tagName, atts):  # noqa: N803
        """As in Odoo; a document in Persian says that it is.

        It goes to somebody else than whoever prints it, so the site has chosen its face.
        """
        atts = super()._post_processing_att(tagName, atts)
        if tagName == "div" and atts.get("class") and self._is_persian():
            names = str(atts["class"])
            if "data-oe-lang" in atts or COMPANY_FONT.search(names):
                atts["class"] = " ".join([names, *self._get_face_classes()])
        return atts

    def _is_persian(self):
        return (self.env.context.get("lang") or "").startswith("fa")

    def _get_face_classes(self):
        if get_site_choice(self.env, "persian_font") != "vazirmatn":
            return []
        if get_site_choice(self.env, "persian_digits") == "persian":
            return ["o_vazirmatn", "o_persian_digits"]
        return ["o_vazirmatn"]
