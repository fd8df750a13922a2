from odoo import api, fields, models
from odoo.tools import plaintext2html

from ..similar.crm_lead import STRONG_KINDS

# Of a caller little more is known than the number, be it that of an office.
KINDS_OF_CALLERS = (*STRONG_KINDS, "office")
# More than this many, one looks for by the search.
MOST_SHOWN = 20


class CrmPhonecall(models.Model):
    """The lead that a call belongs to: one that is there already, or a new one (#66)."""

    _inherit = "crm.phonecall"  # pylint: disable=consider-merging-classes-inherited

    similar_notice = fields.Char(compute="_compute_similar_notice")

    @api.depends_context("uid", "allowed_company_ids", "lang")
    @api.depends(
        *("opportunity_id", "partner_id", "partner_phone"),
        *("email_from", "contact_name", "partner_name"),
    )
    def _compute_similar_notice(self):
        for call in self:
            count = 0 if call.opportunity_id else len(call._find_similar_leads())
            call.similar_notice = bool(count) and self.env._(
                "Leads and opportunities of this caller: %(count)s.", count=count
            )

    def _get_typed_lead(self):
        """The lead that would be made of the call, in memory alone.

        :returns: crm.lead
        """
        vals = self._prepare_opportunity_vals()
        names = ("partner_id", "phone", "email_from", "contact_name", "partner_name")
        return self.env["crm.lead"].new(
            {"company_id": self.company_id.id, **{name: vals[name] for name in names}}
        )

    def _find_similar_leads(self):
        """Open records of the same caller that the user may read, the most telling first (#66).

        :returns: crm.lead
        """
        self.ensure_one()
        if not self.env["crm.lead"].has_access("read"):
            return self.env["crm.lead"]
        lead = self._get_typed_lead()
        shown, _hidden = lead._get_similar(KINDS_OF_CALLERS)
        leads = lead.browse(lead._sort_similar(shown[lead]))
        return leads.filtered(lambda lead: lead.active and lead.won_status == "pending")[
            :MOST_SHOWN
        ]

    def _prepare_opportunity_vals(self):
        """As OCA's; nothing of what is known about the caller is left behind (features.md #66).

        :returns: dict, the values of a lead or opportunity
        """
        vals = super()._prepare_opportunity_vals()
        partner = self.partner_id
        vals.update(
            email_from=self.email_from or partner.email,
            contact_name=self.contact_name or (not partner.is_company and partner.name),
            partner_name=self.partner_name or partner.commercial_company_name,
            # A text has lines, and no markup of its own.
            description=self.description and plaintext2html(self.description),
        )
        if self.user_id:
            vals["user_id"] = self.user_id.id
        return vals

    def action_button_convert2opportunity(self):
        """As OCA's; a call that is still to come stays planned.

        :returns: dict, a window action
        """
        self.ensure_one()
        return self._create_lead("opportunity").redirect_lead_opportunity_view()

    def action_create_lead(self):
        """Make a lead of the call, or choose one that is there (features.md #66).

        :returns: dict, a window action: the lead, or the records of the same caller
        """
        return self._create_or_choose("lead")

    def action_create_opportunity(self):
        """Make an opportunity of the call, or choose one that is there (features.md #66).

        :returns: dict, a window action: the opportunity, or the records of the same caller
        """
        return self._create_or_choose("opportunity")

    def action_show_similar(self):
        """Show the records of the same caller, to choose the one that the call belongs to.

        :returns: dict, a window action
        """
        self.ensure_one()
        return self._get_choice_action("lead" if self._uses_leads() else "opportunity")

    def action_open_opportunity(self):
        """Open the lead or opportunity that the call belongs to.

        :returns: dict, a window action
        """
        self.ensure_one()
        return self.opportunity_id.redirect_lead_opportunity_view()

    def _create_or_choose(self, lead_type):
        self.ensure_one()
        if self.opportunity_id:
            return self.action_open_opportunity()
        if self._find_similar_leads():
            return self._get_choice_action(lead_type)
        return self._create_lead(lead_type).redirect_lead_opportunity_view()

    def _get_choice_action(self, lead_type):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("This caller is known"),
            "res_model": "crm.phonecall.choose.lead",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_phonecall_id": self.id,
                "default_lead_type": lead_type,
                # In the window's own context: that of a list of it is not sent with a new window.
                "similar_to_phonecall": self.id,
            },
        }

    def _uses_leads(self):
        return self.env.user.has_group("crm.group_use_lead")

    def _create_lead(self, lead_type):
        """Make a lead or an opportunity of the call; the call then belongs to it.

        :param lead_type: str, 'lead' or 'opportunity'
        :returns: crm.lead, that of the call if somebody else has just made one
        """
        self.ensure_one()
        self.check_access("write")
        # Two people at the same call do not make two leads of it.
        self.lock_for_update()
        self.invalidate_recordset(["opportunity_id"])
        if self.opportunity_id:
            return self.opportunity_id
        vals = {**self._prepare_opportunity_vals(), "type": lead_type}
        if lead_type == "lead" and self.team_id and not self.team_id.use_leads:
            del vals["team_id"]
        lead = self.env["crm.lead"].create(vals)
        self._belong_to(lead)
        return lead

    def _belong_to(self, lead):
        """The call belongs to a lead from now on; one that is going on is over."""
        vals = {"opportunity_id": lead.id}
        if lead.partner_id and not self.partner_id:
            vals["partner_id"] = lead.partner_id.id
        if self.state == "open" and not self._is_to_come():
            vals["state"] = "done"
        self.write(vals)
