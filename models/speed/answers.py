from odoo import api, models

from ...tools.batch import forgetting, remember


class CrmAnswerSource(models.AbstractModel):
    """Records that remembered answers depend on: when they change, it is asked again."""

    _name = "crm.answer.source"
    _description = "Records that answers of a batch depend on"

    @api.model_create_multi
    def create(self, vals_list):
        with forgetting(self.env):
            return super().create(vals_list)

    def write(self, vals):
        with forgetting(self.env):
            return super().write(vals)

    def unlink(self):
        with forgetting(self.env):
            return super().unlink()


class CrmTeam(models.Model):
    """The team of a salesperson, looked up once for all leads that are created together."""

    _name = "crm.team"
    _inherit = ["crm.answer.source", "crm.team"]

    def _get_default_team_id(self, user_id=False, domain=False):
        return remember(
            self,
            "_get_default_team_id",
            (user_id, repr(domain)),
            lambda: super(CrmTeam, self)._get_default_team_id(user_id=user_id, domain=domain),
        )


class CrmTeamMember(models.Model):
    _name = "crm.team.member"
    _inherit = ["crm.answer.source", "crm.team.member"]


class CrmStage(models.Model):
    """Odoo looks for the won stages, and for the first one, with every record that it writes."""

    _name = "crm.stage"
    _inherit = ["crm.answer.source", "crm.stage"]

    @api.model
    def search(self, domain, offset=0, limit=None, order=None):
        return remember(
            self,
            "search",
            (repr(domain), offset, limit, order),
            lambda: super(CrmStage, self).search(domain, offset, limit, order),
        )


class CrmLeadScoringFrequency(models.Model):
    """What the probabilities of many records are computed from."""

    _inherit = "crm.lead.scoring.frequency"

    @api.model
    def search(self, domain, offset=0, limit=None, order=None):
        return remember(
            self,
            "search",
            (repr(domain), offset, limit, order),
            lambda: super(CrmLeadScoringFrequency, self).search(domain, offset, limit, order),
        )

    @api.model_create_multi
    def create(self, vals_list):
        with forgetting(self.env):
            return super().create(vals_list)

    def unlink(self):
        with forgetting(self.env):
            return super().unlink()


class CrmLead(models.Model):
    """The stages of a team, looked up once for all of its leads."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _stage_find(self, team_id=False, domain=None, order="sequence, id", limit=1):
        teams = frozenset(self.team_id.ids)
        return remember(
            self,
            "_stage_find",
            (teams, team_id, repr(domain), order, limit),
            lambda: super(CrmLead, self)._stage_find(
                team_id=team_id, domain=domain, order=order, limit=limit
            ),
        )


class MailMessageSubtype(models.Model):
    """Odoo asks whether the subtype of a message is there, twice for each message."""

    _inherit = "mail.message.subtype"

    def exists(self):
        return remember(self, "exists", self._ids, super().exists)

    def unlink(self):
        with forgetting(self.env):
            return super().unlink()
