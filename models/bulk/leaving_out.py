from itertools import count

from odoo import api, models
from odoo.exceptions import UserError

# Of a line that is planned anew, what its new plan does not name.
BLANK = {
    "is_excluded": False,
    "is_selected": True,
    "state": "waiting",
    "outcome": False,
    "survivor_id": False,
    "survivor_name": False,
    "customer": False,
    "customer_name": False,
    "user_id": False,
    "merge_id": False,
    "reason": False,
}


class CrmLeadBulk(models.Model):
    """Taking records out of a plan before it is done: the rest is planned anew (features.md B6)."""

    _inherit = "crm.lead.bulk"  # pylint: disable=consider-merging-classes-inherited

    def _write_plan(self, plan):
        """Make lines of a plan. Those that are there keep their place, whatever becomes of them.

        :param plan: list of dict, values of crm.lead.bulk.line
        """
        # Of an undoing, which is never planned anew, two lines can be of one record.
        known = {line.lead_id.id: line for line in self.line_ids if line.lead_id}
        numbers = count(max(self.line_ids.mapped("sequence"), default=0) + 1)
        for vals in plan:
            line = known.get(vals["lead_id"])
            vals["sequence"] = line.sequence if line else next(numbers)
        # A group has the number of its first line: it stays the same when another one changes.
        first = {}
        for vals in sorted(plan, key=lambda vals: vals["sequence"]):
            vals["group"] = first.setdefault(vals["group"], vals["sequence"])
        created, there = [], set()
        for vals in plan:
            line = known.get(vals["lead_id"])
            if not line:
                created.append({**vals, "bulk_id": self.id})
                continue
            there.add(line.id)
            values = {**BLANK, **vals}
            line.write({name: new for name, new in values.items() if line._differs(name, new)})
        self.line_ids.filtered(lambda line: line.id not in there).unlink()
        self.env["crm.lead.bulk.line"].create(created)

    @api.model
    def _get_excluded(self, options):
        """The records that somebody took out of the plan.

        :param options: as for `_plan`
        :returns: crm.lead
        """
        if options._name != self._name:
            return self.env["crm.lead"]
        return options.line_ids.filtered("is_excluded").lead_id.with_env(self.env)

    def _plan_again(self):
        """Plan a preview anew, with the rights of the user, without what was taken out."""
        bulk = self.sudo()
        excluded = bulk.line_ids.filtered("is_excluded")
        lines = bulk.line_ids - excluded
        # The duplicates of what was selected are found again.
        leads = lines.filtered("is_selected").lead_id.with_env(self.env)
        plan = self._plan(self.kind, leads, bulk)
        reason = self.env._("It was taken out of the plan.")
        for number, line in enumerate(excluded.filtered("lead_id"), start=len(plan) + 1):
            vals = {
                "is_excluded": True,
                "is_selected": line.is_selected,
                "state": "left_out",
                "reason": reason,
            }
            plan.append(self._prepare_line(line.lead_id, number) | vals)
        bulk._write_plan(plan)

    def _lock_preview(self):
        """Whoever may run a preview may change it, one after the other.

        :raises UserError: it was started already, or it undoes another run
        :raises AccessError: it is somebody else's
        """
        self.ensure_one()
        self._check_requester()
        if self.kind == "undo":
            raise UserError(self.env._("A run is undone as a whole: nothing is taken out of it."))
        bulk = self.sudo()
        bulk._lock_in_state("draft")
        # Whoever still sees the plan as it was before is refused by the database, and tries again.
        bulk.write({"state": "draft"})

    def action_toggle_opportunities(self):
        """Plan anew, with or without groups of several opportunities.

        :raises UserError: it was started already
        :raises AccessError: it is somebody else's
        """
        self._lock_preview()
        bulk = self.sudo()
        bulk.merge_opportunities = not bulk.merge_opportunities
        self._plan_again()


class CrmLeadBulkLine(models.Model):
    _inherit = "crm.lead.bulk.line"  # pylint: disable=consider-merging-classes-inherited

    def _differs(self, name, value):
        now = self[name]
        return value != (now.id if isinstance(now, models.BaseModel) else now)

    def action_leave_out(self):
        """Take the record out of the plan; what belonged to it is planned without it (B6).

        :returns: dict, an action that says what becomes of the others of its group, or None
        :raises UserError: the run was started already
        :raises AccessError: it is somebody else's
        """
        self.ensure_one()
        bulk = self.bulk_id
        bulk._lock_preview()
        others = bulk.line_ids.filtered(lambda line: line.group == self.group) - self
        was_survivor = bool(others) and self.outcome in ("convert", "keep")
        name = self.lead_name
        self.sudo().write({"is_excluded": True})
        bulk._plan_again()
        text = others.exists()._get_plan_without(name, was_survivor)
        if not text:
            return None
        return {
            "type": "ir.actions.client",
            "tag": "crm_lead_undo_notification",
            "params": {
                "message": text,
                "label": self.env._("Put back"),
                "model": self._name,
                "ids": self.ids,
                "method": "action_put_back",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_plan_without(self, name, was_survivor):
        """What becomes of the others of a group from which a record was taken.

        :param name: str, the name of the record
        :param was_survivor: bool, whether they were to be merged into it
        :returns: str, a sentence; empty: nothing that is worth to be said
        """
        absorbed = self.filtered(lambda line: line.outcome == "absorb")
        left_out = self.filtered(lambda line: line.state == "left_out" and not line.is_excluded)
        if was_survivor and absorbed:
            return self.env._(
                "The others of its group were to be merged into “%(lead)s”. They are merged into "
                "“%(survivor)s” now, the first of those that are left.",
                lead=name,
                survivor=absorbed[0].survivor_name,
            )
        if left_out:
            return self.env._(
                "Without “%(lead)s” there is nothing to merge in its group, so “%(other)s” is left "
                "out too.",
                lead=name,
                other=left_out[0].lead_name,
            )
        if was_survivor and self:
            return self.env._(
                "“%(other)s” was to be merged into “%(lead)s”, and is converted by itself now.",
                lead=name,
                other=self[0].lead_name,
            )
        if was_survivor:
            return self.env._(
                "The duplicates of “%(lead)s” were not selected, and stay as they are.", lead=name
            )
        return ""

    def action_put_back(self):
        """Put a record back that was taken out of the plan.

        :raises UserError: the run was started already
        :raises AccessError: it is somebody else's
        """
        self.ensure_one()
        self.bulk_id._lock_preview()
        self.sudo().write({"is_excluded": False})
        self.bulk_id._plan_again()
