from odoo import api, fields, models


class CrmLeadMergeLine(models.Model):
    """Where a value of a merged lead came from, and which were not chosen (features.md #34, B3)."""

    _name = "crm.lead.merge.line"
    _description = "Origin of a merged value"
    _order = "merge_id desc, id"
    _rec_name = "field_name"

    merge_id = fields.Many2one(
        "crm.lead.merge", required=True, index=True, readonly=True, ondelete="cascade"
    )
    merge_date = fields.Datetime(related="merge_id.date", string="Merged on")
    state = fields.Selection(related="merge_id.state")
    survivor_id = fields.Many2one(related="merge_id.survivor_id")
    field_name = fields.Char(required=True, readonly=True)
    label = fields.Char("Field", compute="_compute_texts")
    origin_id = fields.Many2one("crm.lead", "From", readonly=True, ondelete="set null")
    chosen = fields.Text("Value", compute="_compute_texts")
    others = fields.Text("Not chosen", compute="_compute_texts")

    # Texts are shown through the fields above, which ask whether the user may see the field.
    value = fields.Text("Stored value", groups="base.group_system", readonly=True)
    other_values = fields.Json(groups="base.group_system", readonly=True)

    @api.depends("field_name", "value", "other_values")
    @api.depends_context("uid", "lang")
    def _compute_texts(self):
        leads = self.env["crm.lead"]
        for line in self:
            name, _dot, label = line.field_name.partition(".")
            field = leads._fields.get(name)
            readable = field and leads._has_field_access(field, "read")
            line.label = label or (field and leads._get_merge_label(name)) or name
            line.chosen = readable and leads._format_value(name, line.sudo().value)
            line.others = readable and leads._format_values_of(
                name,
                [(other["text"], other["name"]) for other in line.sudo().other_values or ()],
            )
