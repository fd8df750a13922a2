from odoo import api, fields, models
from odoo.exceptions import AccessError


class CrmLeadNote(models.Model):
    """A note for those who work on a lead, and nobody else (features.md #157).

    Its author, the salesperson of the lead and its followers read it; managers and administrators
    do when they are one of these. It says so in the rules of security/crm_lead_note_security.xml.
    """

    _name = "crm.lead.note"
    _description = "Personal note on a lead or opportunity"
    _order = "create_date desc, id desc"
    _rec_name = "lead_id"

    lead_id = fields.Many2one(
        "crm.lead", "Lead/Opportunity", required=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one(
        "res.users", "Author", required=True, readonly=True, default=lambda self: self.env.user
    )
    body = fields.Html("Note", required=True)
    is_mine = fields.Boolean(compute="_compute_is_mine", export_string_translation=False)

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for note in self:
            note.is_mine = note.user_id == self.env.user

    @api.model_create_multi
    def create(self, vals_list):
        notes = super().create(vals_list)
        # Nobody puts notes where they cannot look.
        notes.lead_id.check_access("read")
        notes.lead_id._refuse_absorbed()
        return notes

    def write(self, vals):
        self._check_author()
        if not self.env.su and not vals.keys().isdisjoint({"lead_id", "user_id"}):
            raise AccessError(
                self.env._(
                    "A personal note stays with its author and with its lead. Write a new one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_others(self):
        self._check_author()

    def _check_author(self):
        """Say it in words that are clearer than those of a record rule.

        :raises AccessError: somebody else has written one of the notes
        """
        if not self.env.su and self.sudo().user_id - self.env.user:
            raise AccessError(
                self.env._(
                    "Only its author changes or deletes a personal note. Write one of your own."
                )
            )


class CrmLead(models.Model):
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    # Whatever is read here is read as the user: the rules decide which notes are shown.
    personal_note_ids = fields.One2many("crm.lead.note", "lead_id", "Personal Notes")

    def _get_deleted_with(self):
        of_lead = [("lead_id", "in", self.ids)]
        return [
            *super()._get_deleted_with(),
            ("crm.lead.note", of_lead, self.env._("personal notes")),
        ]
