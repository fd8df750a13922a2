from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# The favorites that crm_phonecall brings; a name of a favorite is the same in all languages.
PHONECALL_FILTERS = {
    "filter_crm_phonecall_sales_team": ("By Sales Team", _lt("By Sales Team")),
    "filter_crm_phonecall_delay_to_close": ("Delay To Close", _lt("Delay To Close")),
    "filter_crm_phonecall_phone_call_to_do": ("Phone Calls To Do", _lt("Phone Calls To Do")),
}


class IrFilters(models.Model):
    _inherit = "ir.filters"

    @api.model
    def get_filters(self, model, *args, **kwargs):
        """Say the names of crm_phonecall's favorites in the user's language, unless renamed."""
        filters = super().get_filters(model, *args, **kwargs)
        if model == "crm.phonecall.report":
            for xmlid, (source, term) in PHONECALL_FILTERS.items():
                record = self.env.ref(f"crm_phonecall.{xmlid}", raise_if_not_found=False)
                for values in filters:
                    if record and values["id"] == record.id and values["name"] == source:
                        values["name"] = self.env._(term)
        return filters
