from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from .relation_mover import RelationMover


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
            self.survivor_id._remove_followers(created["message_follower_ids"])
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
        :returns: tuple of a list and a set of str, columns that were edited since and stay: those of
            which to tell, and those to be computed anew
        """
        changes = {lead.id: self.changes.get(str(lead.id), {}) for lead in leads}
        edited = (self.created_rows or {}).get("edited", ())
        kept, computed = leads._restore_rows(changes, dict.fromkeys(leads.ids, edited))
        return sorted(set().union(*kept.values())), set().union(*computed.values())
