from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...tools.server_context import is_on

# What only a merge says of a record, by its value.
FORGED = {"absorbed_by_merge_id": bool, "won_status": lambda value: value == "merged"}
# What Odoo itself counts on a record, whoever it belongs to.
WRITTEN_BY_MACHINES = {"message_bounce"}


class CrmLead(models.Model):
    """Records that were merged into another: kept, frozen, and leading to it (features.md #32)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    won_status = fields.Selection(selection_add=[("merged", "Merged")])
    absorbed_by_merge_id = fields.Many2one(
        "crm.lead.merge",
        "Merged by",
        index="btree_not_null",
        copy=False,
        readonly=True,
        ondelete="set null",
    )
    survivor_id = fields.Many2one(
        "crm.lead",
        "Merged into",
        compute="_compute_survivor_id",
        search="_search_survivor_id",
        compute_sudo=False,
        help="The record that has everything of this one now.",
    )
    merged_text = fields.Char(compute="_compute_merged_text")

    @api.depends("absorbed_by_merge_id")
    def _compute_won_status(self):
        absorbed = self.filtered("absorbed_by_merge_id")
        absorbed.won_status = "merged"
        return super(CrmLead, self - absorbed)._compute_won_status()

    @api.depends("absorbed_by_merge_id.survivor_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_survivor_id(self):
        """Whoever may open an absorbed record need not be able to read its survivor."""
        survivors = self.sudo().absorbed_by_merge_id.survivor_id.with_env(self.env)
        readable = survivors._filtered_access("read")
        for lead in self:
            lead.survivor_id = (
                lead.sudo().absorbed_by_merge_id.survivor_id.with_env(self.env) & readable
            )

    @api.model
    def _search_survivor_id(self, operator, value):
        return Domain("absorbed_by_merge_id.survivor_id", operator, value)

    @api.depends("absorbed_by_merge_id.survivor_id.name")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_merged_text(self):
        for lead in self:
            lead.merged_text = lead._get_absorbed_text() if lead.absorbed_by_merge_id else False

    def _get_absorbed_text(self):
        """Where an absorbed record went, in a sentence."""
        self.ensure_one()
        merge = self.absorbed_by_merge_id.sudo()
        values = {"date": format_date(self.env, merge.date), "user": merge.user_id.name}
        if not merge.sudo(False)._filtered_access("read"):
            return self.env._(
                "It was merged into a record that you may not read, on %(date)s by %(user)s.",
                **values,
            )
        return self.env._(
            "It was merged into “%(survivor)s” on %(date)s by %(user)s.",
            survivor=merge.survivor_name,
            **values,
        )

    def _get_trace(self):
        """Where an absorbed record went, for its own chatter: with a link.

        :returns: Markup
        """
        self.ensure_one()
        text = escape(self._get_absorbed_text())
        survivor = self._get_final_survivor()
        if not survivor:
            return text
        link = Markup('<a href="#" data-oe-model="%s" data-oe-id="%s">#%s</a>') % (
            self._name,
            survivor.id,
            survivor.id,
        )
        return text + Markup(" ") + link

    def _get_absorbed_obstacle(self):
        """Why nothing can be done with an absorbed record, in sentences that name it.

        :returns: str
        """
        return self.env._(
            "“%(lead)s” is not there any more. %(merged)s You find everything there.",
            lead=self.display_name,
            merged=self._get_absorbed_text(),
        )

    def _get_final_survivor(self):
        """The records with everything that was merged into them, in place of absorbed ones.

        :returns: crm.lead without absorbed records, each once
        """
        leads = self
        while absorbed := leads.filtered("absorbed_by_merge_id"):
            leads = (leads - absorbed) | absorbed.sudo().absorbed_by_merge_id.survivor_id.with_env(
                self.env
            )
        return leads

    def _absorb(self, log_by_lead):
        """Put the records of self away as merged.

        By a statement: it is not the user who archives them, nothing is tracked, no counter of won
        and lost changes, and their dates stay what they were.

        :param log_by_lead: dict, a lead's id to that of the crm.lead.merge which absorbs it
        """
        self.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET active = false, won_status = 'merged', absorbed_by_merge_id = log.id "
                "FROM unnest(%s::int[], %s::int[]) AS log(lead_id, id) "
                "WHERE crm_lead.id = log.lead_id",
                list(log_by_lead),
                list(log_by_lead.values()),
            )
        )
        self._stored_behind_orm(["active", "won_status", "absorbed_by_merge_id"])

    # Frozen ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # Before anything is made for it, and goes to the survivor that it claims to have.
        claimed = self.default_get(["absorbed_by_merge_id"])
        self._refuse_forged(
            [
                {"absorbed_by_merge_id": {**claimed, **vals}.get("absorbed_by_merge_id")}
                for vals in vals_list
            ]
        )
        leads = super().create(vals_list)
        # A default of the context or of the user is as good a forgery as a value.
        self._refuse_forged([{name: lead[name] for name in FORGED} for lead in leads.sudo()])
        return leads

    def write(self, vals):
        self._refuse_forged([vals])
        if not WRITTEN_BY_MACHINES.issuperset(vals):
            self._refuse_absorbed()
        return super().write(vals)

    def _compute_field_value(self, field):
        """Nothing that is stored is computed anew on an absorbed record.

        Nobody writes it when its customer gets another phone, and still its own would be lost.
        """
        leads = self
        if field.store:
            leads = self.filtered(lambda lead: not (lead.id and lead.absorbed_by_merge_id))
        # Odoo's methods fail on an empty recordset.
        return super(CrmLead, leads)._compute_field_value(field) if leads else None

    def _refuse_forged(self, vals_list):
        """Only a merge says that a record was merged, and it does so by a statement.

        :raises AccessError: somebody else says it
        """
        if any(name in vals and FORGED[name](vals[name]) for vals in vals_list for name in FORGED):
            raise AccessError(
                self.env._("Records are merged through Action > Merge, not by writing a field.")
            )

    def _refuse_absorbed(self):
        """Refuse to change a record that was merged into another.

        :raises UserError: there is one
        """
        for lead in self.filtered("absorbed_by_merge_id"):
            raise UserError(
                self.env._(
                    "“%(lead)s” cannot be changed. %(merged)s Change that record, or undo the "
                    "merge.",
                    lead=lead.name,
                    merged=lead._get_absorbed_text(),
                )
            )

    def unlink(self):
        """Core's callers of a merge delete what was merged; here it stays (see `absorbed_by_merge_id`)."""
        leads = self
        if is_on(self.env, "keep_absorbed"):
            leads = self.exists().filtered(lambda lead: not lead.absorbed_by_merge_id)
        return super(CrmLead, leads).unlink()

    # Letters to an absorbed record ----------------------------------------------------------

    def message_post(self, **kwargs):
        survivor = self._get_final_survivor() if len(self) == 1 else self
        # A survivor that was deleted gets no letters.
        return super(CrmLead, survivor or self).message_post(**kwargs)

    def message_update(self, msg_dict, update_vals=None):
        survivor = self._get_final_survivor()
        return super(CrmLead, survivor or self).message_update(msg_dict, update_vals)
