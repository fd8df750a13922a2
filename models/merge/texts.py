from odoo import api, models
from odoo.tools import format_amount, format_date, format_datetime, format_list, html2plaintext

from .values import BLOCKS, EMPTY, UNITED

# Values that belong to the record and are told in the chatter, where core's summary is silent.
TOLD = (
    *("create_uid", "date_open", "date_conversion", "date_closed", "date_last_stage_update"),
    *("probability", "won_status", "partner_id", "function", "email_cc", "color"),
    *("recurring_revenue", "recurring_plan"),
)
# What core's template of the summary prints for every record.
PRINTED_BY_CORE = (
    *("name", "expected_revenue", "type", "stage_id", "priority", "lost_reason_id"),
    *("date_automation_last", "date_deadline", "description", "lang_id", "referred", "tag_ids"),
    *("user_id", "team_id", "company_id", "contact_name", "partner_name", "phone", "email_from"),
    *("website", "street", "street2", "zip", "city", "state_id", "country_id"),
    *("campaign_id", "medium_id", "source_id"),
)


class CrmLead(models.Model):
    """The values of leads as texts: for the preview, the origins and the chatter (B2, B3)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_merge_label(self, name, block=True):
        """The label of a field, or of the block that it stands for, in the user's language."""
        if block and name == "street":
            return self.env._("Address")
        if name == "name":
            # The field is called "Opportunity", on a lead too.
            return self.env._("Name")
        return self._fields[name].get_description(self.env, ["string"])["string"]

    @api.model
    def _format_value(self, name, text):
        """A value to be shown among others: a phone stays left to right in Persian too."""
        start = "\N{LEFT-TO-RIGHT ISOLATE}" if name == "phone" else "\N{FIRST STRONG ISOLATE}"
        return f"{start}{text}\N{POP DIRECTIONAL ISOLATE}" if text else text

    @api.model
    def _format_value_of(self, name, text, record_name):
        """A value and the record that it is of."""
        return self.env._(
            "%(value)s (%(record)s)",
            value=self._format_value(name, text),
            record=self._format_value("name", record_name),
        )

    @api.model
    def _format_values_of(self, name, values):
        """Several values, each once with all the records that say it, a line each.

        :param name: str, a field
        :param values: iterable of (text, the name of a record)
        :returns: str
        """
        names_by_text = {}
        for text, record_name in values:
            names_by_text.setdefault(text, []).append(record_name)
        return "\n".join(
            self._format_value_of(name, text, format_list(self.env, names))
            for text, names in names_by_text.items()
        )

    def _get_field_text(self, name):
        """A value as a person reads it.

        :param name: str, a field, or the one that stands for a block of fields
        :returns: str, empty where there is no value
        """
        self.ensure_one()
        if name in BLOCKS:
            texts = [self._get_one_field_text(part) for part in BLOCKS[name]]
            return " · ".join(text for text in texts if text)
        return self._get_one_field_text(name)

    def _get_one_field_text(self, name):
        return self._format_field(self, name)

    @api.model
    def _format_field(self, record, name):
        """A value of any record as a person reads it.

        :param record: a record
        :param name: str, one of its fields
        :returns: str, empty where there is no value
        """
        field, value = record._fields[name], record[name]
        if not value or value in EMPTY:
            return ""
        if field.relational or field.type == "reference":
            return format_list(self.env, [item.display_name for item in value.sudo()])
        formats = {
            "boolean": lambda: self.env._("Yes"),
            "selection": lambda: dict(field._description_selection(self.env)).get(value, value),
            "html": lambda: html2plaintext(value).strip(),
            "date": lambda: format_date(self.env, value),
            "datetime": lambda: format_datetime(self.env, value),
            "monetary": lambda: format_amount(
                self.env, value, record[field.get_currency_field(record)]
            ),
        }
        return formats.get(field.type, lambda: str(value))()

    def _get_property_texts(self):
        """The properties of a record that have a value.

        :returns: dict, the label of a property to a text
        """
        self.ensure_one()
        texts = {}
        for item in self._format_properties():
            values = [value["name"] for value in item.get("values", ())]
            texts[item["label"]] = format_list(self.env, values) if values else str(item["value"])
        return texts

    @api.model
    def _get_fields_told(self):
        """Fields of which the origins tell: those that hold one value, and those that are united."""
        parts = {part for name, block in BLOCKS.items() for part in block if part != name}
        return [
            *(name for name in self._get_fields_of_one_value() if name not in parts),
            *UNITED,
            "lost_reason_id",
        ]

    def _get_merge_texts(self):
        """What the records of a merge say, read before it.

        :returns: dict, crm.lead to a dict of a field's name, or of ('property', label), to a text
        """
        names = self.sudo()._get_fields_told()
        texts = {}
        for lead in self.sudo():
            said = {name: lead._get_field_text(name) for name in names}
            if lead.team_id.lead_properties_definition:
                said |= {
                    f"lead_properties.{label}": text
                    for label, text in lead._get_property_texts().items()
                }
            texts[lead.sudo(False)] = {name: text for name, text in said.items() if text}
        return texts

    def _prepare_merge_lines(self, texts):
        """Values for `crm.lead.merge.line`: where each value came from, and which were not chosen.

        A field has a line when a record other than the survivor had a say in it.

        :param texts: dict as `_get_merge_texts` gave it before the merge, in the merge's order
        :returns: list of dict
        """
        survivor = self.sudo()
        now = survivor._get_merge_texts()[survivor]
        lines = []
        for name in dict.fromkeys(name for said in texts.values() for name in said):
            value = now.get(name, "")
            others = [(lead, said[name]) for lead, said in texts.items() if name in said]
            if all(lead == self and text == value for lead, text in others):
                continue
            united = name in UNITED
            winner = next((lead for lead, text in others if text == value), self.browse())
            rest = [(lead, text) for lead, text in others if united or text != value]
            if united and all(text == value for _lead, text in others):
                rest = []
            if winner == self and not rest:
                continue
            lines.append(
                {
                    "field_name": name,
                    "value": value,
                    "origin_id": False if united and rest else winner.id,
                    "other_values": [
                        {"id": lead.id, "name": lead.sudo().name, "text": text}
                        for lead, text in rest
                    ],
                }
            )
        return lines

    def _get_summary_rest(self):
        """What core's summary in the chatter leaves out of a record (features.md #33).

        :returns: list of (label, text)
        """
        self.ensure_one()
        printed = set(PRINTED_BY_CORE)
        if self.contact_name or self.partner_name or self.phone or self.email_from or self.website:
            printed |= {"email_cc", "function"}
        names = dict.fromkeys([*self._get_fields_of_one_value(), *TOLD])
        lead = self.sudo()
        return [
            (self._get_merge_label(name, block=False), text)
            for name in names
            if name not in printed
            # Everybody reads the chatter.
            and not self._fields[name].groups
            and (text := lead._get_one_field_text(name))
        ]
