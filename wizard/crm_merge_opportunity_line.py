from odoo import api, fields, models


class CrmMergeOpportunityLine(models.TransientModel):
    """A field of which the records to be merged say different things (features.md B2)."""

    _name = "crm.merge.opportunity.line"
    _description = "Field with several values in a merge"

    wizard_id = fields.Many2one("crm.merge.opportunity", required=True, ondelete="cascade")
    field_name = fields.Char(required=True)
    label = fields.Char("Field", compute="_compute_texts")
    origin_id = fields.Many2one("crm.lead", "From", required=True, ondelete="cascade")
    # What came up by itself, to tell a choice from it.
    default_origin_id = fields.Many2one("crm.lead", ondelete="cascade")
    candidate_ids = fields.Many2many("crm.lead", compute="_compute_texts")
    value = fields.Text(compute="_compute_texts")
    others = fields.Text("Other values", compute="_compute_texts")

    @api.depends("field_name", "origin_id", "wizard_id.opportunity_ids")
    def _compute_texts(self):
        for line in self:
            leads = line.wizard_id.mergeable_ids._origin
            name = line.field_name if leads._is_mergeable_field(line.field_name) else False
            # An empty value is no choice.
            line.candidate_ids = leads.browse(
                lead.id for lead in leads if name and lead._get_field_text(name)
            )
            line.label = leads._get_merge_label(name) if name else False
            origin = line.origin_id._origin & leads
            chosen = origin._get_field_text(name) if name and origin else False
            line.value = leads._format_value(name, chosen)
            line.others = leads._format_values_of(
                name,
                [
                    (text, lead.name)
                    for lead in leads
                    if name and (text := lead._get_field_text(name)) and text != chosen
                ],
            )
