from collections import defaultdict

from odoo import api, models
from odoo.models import MAGIC_COLUMNS

from .relation_mover import RelationMover

# Rows that say nothing but that they are there; or whose facts their own addon unites.
SAY_NOTHING = {"mail.followers", "crm.lead", "crm.lead.participant"}
# What a person can read of a row.
TOLD_TYPES = (
    "char",
    "text",
    "html",
    "selection",
    "many2one",
    "date",
    "datetime",
    "float",
    "monetary",
)


class CrmLead(models.Model):
    """Rows that stay with an absorbed record, for the survivor has its own (features.md #32, B3)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_row_text(self, record):
        """What a row says, for people.

        :param record: a record in sudo
        :returns: str, its name and the values that it has
        """
        texts = [record.display_name]
        for name, field in record._fields.items():
            if (
                not field.store
                or field.type not in TOLD_TYPES
                or field.groups
                or name in MAGIC_COLUMNS
                or field.comodel_name in (self._name, "res.company", "res.currency")
                or name == record._rec_name
            ):
                continue
            if text := self._format_field(record, name):
                label = field.get_description(self.env, ["string"])["string"]
                texts.append(f"{label}: {text}")
        return " · ".join(texts)


class CrmLeadMerge(models.Model):
    _inherit = "crm.lead.merge"  # pylint: disable=consider-merging-classes-inherited

    def _prepare_stayed_lines(self, groups):
        """Lines that tell what stayed with absorbed records.

        :param groups: list of crm.lead, one a log of self, each in the order of its merge
        :returns: list of dict, values of crm.lead.merge.line
        """
        leads = self.env["crm.lead"].sudo()
        log_by_lead = {
            lead.id: log for log, group in zip(self, groups, strict=True) for lead in group[1:]
        }
        ids_by_model = defaultdict(list)
        stayed = RelationMover(leads.env).find_stayed(list(log_by_lead), SAY_NOTHING)
        for relation, _lead_id, row in stayed:
            ids_by_model[relation.model].append(row)
        lines = []
        for relation, lead_id, row in stayed:
            records = self.env[relation.model].sudo().with_context(active_test=False)
            record = records.browse(row).with_prefetch(ids_by_model[relation.model])
            lead = leads.browse(lead_id).with_prefetch(list(log_by_lead))
            lines.append(
                {
                    "merge_id": log_by_lead[lead_id].id,
                    "field_name": relation.key,
                    "model": relation.model,
                    "origin_id": lead_id,
                    "other_values": [
                        {
                            "id": lead_id,
                            "name": lead.name,
                            "text": leads._get_row_text(record),
                            "row": row,
                        }
                    ],
                }
            )
        return lines


class CrmLeadMergeLine(models.Model):
    _inherit = "crm.lead.merge.line"  # pylint: disable=consider-merging-classes-inherited

    def _filter_rows_readable(self):
        """The lines of self about rows that the user may read; where a row is gone, about rows of
        models that hide none from the user.

        :returns: crm.lead.merge.line
        """
        result = self.browse()
        for model, lines in self.grouped("model").items():
            if model not in self.env or not self.env[model].has_access("read"):
                continue
            row_by_line = {line: line.sudo().other_values[0].get("row") for line in lines}
            rows = self.env[model].browse(row_by_line.values()).exists()
            readable = set(rows._filtered_access("read").ids)
            hides_none = self.env["ir.rule"]._compute_domain(model, "read").is_true()
            result |= lines.filtered(
                lambda line, rows=rows, readable=readable, hides_none=hides_none, known=row_by_line: (
                    known[line] in readable or (hides_none and known[line] not in rows.ids)
                )
            )
        return result
