import logging
import shutil

from odoo import models

_logger = logging.getLogger(__name__)


class ResLang(models.Model):
    _inherit = "res.lang"

    def _register_hook(self):
        """Say once, when the server starts, what it would otherwise keep to itself."""
        res = super()._register_hook()
        languages = self.search([("direction", "=", "rtl")])
        if languages and not shutil.which("rtlcss"):
            _logger.warning(
                "%s is written from right to left, but rtlcss is not on the PATH of this server: "
                "Odoo serves these screens from left to right, and keeps them so. Install it "
                "(npm install -g rtlcss), then delete the attachments named *.rtl.*css and restart.",
                ", ".join(languages.mapped("name")),
            )
        return res
