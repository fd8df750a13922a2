from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class CrmLeadNote(models.Model):
    """A note for those who work on a lead, and nobody else (features.md #157).

    Its author, the salesperson of the lead and its followers read it; managers and administrators
    do when they are one of these. Whoever became one of these by a merge alone does not. It says
    so in the rules of security/crm_lead_note_security.xml.
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
    # Written by merges alone.
    hidden_from_ids = fields.Many2many(
        "res.partner",
        "crm_lead_note_hidden_rel",
        "note_id",
        "partner_id",
        groups=fields.NO_ACCESS,
        copy=False,
        export_string_translation=False,
    )
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

    @api.model
    def _write_hidden(self, partner_ids_by_note, hidden=True):
        """Hide notes from partners, or take that back; by a statement, for nobody wrote the notes.

        :param partner_ids_by_note: dict, a note's id to a list of ids of res.partner
        :param hidden: bool, False to take it back
        """
        rows = [(note, partner) for note, ids in partner_ids_by_note.items() for partner in ids]
        if not rows:
            return
        self.env.flush_all()
        table = SQL(
            "unnest(%s::int[], %s::int[])", *(list(column) for column in zip(*rows, strict=True))
        )
        if hidden:
            statement = SQL("INSERT INTO crm_lead_note_hidden_rel SELECT * FROM %s", table)
        else:
            statement = SQL(
                "DELETE FROM crm_lead_note_hidden_rel hidden USING %s AS gone(note_id, partner_id) "
                "WHERE hidden.note_id = gone.note_id AND hidden.partner_id = gone.partner_id",
                table,
            )
        self.env.cr.execute(statement)
        self.invalidate_model(["hidden_from_ids"])

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

    # Merges ---------------------------------------------------------------------------------

    def _get_note_readers(self):
        """Who reads the personal notes of a record, beside their authors.

        :returns: res.partner
        """
        lead = self.sudo()
        return lead.message_partner_ids | lead.user_id.partner_id

    @contextmanager
    def _hiding_notes(self):
        """What is merged here gives nobody a personal note to read who could not read it before."""
        notes = self.env["crm.lead.note"].sudo().search([("lead_id", "in", self.ids)])
        before = {note: note.lead_id._get_note_readers() for note in notes}
        yield
        hidden = {
            note: note.lead_id._get_note_readers() - before[note] - note.hidden_from_ids
            for note in notes.exists()
        }
        self.env["crm.lead.note"]._write_hidden(
            {note.id: partners.ids for note, partners in hidden.items()}
        )
        for survivor, notes_of_one in notes.exists().grouped("lead_id").items():
            # Odoo's own merge has no log, and is not undone.
            if log := survivor.sudo().survived_merge_ids[:1]:
                log._add_created("hidden_from", {n.id: hidden[n].ids for n in notes_of_one})
