from odoo import Command, api, fields, models

from ..models.merge.values import BLOCKS
from ..tools.server_context import ON, Merge


class CrmLead2opportunityPartner(models.TransientModel):
    _name = "crm.lead2opportunity.partner"
    _inherit = ["crm.lead.comparison", "crm.lead2opportunity.partner"]
    _compared_by = ("name", "duplicated_lead_ids", "lead_id")

    action = fields.Selection(
        selection_add=[("nothing", "Do not link to a customer")],
        ondelete={"nothing": "cascade"},
        help="Do not link to a customer: a lead without a customer stays without one.",
    )

    # Whoever names a lead here need not be able to read it.
    lead_partner_name = fields.Char(related_sudo=False)
    lead_contact_name = fields.Char(related_sudo=False)
    lead_company_id = fields.Many2one(
        related="lead_id.company_id", string="Company of the lead", related_sudo=False
    )
    # A team without a pipeline cannot have opportunities.
    team_id = fields.Many2one(domain=[("use_opportunities", "=", True)])
    # Every record beside which the lead stands, those that were unticked too.
    compared_ids = fields.Many2many(
        "crm.lead",
        "crm_lead2opportunity_partner_compared_rel",
        compute="_compute_compared_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        context={"active_test": False},
    )
    customer_name = fields.Char(
        "Name of the Customer",
        compute="_compute_customer_name",
        store=True,
        readonly=False,
        compute_sudo=False,
    )
    is_customer_name_required = fields.Boolean(compute="_compute_customer_hint", compute_sudo=False)
    customer_hint = fields.Char(compute="_compute_customer_hint", compute_sudo=False)
    stage_id = fields.Many2one(
        "crm.stage",
        compute="_compute_stage_id",
        store=True,
        readonly=False,
        domain="['|', ('team_ids', '=', False), ('team_ids', 'in', team_id)]",
        help="Empty: the first stage, or the one that it had as an opportunity before.",
    )

    @api.depends("team_id")
    def _compute_stage_id(self):
        """A stage of another team is of no use (features.md #55)."""
        for wizard in self:
            teams = wizard.stage_id.team_ids
            if teams and wizard.team_id not in teams:
                wizard.stage_id = False

    @api.model
    def default_get(self, fields):
        if "lead_id" in fields:
            self._get_lead_of_window()._check_convertible()
        return super().default_get(fields)

    @api.depends("lead_id", "partner_id")
    def _compute_duplicated_lead_ids(self):
        """Merging is recommended on every strong key, not on the e-mail alone (#10, #36)."""
        result = super()._compute_duplicated_lead_ids()
        maximum = self.env["crm.lead"]._get_merge_maximum()
        for wizard in self.filtered("lead_id"):
            found = wizard._find_beside()
            if len(found) > maximum and not found._is_merge_as_in_odoo():
                # Not the survivor of them all is what is left for another time.
                found = (wizard.lead_id._origin | found._sort_for_merge())[:maximum]
            wizard.duplicated_lead_ids = found
        return result

    @api.depends("name", "duplicated_lead_ids", "lead_id")
    def _compute_compared_ids(self):
        """Those too that are too many to be ticked."""
        result = super()._compute_compared_ids()
        maximum = self.env["crm.lead"]._get_merge_maximum()
        for wizard in self:
            if len(wizard._get_merged_ids()) < maximum:
                continue
            known = set(wizard.compared_ids._origin.ids)
            wizard.compared_ids |= wizard._find_beside().filtered(
                lambda lead, known=known: lead.id not in known
            )
        return result

    def _find_beside(self):
        """What may be merged with the lead: what is ticked, and what a strong key ties to it.

        :returns: crm.lead, with the lead itself
        """
        lead = self.lead_id
        found = self.duplicated_lead_ids | lead._get_lead_duplicates(
            partner=self.partner_id, email=lead.email_from, include_lost=True
        )
        # Core asks on nobody's behalf, and finds those that were told apart from this one too.
        # In a window that is open, what core has found goes by ids that are not the database's.
        apart = lead._get_dismissed().ids
        return found.browse(
            [lead_id for lead_id in dict.fromkeys(found.ids) if lead_id not in apart]
        )

    def _get_merged(self):
        """The lead with what is ticked, when the window merges."""
        if self.name != "merge":
            return super()._get_merged()
        return self.lead_id | self.duplicated_lead_ids

    def _get_anchor(self, compared):
        return self.lead_id._origin & compared

    def _get_fixed(self):
        return self.lead_id

    def onchange(self, values, field_names, fields_spec):
        """Let every row say why it is similar (features.md #10).

        The client cannot ask for it: it reads the rows together with the lead that they are similar
        to.
        """
        lead = self._get_lead_of_window()
        return super().onchange(values, field_names, self._tell_reasons(fields_spec, lead))

    def web_read(self, specification):
        lead = self.lead_id if len(self) == 1 else self.lead_id.browse()
        return super().web_read(self._tell_reasons(specification, lead))

    @api.model
    def _tell_reasons(self, specification, lead):
        """What a client asks for, with the lead that the rows are similar to."""
        rows = isinstance(specification, dict) and specification.get("duplicated_lead_ids")
        if not lead or not isinstance(rows, dict):
            return specification
        context = {**(rows.get("context") or {}), "similar_to": lead.id}
        return {**specification, "duplicated_lead_ids": {**rows, "context": context}}

    @api.depends("lead_id")
    def _compute_commercial_partner_id(self):
        """The lead's own organization comes up; core knows it of a customer's company alone."""
        result = super()._compute_commercial_partner_id()
        for wizard in self.filtered("lead_id.organization_id"):
            if not wizard.commercial_partner_id and not wizard.partner_id:
                wizard.commercial_partner_id = wizard.lead_id.organization_id
        return result

    @api.depends("lead_id", "user_id")
    def _compute_team_id(self):
        """The lead's own team comes up with its own salesperson, or without one (#12, #13).

        None comes up that has no pipeline.
        """
        kept = self.filtered(
            lambda wizard: (
                wizard.lead_id.team_id.use_opportunities
                and wizard.user_id == wizard.lead_id.user_id
            )
        )
        for wizard in kept:
            wizard.team_id = wizard.lead_id.team_id
        result = super(CrmLead2opportunityPartner, self - kept)._compute_team_id()
        domain = self._fields["team_id"].domain
        for wizard in self:
            if wizard.team_id and not wizard.team_id.use_opportunities:
                team = wizard.team_id._get_default_team_id(user_id=wizard.user_id.id, domain=domain)
                wizard.team_id = team.filtered_domain(domain)
        return result

    @api.depends("lead_id")
    def _compute_customer_name(self):
        """Who the customer will be, to be corrected before there is one (features.md #14)."""
        for wizard in self:
            wizard.customer_name = wizard.lead_id and wizard.lead_id._get_new_customer_name()

    @api.depends("lead_id", "action", "customer_name", "commercial_partner_id")
    @api.depends_context("lang")
    def _compute_customer_hint(self):
        """Which contacts a new customer makes, in a sentence (features.md #14)."""
        for wizard in self:
            lead = wizard.lead_id
            existing = wizard.commercial_partner_id or lead.organization_id
            company = existing.name or lead.partner_name
            is_new = wizard.action == "create" and lead and not lead.partner_id
            # Without a name the company is the customer, where nobody is named.
            wizard.is_customer_name_required = is_new and bool(
                not company or lead._get_new_customer_name()
            )
            wizard.customer_hint = False
            if wizard.action == "create" and lead.partner_id:
                wizard.customer_hint = self.env._(
                    "The lead has the customer “%(customer)s” already, and keeps it.",
                    customer=lead.partner_id.display_name,
                )
            elif is_new:
                wizard.customer_hint = wizard._get_new_customer_hint(company, bool(existing))

    def _get_new_customer_hint(self, company, is_there):
        """What is created, for people.

        :param company: str, the name of the company, or False
        :param is_there: bool, whether the company is a contact already
        :returns: str, a sentence
        """
        names = {"person": self.customer_name, "company": company}
        if not self.customer_name and not company:
            return self.env._(
                "The lead names nobody: give the customer a name, or do not link it to a customer."
            )
        if not company:
            return self.env._("The contact “%(person)s” is created.", **names)
        if not self.customer_name and is_there:
            return self.env._("The company “%(company)s” becomes the customer.", **names)
        if not self.customer_name:
            return self.env._(
                "The company “%(company)s” is created and becomes the customer.", **names
            )
        if is_there:
            return self.env._(
                "The contact “%(person)s” is created in the company “%(company)s”.", **names
            )
        return self.env._(
            "The contact “%(person)s” is created, and the company “%(company)s” with it.", **names
        )

    def action_apply(self):
        """Convert or merge, as chosen in the window (features.md #9, #17).

        :returns: dict, a window action with the opportunity, which offers to undo it
        :raises UserError: the lead can no longer be converted, or somebody else is converting it
        """
        lead = self._get_lead_of_window()
        lead._lock_or_refuse()
        lead._check_convertible()
        if not lead or self.name == "merge":
            result = super().action_apply()
            # A merge has the window point to its result.
            lead = self.lead_id or lead
            if lead.can_undo_merge:
                message = self.env._(
                    "Merged into the opportunity “%(lead)s”.", lead=lead.display_name
                )
                return lead._add_undo(result, message, lead, "action_undo_merge")
            return result
        with self.env["crm.lead.bulk"]._remembering_one(lead) as bulk:
            result = super().action_apply()
        bulk = bulk.with_env(self.env)
        if bulk.has_access("read") and bulk.can_undo and not bulk._is_held():
            message = self.env._("“%(lead)s” is an opportunity now.", lead=lead.display_name)
            return lead._add_undo(result, message, bulk, "action_undo")
        return result

    def _get_lead_of_window(self):
        """The one lead that the window is about; bulk conversion has none."""
        context = self.env.context
        lead_id = context.get("default_lead_id") or context.get("active_id")
        return self.lead_id or self.env["crm.lead"].browse(lead_id or ())

    def _action_convert(self):
        # Core converts the active records of the context, which need not be there, or be others.
        lead = self._get_lead_of_window()
        wizard = self
        if lead and lead.id not in self.env.context.get("active_ids", []):
            wizard = self.with_context(active_ids=lead.ids)
        return super(CrmLead2opportunityPartner, wizard)._action_convert()

    def _action_merge(self):
        """Core writes the window's salesperson and team even when they are empty (#12)."""
        leads = self.duplicated_lead_ids | self.lead_id
        choices = {}
        if self.can_preview:
            mergeable = leads._get_merge_preview()
            choices = self._get_choices(mergeable)
            if self.lead_id in mergeable:
                # What the window says of the others: they are left out.
                leads = mergeable
                self.write({"duplicated_lead_ids": [Command.set(leads.ids)]})
        leads = leads._sort_survivor_first()
        merged = leads._merge_data(["user_id", "team_id"])
        chosen = {name: self[name].id for name in merged}
        if not self.user_id and self.team_id == self.lead_id.team_id:
            # Nobody has chosen it: it came up with the lead, and the result has a team of its own.
            chosen["team_id"] = False
        self.write({name: chosen[name] or merged[name] for name in merged})
        # Core deletes what was merged; it is kept, so that the merge can be undone. The conversion
        # belongs to the merge, and is undone with it.
        merge = Merge(choices, goes_on=True)
        wizard = self.with_context(keep_absorbed=ON, crm_lead_merge=merge)
        merged = super(CrmLead2opportunityPartner, wizard)._action_merge().with_env(self.env)
        merge.end()
        return merged

    def _convert_and_allocate(self, leads, user_ids, team_id=False):
        result = super()._convert_and_allocate(leads, user_ids, team_id=team_id)
        if self.stage_id:
            leads.filtered(lambda lead: lead.type == "opportunity").write(
                {"stage_id": self.stage_id.id}
            )
        return result

    def _convert_handle_partner(self, lead, action, partner_id):
        if action == "nothing":
            return None
        if self.name == "merge" and not lead._is_merge_as_in_odoo():
            self._link_merged(lead)
            return None
        if action == "create" and not partner_id and not self._name_customer(lead):
            return None
        return super()._convert_handle_partner(lead, action, partner_id)

    def _link_merged(self, lead):
        """Give the result of a merge a customer where it has none: the window does not show its
        own, which came up for one of the records, and what was chosen there stays (#10).
        """
        if lead.partner_id:
            return
        partner = lead._find_matching_partner()
        if not partner and not self._name_customer(lead):
            return
        # Of a customer that is linked core takes the e-mail, the phone, the address and so on.
        decided = lead._get_fields_decided(with_team=True)
        names = {field.name for field in decided if lead.sudo()[field.name]}
        for block in BLOCKS.values():
            if names.intersection(block):
                names.update(block)
        with self.env.protecting([lead._fields[name] for name in names], lead):
            lead.with_context(default_user_id=self.user_id.id)._handle_partner_assignment(
                force_partner_id=partner.id, create_missing=not partner
            )
            lead.flush_recordset()

    def _name_customer(self, lead):
        """Give a lead the name that its customer gets: core would take the subject (#14).

        :param lead: crm.lead, without a customer
        :returns: bool, False where a merge finds nobody to make a customer of, for it cannot ask
        """
        is_merge = self.name == "merge"
        name = lead._get_new_customer_name() if is_merge else (self.customer_name or "").strip()
        if name and name != lead.contact_name:
            lead.contact_name = name
        return bool(name or not is_merge or lead.partner_name or lead.organization_id)
