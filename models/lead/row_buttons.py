from odoo import api, models

# Odoo's menu of a row, which static/src/activity/reschedule.xml makes an icon of.
RESCHEDULE = "mail_activity_mixin_list_reschedule_dropdown"


class CrmLead(models.Model):
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """As in Odoo; a button of a row that has an icon says its name in the tooltip.

        The names of all take the room of an amount and of the name of a record.
        """
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "list":
            for button in arch.findall("./button[@icon]"):
                name = button.attrib.pop("string", "")
                button.set("title", button.get("title") or name)
            for widget in arch.findall(f"./widget[@name='{RESCHEDULE}']"):
                widget.set("width", "20px")
        return arch, view
