from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from ...tools.server_context import get_merge, is_on
from ...tools.settings import get_setting

NEITHER = {"is_lost": False, "is_won": False}


class CrmLead(models.Model):
    """Losing records, and the history of it (features.md #75-#84)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    loss_ids = fields.One2many("crm.lead.loss", "lead_id", "Losses", copy=False, readonly=True)

    @api.model
    def _is_lost_reason_required(self):
        return bool(get_setting(self.env, "lost_reason_required"))

    def _get_losing_obstacles(self):
        """Records of self that cannot be lost, each with the reason (features.md #75).

        :returns: dict, crm.lead to str, whole sentences that name the record
        """
        return self._get_state_obstacles(
            {
                "merged": lambda lead: lead._get_absorbed_obstacle(),
                "won": self.env._("“%(lead)s” is won. Move it to another stage first."),
                "lost": self.env._(
                    "“%(lead)s” is lost already. Its reason can be changed on its form."
                ),
            }
        )

    def action_set_lost(self, **additional_values):
        """Programs need no reason; whoever loses a record does, where the settings ask for it.

        :raises UserError: a record would have no reason (features.md #76)
        """
        asked = not additional_values.get("lost_reason_id") and not self.env.su
        without = self.filtered(lambda lead: not lead.lost_reason_id)
        if asked and without and self._is_lost_reason_required():
            raise UserError(self._get_reason_missing_text())
        return super().action_set_lost(**additional_values)

    @api.model
    def _get_reason_missing_text(self):
        return self.env._("Choose the reason why it was lost: it is required by the settings.")

    # The history ----------------------------------------------------------------------------

    def write(self, vals):
        manual = self._get_probabilities_set_by_hand() if vals.get("probability") == 0 else {}
        result = super().write(vals)
        if manual:
            losses = self.browse(manual)._get_open_losses()
            for probability, those in losses.grouped(lambda loss: manual[loss.lead_id.id]).items():
                those.write({"is_probability_manual": True, "probability": probability})
        # A merge may give another's reason to the record; why it was lost then stays a fact.
        if "lost_reason_id" in vals and not get_merge(self.env):
            lost = self.filtered(lambda lead: lead.won_status == "lost")
            wrong = lost._get_open_losses().filtered(
                lambda loss: loss.lost_reason_id != loss.lead_id.lost_reason_id
            )
            for lead, losses in wrong.grouped("lead_id").items():
                losses.lost_reason_id = lead.lost_reason_id
        return result

    def _get_probabilities_set_by_hand(self):
        """The probabilities that would go with a loss of self, and that nobody can work out again.

        Neither 0 nor 100: with the one a record would come back as lost, with the other closed.

        :returns: dict, the id of a record to float, in percent
        """
        return {
            lead.id: lead.probability
            for lead in self
            if not lead.is_automated_probability
            and lead.won_status == "pending"
            and 0 < lead.probability < 100
        }

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        result = super()._handle_won_lost(old_status_by_lead, new_status_by_lead)

        def filter_changed(key, value):
            return self.filtered(
                lambda lead: (
                    new_status_by_lead.get(lead.id, NEITHER)[key] is value
                    and old_status_by_lead.get(lead.id, NEITHER)[key] is not value
                )
            )

        if left := filter_changed("is_won", False):
            left._get_last_losses("won").write({"state": "recovered"})
        if restored := filter_changed("is_lost", False):
            restored._get_open_losses().write(
                {
                    "state": "recovered",
                    "recovered_date": self.env.cr.now(),
                    "recovered_user_id": self.env.uid,
                }
            )
        if won := filter_changed("is_won", True):
            won._get_last_losses("recovered").write({"state": "won"})
        if lost := filter_changed("is_lost", True):
            # Created or imported as lost: at the date that was given.
            now = fields.Datetime.now()
            losses = self.env["crm.lead.loss"].sudo()
            losses.with_context(clean_context(self.env.context)).create(
                [
                    lead._prepare_loss(
                        (lead.id not in old_status_by_lead and lead.date_closed) or now
                    )
                    for lead in lost
                ]
            )
        return result

    def _prepare_loss(self, date):
        """Values of the row that remembers a loss.

        :param date: datetime, when it was lost
        :returns: dict
        """
        return {
            "lead_id": self.id,
            "type": self.type,
            "date": date,
            "lost_reason_id": self.lost_reason_id.id,
            # A lead's stage says nothing.
            "stage_id": self.stage_id.id if self.type == "opportunity" else False,
            "team_id": self.team_id.id,
            "user_id": self.user_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.company_currency.id,
            "expected_revenue": self.expected_revenue,
            "state": "lost",
        }

    def _get_open_losses(self):
        """The losses of self that were not recovered, in sudo."""
        if not self:
            return self.env["crm.lead.loss"].sudo()
        domain = [*self._get_own_losses_domain(), ("state", "=", "lost")]
        return self.env["crm.lead.loss"].sudo().search(domain)

    def _get_last_losses(self, state):
        """The last loss of each record of self, where it is of that state, in sudo."""
        losses = self.env["crm.lead.loss"].sudo().search(self._get_own_losses_domain(), order="id")
        last = losses.browse({loss.lead_id: loss.id for loss in losses}.values())
        return last.filtered(lambda loss: loss.state == state)

    def _get_own_losses_domain(self):
        """The losses of self, without those of records that were merged into it and deleted."""
        return [("lead_id", "in", self.ids), ("is_inherited", "=", False)]

    # Merged records -------------------------------------------------------------------------

    def _leave_losses_to(self, survivor):
        """Give the losses of self to the record that it was merged into, as facts of the past."""
        self.sudo().loss_ids.write({"lead_id": survivor.id, "is_inherited": True})

    def _merge_dependences(self, opportunities):
        if not self._is_merge_undoable():
            # Odoo's own merge deletes the records.
            opportunities._leave_losses_to(self)
        return super()._merge_dependences(opportunities)

    def unlink(self):
        """What is deleted for good after a merge leaves its losses to its survivor."""
        if not is_on(self.env, "keep_absorbed"):
            of_merges = self.sudo().grouped(lambda lead: lead.absorbed_by_merge_id.survivor_id)
            for survivor, leads in of_merges.items():
                # The survivor may have been merged into a record that was deleted since.
                if final := survivor._get_final_survivor():
                    leads._leave_losses_to(final)
        return super().unlink()
