from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

from ..models.merge.relation_mover import RelationMover

# Of the pairs that somebody told apart, so many are named.
PAIRS_NAMED = 3


class CrmLeadComparison(models.AbstractModel):
    """A window that shows records side by side, and merges those that are ticked (#35, B2, B4).

    The client draws it with the widget `merge_compare` on the field of what is ticked. A window says
    which records are merged, in `_get_merged` and in `_compared_by`, and has a field
    `compared_ids` of all that are shown.
    """

    _name = "crm.lead.comparison"
    _description = "Leads side by side"
    # The fields that what is merged depends on.
    _compared_by = ()

    can_preview = fields.Boolean(compute="_compute_merge_preview")
    survivor_id = fields.Many2one("crm.lead", compute="_compute_merge_preview")
    survivor_text = fields.Char(compute="_compute_merge_preview")
    left_out_text = fields.Text(compute="_compute_merge_preview")
    moved_text = fields.Char("Comes along", compute="_compute_merge_preview")
    can_merge = fields.Boolean(compute="_compute_merge_preview")
    has_opportunity = fields.Boolean(compute="_compute_merge_preview")
    comparison = fields.Json(compute="_compute_comparison")
    untied_text = fields.Char(compute="_compute_comparison")
    limit_text = fields.Char(compute="_compute_comparison", export_string_translation=False)
    # The name of a field to two ids: whose value was chosen, and whose came up by itself.
    choices = fields.Json(
        compute="_compute_choices", compute_sudo=False, store=True, readonly=False
    )

    # What a window says of itself -------------------------------------------------------------

    def _get_merged(self):
        """The records that the window merges, as far as they can be merged.

        :returns: crm.lead
        """
        return self.env["crm.lead"]

    def _get_merged_ids(self):
        """The records that are merged, as they are in the database.

        :returns: crm.lead
        """
        return self.env["crm.lead"].browse(dict.fromkeys(self._get_merged()._origin.ids))

    def _get_anchor(self, compared):
        """The record that the others are compared with.

        :param compared: crm.lead, all records of the window
        :returns: crm.lead, one of them or none
        """
        return compared._get_lead_of_context() & compared

    def _get_fixed(self):
        """The records of the window that cannot be taken out of it.

        :returns: crm.lead
        """
        return self.env["crm.lead"]

    # What it shows ----------------------------------------------------------------------------

    @api.depends(lambda self: self._compared_by)
    def _compute_merge_preview(self):
        for wizard in self:
            leads = wizard._get_merged_ids()
            obstacles = leads._get_merge_obstacles() if leads else {}
            mergeable = leads._get_merge_preview()
            survivor = mergeable[:1]
            wizard.can_preview = not leads._is_merge_as_in_odoo()
            wizard.can_merge = len(mergeable) > 1
            wizard.survivor_id = survivor
            wizard.survivor_text = wizard._get_survivor_text(mergeable)
            wizard.left_out_text = "\n".join(
                self.env._("“%(record)s”: %(reason)s", record=lead.name, reason=reason)
                for lead, reason in obstacles.items()
            )
            counts = RelationMover(leads.env).count(mergeable[1:].ids) if wizard.can_preview else {}
            wizard.moved_text = self.env["crm.lead.merge"]._format_counts(counts)
            wizard.has_opportunity = "opportunity" in mergeable.mapped("type")

    def _get_survivor_text(self, mergeable):
        """Which record survives, and why, in a sentence."""
        survivor = mergeable[:1]
        if len(mergeable) < 2:
            return self.env._("Choose at least two records that can be merged.")
        values = {"survivor": survivor.name, "date": format_date(self.env, survivor.create_date)}
        if min(mergeable.mapped("create_date")) < survivor.create_date:
            return self.env._(
                "Everything goes to “%(survivor)s”, created on %(date)s: the oldest one that is open.",
                **values,
            )
        return self.env._(
            "Everything goes to “%(survivor)s”, created on %(date)s: it is the oldest.", **values
        )

    @api.depends(lambda self: self._compared_by)
    def _compute_compared_ids(self):
        for wizard in self:
            wizard.compared_ids |= wizard._get_merged()

    @api.depends(lambda self: self._compared_by and (*self._compared_by, "compared_ids"))
    @api.depends_context("similar_to")
    def _compute_comparison(self):
        """The table for the client, of what the user may read."""
        for wizard in self:
            merged = wizard._get_merged_ids()
            compared = (wizard.compared_ids._origin | merged).exists()._filtered_access("read")
            mergeable = (merged & compared)._get_merge_preview()
            anchor = wizard._get_anchor(compared) or mergeable[:1]
            shown = anchor | mergeable | compared._sort_for_merge()
            is_ours = not compared._is_merge_as_in_odoo()
            wizard.comparison = is_ours and {
                **shown._get_comparison(mergeable, anchor),
                "fixed": wizard._get_fixed()._origin.ids,
            }
            wizard.untied_text = is_ours and wizard._get_untied_text(mergeable)
            wizard.limit_text = is_ours and wizard._get_limit_text(len(compared))

    def _get_untied_text(self, mergeable):
        """A warning when the records may be of different people."""
        if len(mergeable) < 2:
            return False
        texts = []
        if apart := self._get_apart_text(mergeable):
            texts.append(apart)
        if untied := mergeable._find_untied():
            texts.append(
                self.env._(
                    "Nothing strong ties these records to “%(record)s”: %(untied)s. They share no "
                    "e-mail, phone or customer. Merge them only if you know that they are the same.",
                    record=mergeable[0].name,
                    untied=format_list(self.env, untied.mapped("name")),
                )
            )
        return " ".join(texts) or False

    @api.model
    def _get_apart_text(self, mergeable):
        """A warning when somebody told two of the records apart."""
        apart = self.env["crm.lead.match.dismissal"]._get_apart(mergeable.ids)
        pairs = [
            (one, two)
            for one in mergeable
            if one.id in apart
            for two in mergeable
            if one.id < two.id and two.id in apart[one.id]
        ]
        if not pairs:
            return False
        texts = [
            self.env._("“%(one)s” and “%(two)s”", one=one.name, two=two.name)
            for one, two in pairs[:PAIRS_NAMED]
        ]
        return self.env._(
            "Somebody said that these are not the same: %(pairs)s. Untick one of each two, unless you "
            "know that they are.",
            pairs=format_list(self.env, texts, "unit") + ("…" if len(pairs) > PAIRS_NAMED else ""),
        )

    @api.model
    def _get_limit_text(self, count):
        """What to do where there are more records than are merged at once."""
        maximum = self.env["crm.lead"]._get_merge_maximum()
        if count <= maximum:
            return False
        return self.env._(
            "Here are %(count)s records, and at most %(maximum)s are merged at once. Those that are "
            "ticked are merged; open the rest again afterwards.",
            count=count,
            maximum=maximum,
        )

    # What was chosen --------------------------------------------------------------------------

    @api.depends(lambda self: self._compared_by)
    def _compute_choices(self):
        for wizard in self:
            mergeable = wizard._get_merged_ids()._get_merge_preview()
            # What was chosen already stays chosen when a record is added or taken out.
            chosen = {
                name: origin_id
                for name, (origin_id, default_id) in wizard._read_choices().items()
                if origin_id != default_id and origin_id in mergeable.ids
            }
            wizard.choices = {
                name: [chosen.get(name, origin.id), origin.id]
                for name, origin in mergeable._find_conflicts().items()
            }

    def _read_choices(self):
        """The choices, of which a client may send anything.

        :returns: dict, a str to a list of two
        """
        choices = self.choices if isinstance(self.choices, dict) else {}
        return {
            name: pair
            for name, pair in choices.items()
            if isinstance(pair, list) and len(pair) == 2
        }

    def _get_choices(self, leads):
        """Whose value was chosen for each field.

        :param leads: crm.lead, the records that are merged
        :returns: dict, the name of a field to the id of a record
        :raises UserError: a choice is none of the window's
        """
        choices = {name: origin_id for name, (origin_id, _id) in self._read_choices().items()}
        for name, origin_id in choices.items():
            if origin_id not in leads.ids or not leads._is_mergeable_field(name):
                raise UserError(
                    self.env._(
                        "A value was chosen of a record that is not merged any more. Close this "
                        "window, select the records anew, and choose again."
                    )
                )
        return choices
