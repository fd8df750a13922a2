from collections import defaultdict

from odoo import api, models


class CrmLeadBulk(models.Model):
    """What is done with the lines of a run, by its kind (features.md B6); undo.py has the undoing."""

    _inherit = "crm.lead.bulk"  # pylint: disable=consider-merging-classes-inherited

    def _run_merge(self, lines):
        leads = self._get_leads(lines)
        waiting = self._filter_groups(lines, 2)
        self._merge_groups(waiting, leads)
        waiting.write({"state": "done"})

    def _run_revert(self, lines):
        leads = self._get_leads(lines)
        self._fail_obstacles(lines, leads._get_back_to_lead_obstacles())
        waiting = lines.filtered(lambda line: line.state == "waiting")
        with self._remembering(waiting, waiting.lead_id.with_env(leads.env)) as given_back:
            given_back._convert_to_lead()
        waiting.write({"state": "done"})

    def _run_convert(self, lines):
        leads = self._get_leads(lines)
        obstacles = leads._get_conversion_obstacles()
        for line in lines.filtered(lambda line: line.outcome != "convert"):
            # An opportunity is no obstacle where one was planned.
            lead = line.lead_id.with_env(leads.env)
            if lead.type == "opportunity" and lead.won_status == "pending" and lead.active:
                obstacles.pop(lead, None)
        self._fail_obstacles(lines, obstacles)
        waiting = self._filter_groups(lines, 1)
        results = self._merge_groups(waiting, leads)
        with self._remembering(waiting, results):
            self._convert_results(waiting, results)
        waiting.write({"state": "done"})

    def _convert_results(self, lines, results):
        """Convert what is left of the groups, with its customer and its salesperson as planned.

        :param lines: crm.lead.bulk.line
        :param results: crm.lead, one a group, as the requester sees them
        """
        options = self.with_env(results.env)
        converted = results.filtered(lambda lead: lead.type == "lead")
        results._convert_together(self.action, options.partner_id, options.stage_id)
        leads_by_user = defaultdict(results.browse)
        for line in lines.filtered("user_id"):
            leads_by_user[line.user_id] |= line.lead_id.with_env(results.env)._get_final_survivor()
        for user, given in leads_by_user.items():
            given._handle_salesmen_assignment(user.ids, team_id=options.team_id.id)
        if not self.user_ids and options.team_id:
            given = results
            if not self.force_assignment:
                given = results.filtered(lambda lead: lead in converted or not lead.team_id)
            given._handle_salesmen_assignment(team_id=options.team_id.id)

    @api.model
    def _fail_obstacles(self, lines, obstacles):
        """Lines of records with which nothing can be done any more, for somebody was faster.

        :param lines: crm.lead.bulk.line
        :param obstacles: dict, crm.lead to str, the reason
        """
        reasons = {lead.id: reason for lead, reason in obstacles.items()}
        for line in lines.filtered(lambda line: line.state == "waiting"):
            if line.lead_id.id in reasons:
                line.write({"state": "failed", "reason": reasons[line.lead_id.id]})

    def _filter_groups(self, lines, size):
        """Lines that can go on; the others of a record that failed are left out when they cannot.

        :param lines: crm.lead.bulk.line
        :param size: int, the least number of records of a group
        :returns: crm.lead.bulk.line
        """
        result = lines.browse()
        waiting = lines.filtered(lambda line: line.state == "waiting")
        for group in waiting.grouped("group").values():
            if len(group) >= size and any(group.mapped("is_selected")):
                result += group
            else:
                reason = self._get_requester_env()._(
                    "There is nothing left to do: see the other record of its group."
                )
                group.write({"state": "left_out", "reason": reason})
        return result

    def _merge_groups(self, lines, leads):
        """Merge the records of each group.

        :param lines: crm.lead.bulk.line that can go on
        :param leads: crm.lead, their records as the requester sees them
        :returns: crm.lead, what is left of each group
        """
        results = leads.browse()
        by_group = defaultdict(leads.browse)
        for line in lines:
            by_group[line.group] += line.lead_id.with_env(leads.env)
        several = [group for group in by_group.values() if len(group) > 1]
        survivors = leads._merge_in_bulk(several, locked=True)
        for group in by_group.values():
            results += group & survivors if len(group) > 1 else group
        for line in lines.filtered(lambda line: line.lead_id.absorbed_by_merge_id):
            line.merge_id = line.lead_id.absorbed_by_merge_id
            line.survivor_id = line.merge_id.survivor_id
        return results
