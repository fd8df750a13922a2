from odoo import api, models

from ...tools.fill import PART
from ...tools.settings import ADDON, get_setting, set_setting

# Of what is computed: raise it where that changes, and the next upgrade of the addon computes all.
SEARCH_VERSION = 2
VERSION = "search_text_version"


class CrmLead(models.Model):
    _name = "crm.lead"
    # The mixin comes before what it searches for.
    _inherit = ["crm.search.mixin", "crm.lead"]

    @api.depends(
        *("name", "contact_name", "partner_name", "email_from", "phone"),
        *("country_id", "company_id.country_id", "partner_id.search_text"),
    )
    def _compute_search_text(self):
        return super()._compute_search_text()

    def _prepare_search_text(self):
        # The customer is searched by what Odoo searches it by.
        return {
            "names": [self.name, self.contact_name, self.partner_name],
            "texts": [self.email_from],
            "phones": [self.phone],
            "region": self._get_phone_region(),
            "others": [self.partner_id.search_text],
        }

    def _prepare_columns(self):
        return {**super()._prepare_columns(), "search_text": self._read_search_texts()}

    @api.model
    def _fill_columns(self, size=PART):
        """Also the search texts of customers, which are in those of leads, and of calls."""
        self.env["res.partner"]._fill_search_text(size)
        result = super()._fill_columns(size)
        self.env["crm.phonecall"]._fill_search_text(size)
        set_setting(self.sudo().env, VERSION, str(SEARCH_VERSION))
        return result

    @api.model
    def _fill_search_texts(self, again=False):
        """Search texts of all models, those first that are in others.

        :param again: bool, for all records, whatever they have
        """
        for model in ("res.partner", "crm.lead", "crm.phonecall"):
            self.env[model]._fill_search_text(again=again)
        set_setting(self.sudo().env, VERSION, str(SEARCH_VERSION))

    @api.model
    def _upgrade_search_texts(self):
        """With each upgrade of the addon: compute what is computed in another way now, or not yet.

        An installation fills them by itself when all of the addon is there.
        """
        module = self.env["ir.module.module"].sudo()
        if module.search_count([("name", "=", ADDON), ("state", "=", "to install")]):
            return
        self._fill_search_texts(again=get_setting(self.env, VERSION) != str(SEARCH_VERSION))
