import logging
from datetime import timedelta

from odoo import api, fields, models

from ...tools.server_context import ON
from ...tools.settings import get_number
from .relation_mover import RelationMover

_logger = logging.getLogger(__name__)

# No transaction that was in flight during a merge lasts longer.
IN_FLIGHT = timedelta(hours=1)
# A record that cannot be deleted is tried again after all others, when the vacuum has gone round.
TRY_AGAIN = timedelta(hours=12)


class CrmLeadMerge(models.Model):
    """What is done with merged records later, by the vacuum: never by hand (features.md B1)."""

    _inherit = "crm.lead.merge"  # pylint: disable=consider-merging-classes-inherited

    # When to look for what was committed while the merge was going on; empty: that is done.
    sweep_date = fields.Datetime(
        "To be swept on",
        default=lambda self: self.env.cr.now() + IN_FLIGHT,
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups="base.group_system",
    )
    failed_date = fields.Datetime(
        "Deletion failed on", readonly=True, copy=False, groups="base.group_system"
    )

    @api.model
    def _get_retention_days(self):
        """Days after which absorbed records are deleted for good; None: never."""
        return get_number(self.env, "merge_retention_days")

    def _delete_absorbed(self):
        # What was put on them since goes to the survivor, not with them.
        survivor = self.survivor_id._get_final_survivor()
        if survivor:
            RelationMover(self.env).move(dict.fromkeys(self.absorbed_ids.ids, survivor.id))
        self.absorbed_ids.sudo().unlink()
        self.write({"state": "final", "moved": False, "changes": False, "created_rows": False})

    @api.autovacuum
    def _gc_absorbed(self, limit=100):
        """Delete absorbed records for good, as the settings say.

        One that cannot be deleted, for another addon holds it, stops no other: it is tried again
        the next day, after the others.

        :param limit: int, merges worked off in one run
        :returns: tuple of two int: merges that were done, and those that remain
        """
        days = self._get_retention_days()
        if days is None:
            return 0, 0
        now = fields.Datetime.now()
        domain = [
            ("state", "=", "done"),
            ("date", "<", now - timedelta(days=days)),
            "|",
            ("failed_date", "=", False),
            ("failed_date", "<", now - TRY_AGAIN),
        ]
        merges = self.sudo().search(domain, order="failed_date NULLS FIRST, id", limit=limit)
        done = 0
        for merge in merges:
            try:
                with self.env.cr.savepoint():
                    merge._delete_absorbed()
            except Exception:  # pylint: disable=broad-except
                _logger.warning(
                    "The records of merge %s cannot be deleted; they are tried again later.",
                    merge.id,
                    exc_info=True,
                )
                merge.failed_date = now
            else:
                done += 1
        return done, self.sudo().search_count(domain)

    @api.autovacuum
    def _gc_stragglers(self, limit=500):
        """Move what was committed on an absorbed record by whoever could not see the merge yet.

        A message, say, of a transaction that began before the merge was committed. What is made
        later goes to the survivor at once. Each merge is looked at once, when an hour has passed.

        :param limit: int, merges worked off in one run
        :returns: tuple of two int: merges that were looked at, and those that remain
        """
        domain = [("sweep_date", "<=", fields.Datetime.now())]
        merges = self.sudo().search(domain, order="id", limit=limit)
        swept = later = merges.filtered(lambda merge: merge.state == "done" and merge.survivor_id)
        # What comes to a survivor that was absorbed itself goes on to the next.
        while later := later.survivor_id.absorbed_by_merge_id.filtered("survivor_id") - swept:
            swept |= later
        merge_by_id = {lead.id: merge for merge in swept for lead in merge.absorbed_ids}
        survivors = {lead_id: merge.survivor_id.id for lead_id, merge in merge_by_id.items()}
        moved = survivors
        # Step by step, for each step is undone with its merge.
        while survivors and any(moved.values()):
            moved = RelationMover(self.env).move(survivors)
            for lead_id, rows in moved.items():
                if rows:
                    merge_by_id[lead_id]._add_moved(lead_id, rows)
        merges.sweep_date = False
        return len(merges), self.sudo().search_count(domain)

    def _add_moved(self, lead_id, rows):
        """Remember further rows that were moved away from an absorbed record."""
        moved = dict(self.moved or {})
        known = moved.get(str(lead_id), {})
        moved[str(lead_id)] = known | {key: known.get(key, []) + new for key, new in rows.items()}
        self.write({"moved": moved})

    # Without this addon ---------------------------------------------------------------------

    @api.model
    def _leave_trace(self, size=1000):
        """Say in the chatter of merged records where they went, when nothing else does any more.

        :param size: int, records at once
        """
        leads = self.env["crm.lead"].sudo().with_context(active_test=False, stay_on_absorbed=ON)
        main = self.env.ref("base.main_company", raise_if_not_found=False) or self.env.company
        absorbed = leads.search([("absorbed_by_merge_id", "!=", False)], order="id")
        for start in range(0, len(absorbed), size):
            batch = leads.browse(absorbed.ids[start : start + size])
            bodies = {}
            for lead in batch:
                lang = (lead.company_id or main.sudo()).partner_id.lang
                bodies[lead.id] = lead.with_context(lang=lang)._get_trace()
            batch._message_log_batch(bodies=bodies)
            self.env.flush_all()
            self.env.invalidate_all(flush=False)
