from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.server_context import Merge, get_merge
from ...tools.settings import get_number, get_setting

# Beyond this a merge is a mistake, or a job for a program.
MAXIMUM = 50


class CrmLead(models.Model):
    """The merge itself: core's `_merge_opportunity`, of which nothing is lost (features.md #24-#34).

    The steps are in files of their own: values.py (which value wins), relations.py (what points to a
    record), absorbed.py (what becomes of the records that are merged into another), snapshot.py (the
    rows as they were), crm_lead_merge.py (the log) and undo.py.
    """

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    survived_merge_ids = fields.One2many("crm.lead.merge", "survivor_id", "Merges", copy=False)

    # Settings -------------------------------------------------------------------------------

    @api.model
    def _is_merge_as_in_odoo(self):
        """Whether the site chose Odoo's own merge: the most advanced survives, with no way back."""
        return get_setting(self.env, "merge_survivor", "oldest") == "most_advanced"

    @api.model
    def _get_merge_maximum(self):
        maximum = get_number(self.env, "merge_maximum") or MAXIMUM
        return maximum if maximum > 1 else MAXIMUM

    # The merge ------------------------------------------------------------------------------

    def _merge_opportunity(self, user_id=False, team_id=False, auto_unlink=True, max_length=5):
        """Merge records into the oldest of them, so that it can be undone (features.md #29, B1).

        :param user_id: int, the salesperson of the result; empty: as the records have it
        :param team_id: int, its sales team; empty: as the records have it
        :param auto_unlink: bool, for Odoo's own merge; here, absorbed records stay
        :param max_length: int, 0 for no limit; any other number means the limit of the settings
        :returns: crm.lead, the survivor
        :raises UserError: fewer than two, too many, or one of them cannot be merged
        :raises AccessError: the user may not change one of them
        """
        if self._is_merge_as_in_odoo() or len(self) < 2:
            leads = self.with_context(crm_lead_merge=Merge(is_undoable=False))
            with leads._hiding_notes():
                merged = super(CrmLead, leads)._merge_opportunity(
                    user_id, team_id, auto_unlink, max_length
                )
            return merged.with_env(self._leave_merge().env)
        merge = get_merge(self.env)
        if not merge or merge.log_ids.keys().isdisjoint(self._ids):
            # First of all, for nothing can be read of a record that is gone.
            self._check_merge(is_limited=bool(max_length))
            return self._merge_together([self], user_id, team_id)
        leads = self._sort_for_merge()
        super(CrmLead, leads)._merge_opportunity(user_id, team_id, False, 0)
        return leads[0]

    @api.model
    def _merge_together(self, groups, user_id=False, team_id=False):
        """Merge several groups, each into its own survivor; no statement is made a group at a time
        that can be made for all of them.

        :param groups: list of crm.lead that `_check_merge` has let pass, none in two of them
        :param user_id: int, as for `_merge_opportunity`
        :param team_id: int, as for `_merge_opportunity`
        :returns: crm.lead, the survivors in the order of the groups, outside of the merge
        """
        prepared = get_merge(self.env) or Merge()
        merge = Merge(prepared.choices)
        merging = self.with_context(crm_lead_merge=merge)
        groups = [leads.with_env(merging.env)._sort_for_merge() for leads in groups]
        survivors = merging.browse().union(*(leads[0] for leads in groups))
        everything = merging.browse().union(*groups)
        groups = [leads.with_prefetch(everything.ids) for leads in groups]
        before = everything._get_merge_snapshot()
        texts = [leads._get_merge_texts() for leads in groups]
        with everything._hiding_notes():
            logs = self._merge_groups(groups, user_id, team_id)
        ended = self._leave_merge()
        groups = [leads.with_env(ended.env) for leads in groups]
        remember = partial(logs._write_changes, before)
        if prepared.goes_on:
            prepared.at_end.append(remember)
        else:
            remember()
        logs._write_logs(groups, texts)
        return survivors.with_env(ended.env)

    @api.model
    def _merge_groups(self, groups, user_id, team_id):
        """Merge each group, in the environment of a merge that has no logs yet.

        :param groups: list of crm.lead, each with its survivor first
        :param user_id: int, as for `_merge_opportunity`
        :param team_id: int, as for `_merge_opportunity`
        :returns: crm.lead.merge, the logs in the order of the groups
        """
        absorbed = self.browse().union(*(leads[1:] for leads in groups)).with_env(groups[0].env)
        survivors = absorbed.browse().union(*(leads[0] for leads in groups))
        # What is computed from the customer, the salesperson or the team was decided already; keys
        # are computed once, when everything is in its place.
        decided = self._get_fields_decided(with_team=not user_id or bool(team_id))
        with self.env.protecting([*decided, self._fields["match_keys"]], survivors):
            logs = (
                self.env["crm.lead.merge"]
                .sudo()
                .create([{"survivor_id": leads[0].id} for leads in groups])
            )
            if len(groups) > 1:
                logs._move_to_survivors(groups)
            get_merge(survivors.env).log_ids = {log.survivor_id.id: log.id for log in logs}
            with self._collecting_notes(len(groups) > 1):
                for leads in groups:
                    leads._merge_opportunity(user_id, team_id, False, 0)
            self.env.flush_all()
        absorbed._absorb(
            {lead.id: log.id for leads, log in zip(groups, logs, strict=True) for lead in leads[1:]}
        )
        return logs

    def _leave_merge(self):
        """The same records in the context that they have outside of a merge."""
        return self.with_context(crm_lead_merge=None) if get_merge(self.env) else self

    def _get_fields_decided(self, with_team):
        """Fields that are not computed anew in a merge, for the merge says what they are.

        :param with_team: bool, False when a new salesperson brings their team, as everywhere
        :returns: list of Field
        """
        names = {
            name
            for name, field in self._fields.items()
            if field.store and field.compute and not field.readonly and name != "probability"
        }
        if not with_team:
            names -= {"team_id", "company_id"}
        return [self._fields[name] for name in names]

    def _sort_for_merge(self):
        """The records, the survivor first (features.md #29).

        An open record before one that is archived or lost, so that these never swallow it; then
        the oldest; then the lowest number.

        :returns: crm.lead
        """
        return self.sorted(lambda lead: (not lead.active, lead.create_date, lead.id))

    def _sort_survivor_first(self):
        """The records as the merge of this site sorts them: the first is what is left of them."""
        if len(self) < 2:
            return self
        if self._is_merge_as_in_odoo():
            return self._sort_by_confidence_level(reverse=True)
        return self._sort_for_merge()

    def _sort_by_confidence_level(self, reverse=False):
        # Others ask for the most promising record; only the merge asks for its survivor here.
        if self._is_merge_undoable():
            return self._sort_for_merge()
        return super()._sort_by_confidence_level(reverse=reverse)

    # Who may be merged ----------------------------------------------------------------------

    @api.model
    def _merge_in_bulk(self, groups, is_limited=True, locked=False):
        """Merge several groups by the rules of a single merge.

        :param groups: list of crm.lead, none in two of them
        :param is_limited: bool, as for `_check_merge`
        :param locked: bool, as for `_check_merge`
        :returns: crm.lead, the survivors
        :raises UserError: one of them cannot be merged
        :raises AccessError: the user may not change one of them
        """
        if not groups:
            return self.browse()
        if self._is_merge_as_in_odoo():
            return self.browse().union(
                *(leads._merge_opportunity(max_length=5 if is_limited else 0) for leads in groups)
            )
        for leads in groups:
            leads._check_merge(is_limited, locked)
        return self._merge_together(groups)

    def _check_merge(self, is_limited=True, locked=False):
        """Refuse a merge that would lose something or that the user has no right to.

        :param is_limited: bool, whether the limit of the settings holds
        :param locked: bool, whether the records are locked already
        :raises UserError: too many records, deleted ones, won ones and so on, or somebody else is
            working on one of them
        :raises AccessError: the user may not change one of them
        """
        maximum = self._get_merge_maximum()
        if is_limited and len(self) > maximum and not self.env.su:
            raise UserError(
                self.env._(
                    "At most %(maximum)s records are merged at once, and you have chosen %(count)s. "
                    "Choose fewer, or ask an administrator to raise the limit in the settings.",
                    maximum=maximum,
                    count=len(self),
                )
            )
        if not locked:
            self._lock_or_refuse()
        self.check_access("write")
        obstacles = self._get_merge_obstacles()
        if obstacles:
            lines = [f"{lead.display_name}: {reason}" for lead, reason in obstacles.items()]
            raise UserError(self.env._("These records cannot be merged:") + "\n" + "\n".join(lines))

    def _get_merge_obstacles(self):
        """Records of self that cannot be merged with the others, each with the reason (#26).

        :returns: dict, crm.lead to str, a sentence
        """
        obstacles = self._get_state_obstacles(
            {
                "merged": lambda lead: lead._get_absorbed_text(),
                "won": self.env._("It is won, and a won record stays as it is."),
            }
        )
        forbidden = (self - self._filtered_access("write")).filtered(
            lambda lead: lead not in obstacles
        )
        obstacles |= dict.fromkeys(
            forbidden, self.env._("You may not change it. Ask your sales manager.")
        )
        left = self.filtered(lambda lead: lead not in obstacles)
        obstacles |= left._get_unqualified_obstacles()
        # The company is that of the first record which can be merged at all.
        left = self._sort_for_merge().filtered(lambda lead: lead not in obstacles)
        company = left.company_id[:1]
        for lead in left.filtered("company_id"):
            if lead.company_id != company:
                obstacles[lead] = self.env._(
                    "It belongs to another company, %(company)s.", company=lead.company_id.name
                )
        return obstacles

    def _filter_of_one_company(self, leads):
        """Of leads that look like this one, those that can be merged: never of two companies.

        :param leads: crm.lead, all of which core's windows and assignment would merge
        :returns: crm.lead
        """
        companies = leads.company_id
        if len(companies) < 2:
            return leads
        own = self.company_id[:1] or (self.env.company & companies) or companies[:1]
        return leads.filtered(lambda lead: lead.company_id in (own, lead.company_id.browse()))

    # Core's hooks ---------------------------------------------------------------------------

    def _get_merge_log(self):
        """The log of the merge that is going on, in sudo; self is its survivor."""
        merge = get_merge(self.env)
        log_id = merge.log_ids.get(self.id, ()) if merge else ()
        return self.env["crm.lead.merge"].sudo().browse(log_id)

    def _merge_followers(self, opportunities):
        if self._is_merge_undoable():
            # All of them come along with everything else that points to the records.
            return {}
        return super()._merge_followers(opportunities)

    def _merge_dependences(self, opportunities):
        """What core and others move by name is there already: attachments keep their names."""
        log = self._get_merge_log()
        if log and not log.moved:
            # One merge by itself: its summary was posted first, among the survivor's own messages.
            log._move_to_survivors([self | opportunities])
        return super()._merge_dependences(opportunities)

    def _inverse_email_from(self):
        # A merge decides about leads: the customer's own e-mail and phone are not its business.
        return None if self._is_merge_undoable() else super()._inverse_email_from()

    def _inverse_phone(self):
        return None if self._is_merge_undoable() else super()._inverse_phone()
