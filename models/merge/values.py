from odoo import api, models
from odoo.tools import email_normalize_all

from odoo.addons.crm.models.crm_lead import PARTNER_ADDRESS_FIELDS_TO_SYNC

from ...tools.persian_text import fold
from ...tools.phone_numbers import find_numbers
from ...tools.server_context import get_merge

# Fields that are taken together or not at all, by the one that stands for them.
BLOCKS = {
    "street": tuple(PARTNER_ADDRESS_FIELDS_TO_SYNC),
    "recurring_revenue": ("recurring_revenue", "recurring_plan"),
}
# What unites the values of all records, so that there is nothing to choose.
UNITED = ("description", "priority", "tag_ids", "email_cc")
# What the engine decides by rules of its own, or what belongs to the record that it stands on.
NOT_FILLED = (
    *("id", "create_uid", "create_date", "write_uid", "write_date", "active", "type", "stage_id"),
    *("probability", "message_bounce", "absorbed_by_merge_id", "lead_properties", "lost_reason_id"),
    *("date_closed", "date_conversion"),
    # Where a record came from: a chat that the user may have no right to.
    "origin_channel_id",
)
EMPTY = (False, None, "", 0, 0.0)


class CrmLead(models.Model):
    """Which value wins in a merge, and what the others were (features.md #32, #34, B2, B3).

    Every method here takes the records in the order of the merge, the survivor first.
    """

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    # Core's hooks ---------------------------------------------------------------------------

    def _is_merge_undoable(self):
        """Whether core's hooks are called by our merge, not by Odoo's own."""
        merge = get_merge(self.env)
        return bool(merge and merge.is_undoable)

    @api.model
    def _get_merge_choices(self):
        """What the user has chosen for the merge that is going on: see `Merge`."""
        merge = get_merge(self.env)
        return merge.choices if merge else {}

    def _merge_get_fields(self):
        names = super()._merge_get_fields()
        if self._is_merge_undoable():
            names = [
                name
                for name in dict.fromkeys([*names, *self._get_fields_filled(), "date_conversion"])
                # Core would read it as the user, who has no right to: the origins tell it.
                if name not in self._fields or self._has_field_access(self._fields[name], "write")
            ]
        return names

    def _merge_get_fields_specific(self):
        specific = super()._merge_get_fields_specific()
        if self._is_merge_undoable():
            specific.update(
                {
                    "email_cc": lambda _name, leads: leads._unite_email_cc(),
                    "stage_id": lambda _name, leads: leads._get_merged_stage().id,
                    "type": lambda _name, leads: leads._get_merged_type(),
                    "date_conversion": lambda _name, leads: leads._get_merged_conversion(),
                    "lost_reason_id": lambda _name, leads: leads._get_merged_lost_reason().id,
                }
            )
        return specific

    def _merge_get_fields_address(self):
        values = super()._merge_get_fields_address()
        if self._is_merge_undoable():
            source = self._find_origins().get("street", self[:1])
            values = {name: source[name] for name in PARTNER_ADDRESS_FIELDS_TO_SYNC}
        return values

    def _merge_data(self, fnames=None):
        """Core's values with ours, and without those that the survivor has already.

        What is written again would be written on: to the customer, to computed fields.
        """
        data = super()._merge_data(fnames)
        if not self._is_merge_undoable() or not self:
            return data
        survivor = self[0]
        for name, lead in self._find_origins().items():
            for part in BLOCKS.get(name, (name,)):
                data[part] = survivor._fields[part].convert_to_write(lead[part], lead)
        properties = self._unite_properties()
        if properties != survivor._get_raw_properties():
            data["lead_properties"] = properties
        # Core looks these up.
        looked_up = {"stage_id", "user_id", "team_id", "order_ids"}
        return {
            name: value
            for name, value in data.items()
            if name in looked_up or not survivor._has_value(name, value)
        }

    def _has_value(self, name, value):
        """Whether a field has this value; an empty text is no text."""
        field = self._fields[name]
        old, new = (
            field.convert_to_cache(val, self, validate=False) for val in (self[name], value)
        )
        return old == new or not (old or new)

    # Rules ----------------------------------------------------------------------------------

    @api.model
    def _get_fields_filled(self):
        """Fields that an empty survivor is given, from every module.

        Where an addon says by Odoo's own hook what becomes of a field, that counts.
        """
        decided = self._merge_get_fields_specific()
        return [name for name in self._get_fields_of_one_value() if name not in decided]

    @api.model
    def _get_fields_of_one_value(self):
        """Fields of which a merge keeps one value, and tells the others by the origins.

        A tick that is off says something too: booleans are the survivor's. What the user may not
        write is not filled either; it is told by the origins, to those who may read it.
        """
        kinds = ("char", "text", "html", "integer", "float", "monetary", "date", "datetime")
        return [
            name
            for name, field in self._fields.items()
            if field.store
            and field.column_type
            and not field.related
            and (not field.compute or not field.readonly)
            and name not in NOT_FILLED
            and name not in UNITED
            and self._has_field_access(field, "write")
            and field.type in (*kinds, "selection", "many2one", "reference")
        ]

    @api.model
    def _is_mergeable_field(self, name):
        """Whether a merge asks for the value of a field, and the user may read it.

        :param name: str, from a client: perhaps no field at all
        :returns: bool
        """
        return (
            self.env["crm.lead"].has_access("read")
            and name in self._get_fields_filled()
            and all(
                self._has_field_access(self._fields[part], "read")
                for part in BLOCKS.get(name, (name,))
            )
        )

    def _find_origins(self, choices=None):
        """For every field that holds one value: the record whose value the result gets.

        The user's choice, or else the first that has a value: the survivor, if it has one.

        :param choices: dict, the name of a field to the id of a record; None: those of the merge
            that is going on
        :returns: dict, the name of a field (of a block: of the one that stands for it) to crm.lead
        """
        choices = self._get_merge_choices() if choices is None else choices
        origins = {}
        parts = {part for name, block in BLOCKS.items() for part in block if part != name}
        names = [name for name in self._get_fields_filled() if name not in parts]
        for name in names:
            block = BLOCKS.get(name, (name,))
            filled = self.filtered(
                lambda lead, block=block: any(
                    lead[part] not in EMPTY and lead[part] for part in block
                )
            )
            if not filled:
                continue
            chosen = filled.filtered(lambda lead, name=name: lead.id == choices.get(name))
            origins[name] = chosen or filled[0]
            if name == "street" and not chosen:
                origins[name] = filled._find_fullest_address()
        # A salesperson and their team belong together.
        if origins.get("user_id", self.browse()).team_id:
            origins["team_id"] = origins["user_id"]
        return origins

    def _find_fullest_address(self):
        """The first record's address, or a fuller one that agrees with all that it says."""
        first = self[0]
        said = [name for name in PARTNER_ADDRESS_FIELDS_TO_SYNC if first[name]]
        agreeing = self.filtered(
            lambda lead: all(self._is_same(name, lead[name], first[name]) for name in said)
        )
        return max(
            agreeing,
            key=lambda lead: sum(bool(lead[name]) for name in PARTNER_ADDRESS_FIELDS_TO_SYNC),
        )

    def _unite_email_cc(self):
        """Every address once, as it was typed."""
        addresses = {}
        for lead in self:
            for part in (lead.email_cc or "").replace(";", ",").split(","):
                if part.strip():
                    key = ", ".join(email_normalize_all(part)) or part.strip()
                    addresses.setdefault(key, part.strip())
        return ", ".join(addresses.values()) or False

    def _get_merged_type(self):
        """'opportunity' if one is, or if the user asked for it (features.md #30, #31)."""
        wanted = self._get_merge_choices().get("type")
        if wanted == "opportunity" or "opportunity" in self.mapped("type"):
            return "opportunity"
        return "lead"

    def _get_merged_stage(self):
        """The furthest stage among the open opportunities; a lead's stage says nothing."""
        open_ones = self.filtered(
            lambda lead: lead.type == "opportunity" and lead.active and lead.won_status == "pending"
        )
        stages = open_ones.stage_id
        if stages:
            return max(stages, key=lambda stage: stage.sequence)
        if self[0].stage_id or self._get_merged_type() == "lead":
            return self[0].stage_id
        return self[0]._stage_find(team_id=self[0].team_id.id)

    def _get_merged_conversion(self):
        """When the result became an opportunity; for a lead that becomes one now, now."""
        dates = self.filtered("date_conversion").mapped("date_conversion")
        if dates:
            return min(dates)
        becomes = self[0].type == "lead" and self._get_merged_type() == "opportunity"
        return self.env.cr.now() if becomes else False

    def _get_merged_lost_reason(self):
        """Why the result is lost; a record that is not lost takes no reason from one that is."""
        lost = self if self[0].won_status == "lost" else self[0]
        return lost.lost_reason_id[:1]

    def _get_raw_properties(self):
        """The values of the properties as they are stored, whatever the team defines."""
        self.ensure_one()
        return dict(self.lead_properties._values)

    def _unite_properties(self):
        """The survivor's properties, with those that it has no value for from the others."""
        united = {}
        for lead in self:
            for name, value in lead._get_raw_properties().items():
                if united.get(name) in (None, False, "", []):
                    united[name] = value
        return united

    def _is_same(self, name, one, two):
        """Whether two values of these records say the same, so that there is no choice (B5)."""
        if name == "phone":
            numbers = [find_numbers(text, self._get_phone_region()) for text in (one, two)]
            if all(numbers):
                return numbers[0] == numbers[1]
        if name == "email_from":
            addresses = [self._find_addresses(text) for text in (one, two)]
            if all(addresses):
                return addresses[0] == addresses[1]
        if isinstance(one, str) and isinstance(two, str):
            return fold(one) == fold(two)
        return one == two

    # The preview ----------------------------------------------------------------------------

    def _get_merge_preview(self):
        """The records of self that a merge takes, in its order and with its rules.

        :returns: crm.lead, the survivor first; empty when there is none
        """
        leads = self - self.browse(lead.id for lead in self._get_merge_obstacles())
        return leads._sort_for_merge()

    def _find_conflicts(self):
        """Fields of which the records say different things, so that there is a choice (B2).

        :returns: dict as `_find_origins` gives it
        """
        conflicts = {}
        for name, origin in self._find_origins(choices={}).items():
            field = self._fields[name]
            if name in ("user_id", "team_id", "company_id") or not self._has_field_access(
                field, "write"
            ):
                continue
            block = BLOCKS.get(name, (name,))
            filled = self.filtered(lambda lead, block=block: any(lead[part] for part in block))
            if any(
                lead[part] and not self._is_same(part, lead[part], origin[part])
                for lead in filled
                for part in block
            ):
                conflicts[name] = origin
        return conflicts
