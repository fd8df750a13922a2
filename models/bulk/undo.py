from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from .undo_plan import OUTCOMES


class CrmLeadBulk(models.Model):
    """Undoing a whole run: what it changed, made and merged, but for what was edited since (B1, B6).

    A run remembers of each row what it was before and after. Undoing it is a run of its own.
    """

    _inherit = "crm.lead.bulk"  # pylint: disable=consider-merging-classes-inherited

    can_undo = fields.Boolean(compute="_compute_can_undo")

    @api.depends("kind", "state", "user_id", "line_ids.state", "line_ids.merge_id.state")
    @api.depends_context("uid")
    def _compute_can_undo(self):
        lines, bulks = self.env["crm.lead.bulk.line"].sudo(), self.sudo()
        domain = Domain("bulk_id", "in", self.ids) & Domain("state", "=", "done")
        # To a record that was deleted nothing can be given back.
        changed = Domain("changes", "!=", False) & Domain("lead_id", "!=", False)
        domain &= changed | Domain("merge_id.state", "=", "done")
        something = {bulk.id for (bulk,) in lines._read_group(domain, ["bulk_id"])}
        running = bulks.search([("origin_id", "in", self.ids), ("state", "=", "waiting")]).origin_id
        for bulk in self:
            bulk.can_undo = (
                bulk._origin.id in something
                and bulk.sudo() not in running
                and bulk.state in ("done", "cancelled")
                and bulk.kind != "undo"
                and bulk.can_run
            )

    # Doing it -------------------------------------------------------------------------------

    def _run_undo(self, lines):
        leads = self._get_leads(lines.filtered(lambda line: line.outcome in OUTCOMES.values()))
        waiting = lines.filtered(lambda line: line.state == "waiting")
        restored = waiting.filtered(lambda line: line.outcome in OUTCOMES.values())
        remembered = restored._get_remembered(self.origin_id)
        rows = {line.lead_id.id: line.changes["row"] for line in remembered}
        env = leads.env
        obstacles = self._find_undo_obstacles(rows, leads.filtered(lambda lead: lead.id in rows))
        held = {lead.id: reason for lead, reason in obstacles.items()}
        # What was merged into a record that stays as it is stays with it.
        groups = {line.group: held[line.lead_id.id] for line in restored if line.lead_id.id in held}
        for line in waiting.filtered(lambda line: line.merge_id and line.group in groups):
            line.write({"state": "left_out", "reason": groups[line.group]})
        for line in restored:
            if line.lead_id.id not in rows:
                held[line.lead_id.id] = env._("It was undone already.")
            if reason := held.get(line.lead_id.id):
                line.write({"state": "left_out", "reason": reason, "customer": False})
        going = remembered.filtered(lambda line: line.lead_id.id not in held)
        by_hand = {line.lead_id.id: line.changes.get("edited", ()) for line in going}
        told = self._restore_records(going.lead_id.with_env(env), rows, by_hand)
        for line in waiting.filtered(lambda line: line.merge_id and line.state == "waiting"):
            line.merge_id.with_env(env).action_undo()
        archived, staying = going._archive_partners_made(env)
        line_by_lead, bodies = {line.lead_id: line for line in restored}, {}
        for line in going:
            now = line_by_lead[line.lead_id]
            vals = {"reason": False, **self._tell_customer(line, archived, staying)}
            texts = [text for text in (told.get(line.lead_id.id), vals["reason"]) if text]
            now.write({**vals, "reason": " ".join(texts)})
            bodies[line.lead_id.id] = " ".join([self._get_undo_note(now, env), *texts])
        if going:
            going.lead_id.with_env(env).sudo()._message_log_batch(bodies=bodies)
        going.write({"changes": False})
        waiting.filtered(lambda line: line.state == "waiting").write({"state": "done"})

    @api.model
    def _get_undo_note(self, line, env):
        if line.outcome == "revert":
            return env._("Its conversion was undone: it is a lead again.")
        if line.outcome == "convert":
            return env._("It is an opportunity again: that it was turned back was undone.")
        return env._("What a bulk run did with it was undone.")

    @api.model
    def _restore_records(self, leads, rows, by_hand):
        """Give records the values back that nobody has edited since.

        :param leads: crm.lead that the user may write
        :param rows: dict as `_find_row_changes` gave it
        :param by_hand: dict as for `_restore_rows`
        :returns: dict, the id of a lead to a sentence that tells what stays
        """
        if not leads:
            return {}
        rows = {lead_id: rows[lead_id] for lead_id in leads.ids}
        # Whatever is read together must not depend on lines that are forgotten on the way.
        records = leads.sudo().with_prefetch()
        kept, computed = records._restore_rows(rows, by_hand)
        records._stored_behind_orm({name for row in rows.values() for name in row})
        for name in set().union(*computed.values()):
            of_field = records.filtered(lambda lead, name=name: name in computed[lead.id])
            self.env.add_to_compute(records._fields[name], of_field)
        followers = {
            follower
            for lead_id, row in rows.items()
            if "user_id" not in kept[lead_id] and "message_follower_ids" in row
            for follower in set(row["message_follower_ids"][1])
            - set(row["message_follower_ids"][0])
        }
        records._remove_followers(followers)
        return {
            lead_id: leads.env._(
                "Edited since, and kept as it is now: %(fields)s.",
                fields=format_list(
                    leads.env, [leads._get_merge_label(name) for name in sorted(names)]
                ),
            )
            for lead_id, names in kept.items()
            if names
        }

    # Asking for it --------------------------------------------------------------------------

    def _check_undo(self):
        self.ensure_one()
        self._check_requester()
        if not self.can_undo:
            raise UserError(self.env._("There is nothing to undo here any more."))

    def _offer_undo(self, action):
        """Let a toast say what a run has done, with a button that undoes it.

        :param action: dict, where the run leads to
        :returns: dict, the action with its effect
        """
        if self.state != "done" or not self.can_undo:
            return action
        message = " ".join(self.summary.split("\n"))
        return self.env["crm.lead"]._add_undo(action, message, self, "action_ask_undo")

    def _is_held(self):
        """Whether something holds a record of the run, so that undoing it would leave it as it is."""
        lines = self.sudo().line_ids.filtered("changes")
        rows = {line.lead_id.id: line.changes["row"] for line in lines}
        return bool(self._find_undo_obstacles(rows, lines.lead_id.with_env(self.env)))

    def action_ask_undo(self):
        """Ask before a run is undone, and say what that will do.

        :returns: dict, a client action, which calls `action_undo`
        :raises UserError: there is nothing to undo
        :raises AccessError: it is somebody else's
        """
        self._check_undo()
        options = self.sudo().new({"kind": "undo", "origin_id": self.id})
        plan = self._plan("undo", self._get_leads_to_undo(), options)
        stays = self.env._("What somebody has changed since stays as it is, and is listed.")
        return {
            "type": "ir.actions.client",
            "tag": "crm_lead_ask",
            "params": {
                "title": self.env._("Undo the whole run?"),
                "body": "\n".join([*self._summarise(self._tally_plan(plan)), stays]),
                "label": self.env._("Undo the run"),
                "model": self._name,
                "ids": self.ids,
                "method": "action_undo",
            },
        }

    def action_undo(self):
        """Undo a run: give records back what it changed, archive the customers that it made and
        nobody uses, undo its merges (features.md B1, B6).

        :returns: dict, a window action with the run that undoes it, or with the one lead
        :raises UserError: there is nothing to undo, or the one lead stays what it is
        :raises AccessError: it is somebody else's
        """
        self._check_undo()
        leads = self._get_leads_to_undo()
        undo = self._prepare("undo", leads, origin_id=self.id, is_single=self.is_single)
        undo._start()
        if not self.is_single:
            return undo.with_env(self.env).action_open()
        line = undo.line_ids
        if line.state != "done":
            raise UserError(line.reason)
        action = leads.redirect_lead_opportunity_view()
        if not line.reason:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": line.reason, "type": "info", "sticky": True, "next": action},
        }
