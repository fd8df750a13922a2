from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

# When something happens, by the state of its line; of the others only that they are is said.
WHEN = {"waiting": "will", "done": "was"}


class CrmLeadBulk(models.Model):
    """What a run comes to, in numbers and in words: before it is done, and then (features.md B6)."""

    _inherit = "crm.lead.bulk"  # pylint: disable=consider-merging-classes-inherited

    # Progress: counted, so that a run and the button that stops it never write the same row.
    problem_ids = fields.One2many(
        "crm.lead.bulk.line",
        "bulk_id",
        "Failed, left out or kept",
        domain=["|", ("state", "in", ("failed", "left_out")), ("reason", "!=", False)],
        readonly=True,
    )
    line_count = fields.Integer("Number of records", compute="_compute_counts")
    selected_count = fields.Integer("Selected records", compute="_compute_counts")
    done_count = fields.Integer("Done", compute="_compute_counts")
    failed_count = fields.Integer("Failed", compute="_compute_counts")
    left_out_count = fields.Integer("Left out", compute="_compute_counts")
    waiting_count = fields.Integer("To do", compute="_compute_counts")
    to_do_count = fields.Integer("Records of the plan", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")
    summary = fields.Text(compute="_compute_summary")

    @api.depends("kind", "line_count", "selected_count")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for bulk in self:
            counts = bulk._get_counts_text()
            bulk.display_name = f"{kinds[bulk.kind]} ({counts})"

    def _get_counts_text(self):
        """The number of records: those that were selected, and the duplicates that came along."""
        brought = self.line_count - self.selected_count
        if not brought:
            return str(self.line_count)
        return self.env._(
            "%(selected)s selected and %(brought)s of their duplicates",
            selected=self.selected_count,
            brought=brought,
        )

    @api.depends("line_ids.state")
    def _compute_counts(self):
        counts = Counter()
        for bulk, state, selected, count in self.env["crm.lead.bulk.line"]._read_group(
            [("bulk_id", "in", self.ids)], ["bulk_id", "state", "is_selected"], ["__count"]
        ):
            counts[bulk.id, state] += count
            counts[bulk.id, "selected"] += count if selected else 0
        for bulk in self:
            number = bulk._origin.id
            bulk.done_count = counts[number, "done"]
            bulk.failed_count = counts[number, "failed"]
            bulk.left_out_count = counts[number, "left_out"]
            bulk.waiting_count = waiting = counts[number, "waiting"]
            bulk.to_do_count = to_do = bulk.done_count + bulk.failed_count + waiting
            bulk.line_count = to_do + bulk.left_out_count
            bulk.selected_count = counts[number, "selected"]
            bulk.progress = 100 * (to_do - waiting) / to_do if to_do else 100

    @api.depends("line_ids.state")
    @api.depends_context("lang")
    def _compute_summary(self):
        tallies = self._tally_lines()
        for bulk in self:
            bulk.summary = "\n".join(self._summarise(tallies[bulk._origin.id]))

    # Numbers --------------------------------------------------------------------------------

    @api.model
    def _tally_plan(self, plan):
        """How often each outcome is in a plan.

        :param plan: list of dict, values of crm.lead.bulk.line
        :returns: Counter, by when and outcome, customer and so on
        """
        tally = Counter()
        for vals in plan:
            values = (
                vals.get("state", "waiting"),
                *(vals.get(name) for name in ("outcome", "customer", "is_excluded")),
            )
            tally.update(self._tally(values, given=bool(vals.get("user_id"))))
        tally["will", "survivors"] = len({vals.get("survivor_id") for vals in plan} - {None, False})
        return tally

    def _tally_lines(self):
        """How often each outcome is among the lines of requests, in two queries.

        :returns: dict, a request's id to what `_tally_plan` gives
        """
        tallies = defaultdict(Counter)
        lines = self.env["crm.lead.bulk.line"]
        domain = Domain("bulk_id", "in", self.ids)
        for bulk, *values, number, given in lines._read_group(
            domain,
            ["bulk_id", "state", "outcome", "customer", "is_excluded"],
            ["__count", "user_id:count"],
        ):
            tallies[bulk.id].update(self._tally(values, number, given))
        domain &= Domain("state", "in", list(WHEN))
        for bulk, state, survivors in lines._read_group(
            domain, ["bulk_id", "state"], ["survivor_id:count_distinct"]
        ):
            tallies[bulk.id][WHEN[state], "survivors"] = survivors
        return tallies

    @api.model
    def _tally(self, values, number=1, given=0):
        state, outcome, customer, excluded = values
        if when := WHEN.get(state):
            return {(when, outcome): number, (when, customer): number, (when, "given"): given}
        return {"excluded" if excluded else state: number}

    # Words ----------------------------------------------------------------------------------

    @api.model
    def _summarise(self, tally):
        """What a plan comes to, for the preview; what came of it, for the result; and both of a run
        that is half done.

        :param tally: Counter as `_tally_plan` gives it
        :returns: list of str, whole sentences
        """
        done = self._fill_sentences(self._get_sentences_done(), tally, "was")
        planned = self._fill_sentences(self._get_sentences_planned(), tally, "will")
        if done and planned:
            done.append(self.env._("Still to be done:"))
        ends = {
            "excluded": self.env._("Taken out of the plan: %(count)s."),
            "left_out": self.env._("Left out: %(count)s."),
            "failed": self.env._("Failed: %(count)s."),
        }
        return [
            *done,
            *planned,
            *(text % {"count": tally[name]} for name, text in ends.items() if tally[name]),
        ]

    @api.model
    def _fill_sentences(self, sentences, tally, when):
        return [
            text % {"count": tally[when, name], "survivors": tally[when, "survivors"]}
            for name, text in {**sentences, **self._get_sentences_always()}.items()
            if tally[when, name]
        ]

    @api.model
    def _get_sentences_planned(self):
        return {
            "convert": self.env._("Leads that become opportunities: %(count)s."),
            "revert": self.env._("Opportunities that become leads again: %(count)s."),
            "restore": self.env._("Records that become what they were: %(count)s."),
            "undo": self.env._("Merges that are undone: %(count)s."),
            "absorb": self.env._(
                "Records that are merged into another: %(count)s, into %(survivors)s."
            ),
            "archived": self.env._("New customers that are archived again: %(count)s."),
            "stays": self.env._(
                "New customers that stay, for somebody uses or has changed them: %(count)s."
            ),
        }

    @api.model
    def _get_sentences_done(self):
        return {
            "convert": self.env._("Leads that became opportunities: %(count)s."),
            "revert": self.env._("Opportunities that became leads again: %(count)s."),
            "restore": self.env._("Records that became what they were: %(count)s."),
            "undo": self.env._("Merges that were undone: %(count)s."),
            "absorb": self.env._(
                "Records that were merged into another: %(count)s, into %(survivors)s."
            ),
            "archived": self.env._("New customers that were archived again: %(count)s."),
            "stays": self.env._(
                "New customers that stayed, for somebody uses or has changed them: %(count)s."
            ),
        }

    @api.model
    def _get_sentences_always(self):
        """What is said in the same words before it is done and afterwards."""
        return {
            "created": self.env._("New customers: %(count)s."),
            "joined": self.env._("New contacts of a company that is there: %(count)s."),
            "linked": self.env._("Linked to a customer that is there: %(count)s."),
            "nobody": self.env._("Without a customer, for they name nobody: %(count)s."),
            "given": self.env._("Given to a salesperson: %(count)s."),
        }
