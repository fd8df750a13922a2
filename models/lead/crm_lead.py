from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.tools import format_date

from ...tools.server_context import get_merge

# What a record is, as far as something cannot be done with it.
STATES = {
    "merged": lambda lead: lead.absorbed_by_merge_id,
    "opportunity": lambda lead: lead.type == "opportunity",
    "lead": lambda lead: lead.type == "lead",
    "won": lambda lead: lead.won_status == "won",
    "lost": lambda lead: lead.won_status == "lost",
    "archived": lambda lead: not lead.active,
    "active": lambda lead: lead.active,
}


class CrmLead(models.Model):
    _inherit = "crm.lead"

    type = fields.Selection(default=lambda self: self._default_type())
    # Linking a lead to a customer overwrites these with the customer's own. Core tracks the names,
    # the e-mail and the phone; tracked, the rest is kept in the chatter too (features.md #15).
    function = fields.Char(tracking=31)
    website = fields.Char(tracking=51)
    street = fields.Char(tracking=52)
    street2 = fields.Char(tracking=53)
    city = fields.Char(tracking=54)
    state_id = fields.Many2one(tracking=55)
    zip = fields.Char(tracking=56)
    country_id = fields.Many2one(tracking=57)
    lang_id = fields.Many2one(tracking=58)

    # The columns of the pipeline: what is in them, and their sums, without reading the table.
    _pipeline_index = models.Index(
        "(stage_id, priority DESC, id DESC) "
        "INCLUDE (company_id, user_id, team_id, expected_revenue, recurring_revenue_monthly) "
        "WHERE active IS TRUE AND type = 'opportunity'"
    )

    # Leads and teams ------------------------------------------------------------------------

    @api.model
    def _default_type(self):
        """Type of a record created without one: core's, but in a team without leads an opportunity.

        :returns: str, 'lead' or 'opportunity'
        """
        return self._get_default_types([{}])[0]

    @api.model
    def _get_default_types(self, vals_list):
        """Types of records to be created without one (features.md #5).

        The team is the one given, or else the one that core will choose for the salesperson.

        :param vals_list: list of dict, the values given at creation
        :returns: list of str, 'lead' or 'opportunity', in the same order
        """
        if not self.env.user.has_group("crm.group_use_lead"):
            return ["opportunity"] * len(vals_list)
        default_user_id = self.env.context.get("default_user_id", self.env.uid)
        default_team_id = self.env.context.get("default_team_id")
        # A team by salesperson, looked up once for the batch.
        team_by_user = {}
        types = []
        for vals in vals_list:
            user_id = vals.get("user_id", default_user_id)
            team = self.env["crm.team"].browse(vals.get("team_id", default_team_id) or ())
            if not team and "team_id" not in vals and user_id:
                if user_id not in team_by_user:
                    team_by_user[user_id] = self.env["crm.team"]._get_default_team_id(
                        user_id=user_id, domain=[("use_leads", "=", True)]
                    )
                team = team_by_user[user_id]
            types.append("opportunity" if team._filter_without_leads() else "lead")
        return types

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(self._set_types_by_team(vals_list))
        leads._filter_in_team_without_leads()._refuse_team_without_leads()
        return leads

    @api.model
    def _set_types_by_team(self, vals_list):
        """Values to create records with, each with a type that its team takes (features.md #5).

        :param vals_list: list of dict
        :returns: list of dict, in the same order
        """
        context = self.env.context
        default = context.get("default_type")
        if not default:
            # What a site or a user has chosen as their default.
            default = self.env["ir.default"]._get_model_defaults(self._name).get("type")
        types = [vals.get("type", default) for vals in vals_list]
        untyped = [vals for vals, given in zip(vals_list, types, strict=True) if not given]
        missing = iter(self._get_default_types(untyped))
        result = []
        for vals, given in zip(vals_list, types, strict=True):
            team_id = vals.get("team_id", context.get("default_team_id"))
            if not given:
                result.append({**vals, "type": next(missing)})
            elif given == "lead" and self.env.su and team_id and self._is_without_leads(team_id):
                # A program that captures leads has nobody to tell: nothing is lost, and the team
                # gets what it works on.
                result.append({**vals, "type": "opportunity"})
            else:
                result.append(vals)
        return result

    def _is_without_leads(self, team_id):
        return bool(self.env["crm.team"].browse(team_id)._filter_without_leads())

    def write(self, vals):
        if ("team_id" not in vals and "type" not in vals) or get_merge(self.env):
            return super().write(vals)
        # Those that were there when leads were switched off stay.
        staying = {lead: lead.team_id for lead in self._filter_in_team_without_leads()}
        result = super().write(vals)
        moved = self.filtered(lambda lead: staying.get(lead) != lead.team_id)
        moved._filter_in_team_without_leads()._refuse_team_without_leads()
        return result

    def _filter_in_team_without_leads(self):
        """The leads of self (opportunities apart) whose team takes none."""
        teams = self.team_id._filter_without_leads()
        return self.filtered(lambda lead: lead.type == "lead" and lead.team_id in teams)

    def _refuse_team_without_leads(self):
        """Refuse the leads of self, which are in a team that takes none (features.md #5).

        :raises ValidationError: there is one
        """
        for lead in self:
            raise ValidationError(
                self.env._(
                    "Leads are switched off for the sales team “%(team)s”, so “%(lead)s” cannot be "
                    "its lead. Choose another team, or convert the lead to an opportunity.",
                    team=lead.team_id.display_name,
                    lead=lead.display_name,
                )
            )

    @api.depends("user_id", "type")
    def _compute_team_id(self):
        """Core falls back on any team of the salesperson: for a lead, only one with leads."""
        teams = {lead: lead.team_id for lead in self}
        result = super()._compute_team_id()
        for lead in self._filter_in_team_without_leads():
            lead.team_id = teams[lead]
        return result

    # Conversion -----------------------------------------------------------------------------

    def _check_convertible(self):
        """Refuse what a conversion would pass over in silence (features.md #7).

        :raises UserError: a record is an opportunity already, won, lost or archived
        """
        for reason in self._get_conversion_obstacles().values():
            raise UserError(reason)

    def _get_conversion_obstacles(self):
        """Records of self that cannot be converted, each with the reason (features.md #7, B6).

        :returns: dict, crm.lead to str, whole sentences that name the record
        """
        return self._get_state_obstacles(
            {
                "merged": lambda lead: lead._get_absorbed_obstacle(),
                "opportunity": self.env._(
                    "“%(lead)s” is an opportunity already, since %(date)s. You find it in the "
                    "pipeline."
                ),
                "won": self.env._("“%(lead)s” is won: there is nothing left to convert."),
                "lost": self.env._("“%(lead)s” is lost. Restore it first, then convert it."),
                "archived": self.env._(
                    "“%(lead)s” is archived. Unarchive it first, then convert it."
                ),
            }
        )

    @api.model
    def _get_unwritable_text(self):
        return self.env._(
            "You may not change “%(lead)s”. Ask its salesperson or your sales manager."
        )

    def _get_state_obstacles(self, sentences):
        """Records of self that are in a state in which something cannot be done with them.

        Who says what cannot be done says it in words of their own; the states are the same for all.

        :param sentences: dict, a key of `STATES` or `unwritable` to a sentence, which may have
            %(lead)s and %(date)s in it, the day since when it is an opportunity; or to a function
            that makes one of a record. The first state that a record is in counts
        :returns: dict, crm.lead to str
        """
        readable = writable = set(self._ids)
        if "unwritable" in sentences:
            readable = set(self._filtered_access("read")._ids)
            writable = set(self._filtered_access("write")._ids)
        obstacles = {}
        for lead in self:
            sentence = names = None
            if lead.id not in writable:
                # The name of what may not be read is not told either.
                name = lead.display_name if lead.id in readable else f"#{lead.id}"
                sentence, names = sentences["unwritable"], {"lead": name}
            elif state := next((s for s in sentences if s in STATES and STATES[s](lead)), None):
                since = lead.date_conversion or lead.create_date
                sentence = sentences[state]
                names = {"lead": lead.display_name, "date": format_date(self.env, since)}
            if sentence:
                obstacles[lead] = sentence(lead) if callable(sentence) else sentence % names
        return obstacles

    def _lock_or_refuse(self):
        """Keep others from converting or merging the same leads until this transaction ends.

        :raises UserError: somebody else is at it, or a lead was deleted
        """
        if self.exists() != self:
            raise UserError(
                self.env._("This lead was deleted in the meantime. Go back to where you opened it.")
            )
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is working on “%(lead)s” at this moment. Close this window, "
                    "reload the page and look at the lead again.",
                    lead=self[:1].display_name,
                )
            ) from error
        # What was read before the lock may be old.
        self.invalidate_recordset()

    def _handle_salesmen_assignment(self, user_ids=False, team_id=False):
        # The convert window passes [False] when it has no salesperson: nothing is blanked then.
        user_ids = [user_id for user_id in user_ids or [] if user_id]
        if not user_ids and not team_id:
            return None
        return super()._handle_salesmen_assignment(user_ids=user_ids, team_id=team_id)

    # Lists ----------------------------------------------------------------------------------

    @api.model
    def _list_records(self, name, domain, xmlid="crm.crm_lead_all_leads"):
        """List leads and opportunities, whatever has become of them.

        :param name: str, the title
        :param domain: list
        :param xmlid: str, the action whose searches and columns it has
        :returns: dict, a window action
        """
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(xmlid),
            "name": name,
            "display_name": name,
            "domain": domain,
            "context": {"active_test": False, "create": False},
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
        }
