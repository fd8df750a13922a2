import json

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from .crm_lead_merge import SYNCED
from .relation_mover import RelationMover
from .values import BLOCKS

# Columns that say when and by whom a row was written, not what.
LOG_COLUMNS = {"write_date", "write_uid"}
# Kept together when one of them was edited since.
UNITS = (
    *(set(block) for block in BLOCKS.values()),
    {"user_id", "team_id", "company_id"},
    {"type", "date_conversion", "stage_id"},
)
# Dates that tell what happened; computing them would set them to now. The keys are stored already.
NOT_COMPUTED = {"date_open", "date_last_stage_update", "match_keys", "won_status"}
# Not from the record alone: as long as nobody changes it, it is what it was.
COMPUTED_FROM_OTHERS = {"automated_probability"}


class CrmLeadMerge(models.Model):
    """Undoing a merge: everything back as it was, but for what was edited since (features.md B1)."""

    _inherit = "crm.lead.merge"  # pylint: disable=consider-merging-classes-inherited

    def action_undo(self):
        """Undo the merges of self, the last one first (features.md B1).

        :returns: dict, a window action with the records that are there again
        :raises AccessError: another's merge, and the user is no sales manager
        :raises UserError: a later merge stands in the way, it is undone already, or the merged
            records were deleted for good
        """
        leads = self.env["crm.lead"]
        for merge in self.sorted("id", reverse=True):
            leads |= merge._undo()
        return leads._list_records(self.env._("Records of the merge"), [("id", "in", leads.ids)])

    def _undo(self):
        self.ensure_one()
        survivor = self.survivor_id
        self._check_undo()
        merge = self.sudo()
        absorbed = merge.absorbed_ids
        leads = survivor.sudo() | absorbed
        leads._lock_or_refuse()
        missing = merge._move_back(absorbed)
        kept, to_compute = merge._restore_rows(leads)
        leads._stored_behind_orm(
            {name for row in merge.changes.values() for name in row}
            | {"active", "absorbed_by_merge_id"}
        )
        for name in to_compute:
            self.env.add_to_compute(leads._fields[name], survivor.sudo())
        merge.write(
            {"state": "undone", "undo_user_id": self.env.uid, "undo_date": self.env.cr.now()}
        )
        merge._log_undo(survivor.sudo(), absorbed, kept, missing)
        return survivor | absorbed.with_env(self.env)

    def _check_undo(self):
        """Refuse to undo what cannot be undone, or what the user has no right to.

        :raises AccessError: see `action_undo`
        :raises UserError: see `action_undo`
        """
        self.check_access("read")
        merge = self.sudo()
        if merge.state == "undone":
            raise UserError(self.env._("This merge is undone already."))
        if merge.state == "final" or not merge.absorbed_ids:
            raise UserError(
                self.env._(
                    "The merged records were deleted for good, so this merge cannot be undone. "
                    "Their values stand in its origins."
                )
            )
        if not self.can_undo:
            raise AccessError(
                self.env._(
                    "“%(survivor)s” was merged by %(user)s. They can undo it, or a sales manager.",
                    survivor=merge.survivor_name,
                    user=merge.user_id.name,
                )
            )
        if self.survivor_id:
            self.survivor_id.check_access("write")
        later = merge._find_later()
        if later:
            raise UserError(
                self.env._(
                    "“%(survivor)s” was merged again on %(date)s by %(user)s. Undo that merge first.",
                    survivor=merge.survivor_name,
                    date=format_date(self.env, later.date),
                    user=later.user_id.name,
                )
            )

    def _find_later(self):
        """The last merge that must be undone before this one: of the same records, and later."""
        survivor = self.survivor_id
        if not survivor:
            return self.browse()
        if survivor.absorbed_by_merge_id:
            return survivor.absorbed_by_merge_id
        return self.search(
            [("survivor_id", "=", survivor.id), ("state", "=", "done"), ("id", ">", self.id)],
            order="id desc",
            limit=1,
        )

    def _move_back(self, absorbed):
        """Give moved rows back, and take away what the merge made at the survivor.

        :returns: dict, the key of a relation to rows that are not there any more
        """
        moved = {
            origin: rows
            for origin, rows in (self.moved or {}).items()
            if int(origin) in absorbed.ids
        }
        missing = {}
        if self.survivor_id:
            missing = RelationMover(self.env).move_back(self.survivor_id, moved)
        else:
            for rows in moved.values():
                for key, numbers in rows.items():
                    missing.setdefault(key, []).extend(numbers)
        created = (self.created_rows or {}) if self.survivor_id else {}
        if created.get("message_follower_ids"):
            followers = self.env["mail.followers"].browse(created["message_follower_ids"])
            followers.exists().unlink()
        if created.get("tag_ids"):
            self.env.cr.execute(
                SQL(
                    "DELETE FROM crm_tag_rel WHERE lead_id = %s AND tag_id IN %s",
                    self.survivor_id.id,
                    tuple(created["tag_ids"]),
                )
            )
        if hidden := created.get("hidden_from"):
            notes = self.env["crm.lead.note"].browse(map(int, hidden)).exists()
            notes._write_hidden({note.id: hidden[str(note.id)] for note in notes}, hidden=False)
        if created.get("dismissed"):
            self.env["crm.lead.match.dismissal"]._write_pairs(
                [(self.survivor_id.id, other) for other in created["dismissed"]], dismissed=False
            )
        return missing

    def _restore_rows(self, leads):
        """Write the columns back that nobody has changed since the merge.

        :param leads: crm.lead, the survivor and the absorbed records
        :returns: tuple of two lists of str, columns that were edited since and stay: those of
            which to tell, and those to be computed anew
        """
        rows = leads._get_merge_snapshot()
        columns = {
            name for name, field in leads._fields.items() if field.store and field.column_type
        }
        kept, to_compute = [], set()
        for lead_id, row in rows.items():
            changes = self.changes.get(str(lead_id), {})
            if row["write_date"] != changes.get("write_date", [None, row["write_date"]])[1]:
                # Some values come back and others stay as edited: compute what depends on both.
                to_compute |= columns - COMPUTED_FROM_OTHERS
            same = {
                name: before
                for name, (before, after) in changes.items()
                if name in columns
                and (
                    row.get(name) == after
                    or self._is_emptied(name, after, row.get(name))
                    or self._came_with_contact(name, changes, row)
                )
            }
            if any(row.get(name) != changes[name][1] for name in same):
                to_compute |= columns - COMPUTED_FROM_OTHERS
            gone = self._find_deleted_values(same)
            gone |= self._find_torn(changes.keys() & columns, same.keys() - gone)
            edited = changes.keys() & columns - same.keys() - LOG_COLUMNS | gone
            if edited:
                kept += edited
                # The row is not what it was: it was written now.
                same = {name: same[name] for name in same.keys() - LOG_COLUMNS - gone}
            if same:
                self._write_row(lead_id, same)
        # What is computed from an edited field was not edited itself.
        computed = [
            name
            for name in to_compute.union(kept)
            if leads._fields[name].compute
            and leads._fields[name].readonly
            and name not in NOT_COMPUTED
        ]
        told = [
            name
            for name in kept
            if not leads._fields[name].compute or not leads._fields[name].readonly
        ]
        return told, computed

    @api.model
    def _is_emptied(self, name, after, now):
        """Whether a deletion emptied a value since the merge: then nobody has edited it.

        :param name: str, a column
        :param after: its value after the merge, as `_get_merge_snapshot` gives it
        :param now: its value now
        """
        field = self.env["crm.lead"]._fields[name]
        return (
            now is None
            and bool(after)
            and field.type == "many2one"
            and not self.env[field.comodel_name].browse(int(after)).exists()
        )

    @api.model
    def _came_with_contact(self, name, changes, row):
        """Whether a value is that of the contact which the merge gave to the record.

        Odoo writes the e-mail and the phone of a contact on its records when they change; with the
        contact they go.
        """
        edited = (self.created_rows or {}).get("edited", ())
        if name not in SYNCED or name in edited or "partner_id" not in changes:
            return False
        partner_id = row["partner_id"]
        if not partner_id or partner_id != changes["partner_id"][1]:
            return False
        partner = self.env["res.partner"].browse(int(partner_id)).exists()
        return bool(partner) and (partner[SYNCED[name]] or None) == row[name]

    @api.model
    def _find_torn(self, changed, restorable):
        """Columns that would be torn from others which were edited: they stay together."""
        return {
            name
            for unit in UNITS
            if not (unit & changed) <= restorable
            for name in unit & restorable
        }

    @api.model
    def _find_deleted_values(self, values):
        """Columns whose record was deleted since the merge."""
        fields_ = self.env["crm.lead"]._fields
        return {
            name
            for name, value in values.items()
            if value
            and fields_[name].type == "many2one"
            and not self.env[fields_[name].comodel_name].browse(int(value)).exists()
        }

    @api.model
    def _write_row(self, lead_id, values):
        assignments = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), SQL.identifier("old", name)) for name in values
        )
        self.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET %s FROM jsonb_populate_record(NULL::crm_lead, %s::jsonb) AS old "
                "WHERE crm_lead.id = %s",
                assignments,
                json.dumps(values),
                lead_id,
            )
        )
