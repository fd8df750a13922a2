from odoo import api, models


class UtmMedium(models.Model):
    _inherit = "utm.medium"

    @api.model
    def _add_sms(self):
        """A medium for text messages, unless the site has one (features.md #89)."""
        if not self._find_sms():
            self.env["ir.model.data"]._update_xmlids(
                [
                    {
                        "xml_id": "crm_lead_qualification.utm_medium_sms",
                        "record": self.create({"name": "SMS"}),
                        "noupdate": True,
                    }
                ]
            )

    @api.model
    def _find_sms(self):
        return self.with_context(active_test=False).search([("name", "=ilike", "SMS")], limit=1)

    def _fetch_or_create_utm_medium(self, name, module="utm"):
        """Whoever looks for SMS by a name of their own (mass mailing does) gets this one.

        Core would make a second, and call it “SMS [2]” because names are unique.
        """
        if name.lower() == "sms" and not self.env.ref(f"{module}.utm_medium_sms", False):
            medium = self.sudo()._find_sms()
            if medium:
                self.env["ir.model.data"].sudo()._update_xmlids(
                    [{"xml_id": f"{module}.utm_medium_sms", "record": medium, "noupdate": True}]
                )
        return super()._fetch_or_create_utm_medium(name, module=module)
