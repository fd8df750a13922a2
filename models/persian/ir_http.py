from odoo import api, models

from ...tools.core_terms import patch_python_terms, web_terms
from .amounts import patch_amount_functions
from .messages import patch_messages
from .patch_dates import patch_date_functions


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def _register_hook(self):
        res = super()._register_hook()
        patch_python_terms()
        patch_date_functions()
        patch_amount_functions()
        patch_messages()
        return res

    @api.model
    def _get_translations_for_webclient(self, modules, lang):
        """Our Persian for the JavaScript of other modules, before their own."""
        translations, params = super()._get_translations_for_webclient(modules, lang)
        for module, terms in web_terms(lang or self.env.context.get("lang") or "en_US").items():
            if module in translations:
                theirs = {term["id"]: term["string"] for term in translations[module]["messages"]}
                ours = [{"id": key, "string": text} for key, text in {**theirs, **terms}.items()]
                translations[module] = {"messages": ours}
        return translations, params
