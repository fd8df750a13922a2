from odoo import models
from odoo.exceptions import UserError

from ...tools.server_context import ON, is_on


class CrmLead(models.Model):
    """Restoring what was lost or archived (features.md #83-#85)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def action_restore(self):
        """Restore what is lost or archived among the records of self (features.md #84, #85).

        :raises UserError: nothing is, or a record was merged into another
        """
        lost = self.filtered(lambda lead: lead.won_status == "lost")
        archived = (self - lost).filtered(lambda lead: not lead.active)
        if not lost and not archived:
            raise UserError(
                self.env._(
                    "There is nothing to restore: nothing that you chose is lost or archived. You "
                    "find what is with the filters Lost and Archived."
                )
            )
        # Only what was lost gets its probability anew; a manual one of the others stays.
        archived.action_unarchive()
        losses = lost._get_open_losses()
        result = super(CrmLead, lost).action_restore()
        lost._restore_probabilities(losses)
        return result

    def action_unarchive(self):
        """What comes back starts anew: in the first stage, when it was lost, and not closed (#83).

        `keep_lost_stage` in the context leaves it in the stage that it was lost in.
        """
        archived = self.filtered(lambda lead: not lead.active)
        lost = archived.filtered(lambda lead: lead.won_status == "lost")
        losses = lost._get_open_losses()
        result = super().action_unarchive()
        restored = archived.filtered(lambda lead: lead.won_status != "won")
        if restored:
            # Nobody worked on it meanwhile: without this it would come back as rotting.
            restored.write({"date_closed": False, "date_last_stage_update": self.env.cr.now()})
        if not is_on(self.env, "keep_lost_stage"):
            lost._move_to_first_stage()
        lost._restore_probabilities(losses)
        return result

    def _restore_probabilities(self, losses):
        """What somebody had set before a loss is their word again; the rest Odoo works out (#83).

        :param losses: crm.lead.loss of records of self
        """
        manual = losses.filtered("is_probability_manual")
        for probability, those in manual.grouped("probability").items():
            self.browse(those.lead_id.ids).write({"probability": probability})

    def copy_data(self, default=None):
        """The copy of what was lost or merged is a new try: open, and no second loss."""
        vals_list = super().copy_data(default)
        for lead, vals in zip(self, vals_list, strict=True):
            if lead.won_status in ("lost", "merged"):
                vals |= {"active": True, "lost_reason_id": False, **(default or {})}
        return vals_list

    def action_set_won(self):
        # The stage to win in is the next one after that of the loss.
        leads = self.with_context(keep_lost_stage=ON)
        return super(CrmLead, leads).action_set_won()

    def _move_to_first_stage(self):
        """Put opportunities into the first stage of their team's pipeline (features.md #83).

        The stage of a lead says nothing, and stays.
        """
        opportunities = self.filtered(lambda lead: lead.type == "opportunity")
        if not opportunities:
            return
        domain = [("fold", "=", False), ("is_won", "=", False)]
        stages = opportunities._stage_find(domain=domain, limit=None)
        team_ids = {stage: set(stage.sudo().team_ids.ids) for stage in stages}

        def first_stage(lead):
            fitting = (s for s in stages if not team_ids[s] or lead.team_id.id in team_ids[s])
            return next(fitting, lead.stage_id)

        for stage, leads in opportunities.grouped(first_stage).items():
            leads.write({"stage_id": stage.id})
