from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.server_context import get_merge
from ...tools.settings import get_setting

ACTIVITY = "crm_lead_qualification.mail_activity_type_qualification"


class CrmLead(models.Model):
    """Leads become opportunities on approval, where the settings ask for it (features.md #37).

    The leader of the lead's team and the sales managers convert; others ask them to. Programs that
    run as the superuser, such as rule-based assignment, are no salespeople.
    """

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    qualification_user_id = fields.Many2one(
        "res.users",
        "Qualification asked by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        tracking=90,
    )
    qualification_date = fields.Datetime("Qualification asked on", readonly=True, copy=False)
    can_qualify = fields.Boolean(compute="_compute_can_qualify")

    @api.depends("team_id.user_id")
    @api.depends_context("uid")
    def _compute_can_qualify(self):
        qualifiable = self._filter_qualifiable()
        for lead in self:
            lead.can_qualify = lead in qualifiable

    def _filter_qualifiable(self):
        """The records of self that the user may convert (features.md #37)."""
        if (
            self.env.su
            or not get_setting(self.env, "lead_approval")
            or self.env.user.has_group("sales_team.group_sale_manager")
        ):
            return self
        return self.filtered(lambda lead: lead.sudo().team_id.user_id == self.env.user)

    # Who converts ---------------------------------------------------------------------------

    def _get_conversion_obstacles(self):
        """With the setting on, the user's right to qualify is one more condition (#37)."""
        obstacles = super()._get_conversion_obstacles()
        for lead in self - self._filter_qualifiable():
            if lead in obstacles:
                continue
            if lead.qualification_user_id:
                obstacles[lead] = self.env._(
                    "“%(lead)s” is waiting for its qualification, which %(user)s asked for on "
                    "%(date)s. The leader of its sales team or a sales manager converts it.",
                    **lead._get_qualification_names(),
                )
            else:
                obstacles[lead] = self.env._(
                    "“%(lead)s” is converted by the leader of its sales team or a sales manager. "
                    "Press “Ask for qualification” on its form.",
                    lead=lead.display_name,
                )
        return obstacles

    def _get_qualification_names(self):
        """What sentences about a request name."""
        return {
            "lead": self.display_name,
            "user": self.qualification_user_id.sudo().name,
            "date": format_date(self.env, self.qualification_date),
        }

    def write(self, vals):
        if vals.get("type") != "opportunity" or get_merge(self.env):
            return super().write(vals)
        converted = self.filtered(lambda lead: lead.type == "lead")
        converted._refuse_unqualified()
        result = super().write(vals)
        converted._close_qualification(
            self.env._("Qualified: %(user)s converted it.", user=self.env.user.name)
        )
        return result

    def _merge_opportunity(self, *args, **kwargs):
        if self._get_merged_type() == "opportunity":
            self.filtered(lambda lead: lead.type == "lead")._refuse_unqualified()
        return super()._merge_opportunity(*args, **kwargs)

    def _get_unqualified_obstacles(self):
        """Leads of self that cannot be merged with its opportunities, each with the reason (#37).

        To merge a lead into an opportunity converts it: anybody can make an empty one.

        :returns: dict, crm.lead to str, a sentence
        """
        if "opportunity" not in self.mapped("type"):
            return {}
        return dict.fromkeys(self._filter_unqualified(), self._get_unqualified_text())

    @api.model
    def _get_unqualified_text(self):
        """Why a lead is not merged into an opportunity, in a sentence that does not name it."""
        return self.env._(
            "Merged into an opportunity it would be one, and that is for the leader of its sales "
            "team or a sales manager. Press “Ask for qualification” on its form."
        )

    def _filter_unqualified(self):
        """The leads of self, opportunities apart, that the user may not convert (#37)."""
        return self.filtered(lambda lead: lead.type == "lead") - self._filter_qualifiable()

    def _refuse_unqualified(self):
        """Refuse to convert what the user may not qualify.

        :raises UserError: there is such a record
        """
        unqualified = self - self._filter_qualifiable()
        if unqualified:
            raise UserError("\n".join(unqualified._get_conversion_obstacles().values()))

    # Asking ---------------------------------------------------------------------------------

    def action_ask_qualification(self):
        """Ask the leader of each lead's team to convert it, by an activity (features.md #37).

        :raises UserError: the lead cannot be converted at all, it is asked already, the user may
            convert it alone, or there is nobody to ask
        """
        self.check_access("write")
        self._lock_or_refuse()
        self._check_qualification_askable()
        by_qualifier = {}
        for lead, user in self._find_qualifiers().items():
            by_qualifier.setdefault(user, []).append(lead.id)
        self.write({"qualification_user_id": self.env.uid, "qualification_date": self.env.cr.now()})
        for user, lead_ids in by_qualifier.items():
            leads = self.browse(lead_ids).sudo().with_context(lang=user.lang)
            leads.activity_schedule(
                ACTIVITY,
                user_id=user.id,
                summary=leads.env._("Qualification asked by %(user)s", user=self.env.user.name),
            )

    def _check_qualification_askable(self):
        """Refuse a request that leads nowhere.

        :raises UserError: see `action_ask_qualification`
        """
        own = self._filter_qualifiable()
        # Everything but the right to convert is looked at as for a conversion.
        reasons = list(self.sudo()._get_conversion_obstacles().values())
        for lead in self if not reasons else ():
            if lead in own:
                reasons.append(
                    self.env._(
                        "You may convert “%(lead)s” yourself: press “Convert to Opportunity”.",
                        lead=lead.display_name,
                    )
                )
            elif lead.qualification_user_id:
                reasons.append(
                    self.env._(
                        "The qualification of “%(lead)s” is asked already: by %(user)s on "
                        "%(date)s.",
                        **lead._get_qualification_names(),
                    )
                )
        if reasons:
            raise UserError("\n".join(reasons))

    def _find_qualifiers(self):
        """Whom to ask: the leader of the team; without one who may open the lead, the sales manager
        of its company who has been there longest.

        :returns: dict, crm.lead to res.users
        :raises UserError: there is nobody
        """
        managers = self.env.ref("sales_team.group_sale_manager").sudo().all_user_ids
        managers = managers.filtered(lambda user: user.active and not user.share).sorted("id")
        qualifiers = {}
        for leader, leads in self.sudo().grouped(lambda lead: lead.team_id.user_id).items():
            if leader.active:
                theirs = leads.sudo(False).with_user(leader)
                theirs = theirs.with_context(allowed_company_ids=leader.company_ids.ids)
                qualifiers |= dict.fromkeys(theirs._filtered_access("read").ids, leader)
        for lead in self.sudo().filtered(lambda lead: lead.id not in qualifiers):
            company = lead.company_id
            qualifiers[lead.id] = managers.filtered(
                lambda user, company=company: company <= user.company_ids
            )[:1]
            if not qualifiers[lead.id]:
                raise UserError(
                    self.env._(
                        "There is nobody to ask: the sales team of “%(lead)s” has no leader, and its "
                        "company no sales manager. Ask an administrator to set one.",
                        lead=lead.display_name,
                    )
                )
        return {lead: qualifiers[lead.id] for lead in self}

    # Answering ------------------------------------------------------------------------------

    def _close_qualification(self, feedback):
        """Mark the requests of self as answered.

        :param feedback: str, what the chatter says of it
        """
        asked = self.filtered("qualification_user_id")
        if asked:
            asked.sudo().activity_feedback([ACTIVITY], feedback=feedback)
            asked.write({"qualification_user_id": False, "qualification_date": False})

    def _refuse_qualification(self, reason):
        """Answer a request with no, and tell whoever asked (features.md #37).

        :param reason: str, a text
        :raises UserError: it is not asked any more, or the user is not the one to answer
        """
        self.ensure_one()
        self._lock_or_refuse()
        if not self.qualification_user_id:
            raise UserError(
                self.env._(
                    "Nobody asks for the qualification of “%(lead)s” any more.",
                    lead=self.display_name,
                )
            )
        self._refuse_unqualified()
        asked_by = self.qualification_user_id.partner_id
        feedback = self.env._("Not qualified: %(reason)s", reason=reason)
        self._close_qualification(feedback)
        self.message_post(body=feedback, partner_ids=asked_by.ids, subtype_xmlid="mail.mt_note")
