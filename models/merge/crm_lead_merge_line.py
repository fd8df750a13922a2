from odoo import api, fields, models


class CrmLeadMergeLine(models.Model):
    """Where a value of a merged lead came from, and which were not chosen (features.md #34, B3)."""

    _name = "crm.lead.merge.line"
    _inherit = ["crm.log.mixin"]
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
    # Of what is no value of the record, but a row beside it that stayed where it was.
    model = fields.Char(readonly=True, export_string_translation=False)
    label = fields.Char("Field", compute="_compute_texts")
    origin_id = fields.Many2one("crm.lead", "From", readonly=True, ondelete="set null")
    chosen = fields.Text("Value", compute="_compute_texts")
    others = fields.Text("Not chosen", compute="_compute_texts")

    # Texts are shown through the fields above, which ask whether the user may see the field.
    value = fields.Text("Stored value", groups="base.group_system", readonly=True)
    other_values = fields.Json(groups="base.group_system", readonly=True)

    @api.depends("field_name", "model", "value", "other_values")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_texts(self):
        leads = self.env["crm.lead"]
        beside = self.filtered("model")
        names = leads._name_models(beside.mapped("model"))
        readable_rows = beside._filter_rows_readable()
        for line in beside:
            line.label = names.get(line.model, line.model)
            line.chosen = False
            line.others = line in readable_rows and line._format_others("name")
        for line in self - beside:
            name, _dot, label = line.field_name.partition(".")
            field = leads._fields.get(name)
            readable = field and leads._has_field_access(field, "read")
            line.label = label or (field and leads._get_merge_label(name)) or name
            line.chosen = readable and leads._format_value(name, line.sudo().value)
            line.others = readable and line._format_others(name)

    def _format_others(self, name):
        """The values that were not chosen, a line each.

        :param name: str, the field whose values they are
        :returns: str
        """
        values = [(other["text"], other["name"]) for other in self.sudo().other_values or ()]
        return self.env["crm.lead"]._format_values_of(name, values)
