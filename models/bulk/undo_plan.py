from itertools import count

from odoo import api, models

from ...tools.server_context import is_on

# What undoing makes of a record, by what the run made of it; other lines are of merges.
OUTCOMES = {"opportunity": "revert", "lead": "convert", None: "restore"}


def find_new_type(row):
    """What a run has made of a record.

    :param row: dict, a column to a list of its values before and after
    :returns: str, 'lead' or 'opportunity'; None: it is what it was
    """
    before, after = row.get("type", (None, None))
    return after if after != before else None


class CrmLeadBulk(models.Model):
    """What undoing a run will do with each record, and which stay as they are (B6)."""

    _inherit = "crm.lead.bulk"  # pylint: disable=consider-merging-classes-inherited

    def _get_leads_to_undo(self):
        """The records of a run that get something back."""
        lines = self.sudo().line_ids
        changed = lines.filtered(lambda line: line.state == "done" and line.changes)
        merges = lines.merge_id.filtered(lambda merge: merge.state == "done")
        return (changed.lead_id | merges.survivor_id).with_env(self.env)

    @api.model
    def _plan_undo(self, leads, options):
        """What undoing another run will do: with each record, and with each merge."""
        done = options.origin_id.sudo().line_ids.filtered(lambda line: line.state == "done")
        changed = done.filtered("changes")
        rows = {line.lead_id.id: line.changes["row"] for line in changed if line.lead_id}
        held = self._find_undo_obstacles(rows, leads.filtered(lambda lead: lead.id in rows))
        held = {lead.id: reason for lead, reason in held.items()}
        going = changed.filtered(lambda line: line.lead_id and line.lead_id.id not in held)
        archived, staying = going._archive_partners_made(leads.env, going.lead_id, dry=True)
        # A recordset is searched from its beginning for each line that is looked for in it.
        changed_ids, going_ids = set(changed.ids), set(going.ids)
        lines, numbers, asked = [], count(1), {*leads.ids}
        if not is_on(self.env, "undo_failed"):
            # What was deleted is told with all the rest.
            asked.add(False)
        for group in done.grouped("group").values():
            number = next(numbers)
            restored = group.filtered(
                lambda line: line.id in changed_ids and line.lead_id.id in asked
            )
            planned = [
                self._plan_restoring(line, number, held)
                | ({} if line.id not in going_ids else self._tell_customer(line, archived, staying))
                for line in restored
            ]
            reasons = [held[line.lead_id.id] for line in restored if line.lead_id.id in held]
            # What was merged into a record that stays as it is stays with it.
            stays = {"state": "left_out", "reason": reasons[0]} if reasons else {}
            planned += [
                self._prepare_line(merge.survivor_id or merge.absorbed_ids[:1], number)
                | {"outcome": "undo", "merge_id": merge.id, "lead_name": merge.survivor_name}
                | stays
                for merge in group.merge_id
                # Of a survivor that was deleted there is its name, and what comes back.
                if merge.state == "done"
                and asked & {merge.survivor_id.id, merge.absorbed_ids[:1].id}
            ]
            lines += [vals | {"part": group[0].part} for vals in planned]
        return lines

    @api.model
    def _plan_restoring(self, line, number, held):
        """What becomes of one record that a run has changed.

        :param line: crm.lead.bulk.line of the run, in sudo
        :param number: int, the group
        :param held: dict, the id of a lead to the reason why it stays as it is
        :returns: dict, values of crm.lead.bulk.line
        """
        lead = line.lead_id
        vals = self._prepare_line(lead, number) | {"lead_name": lead.name or line.lead_name}
        if not lead:
            held = {False: self.env._("It was deleted in the meantime.")}
        if lead.id in held:
            return vals | {"state": "left_out", "reason": held[lead.id]}
        return vals | {"outcome": OUTCOMES[find_new_type(line.changes["row"])]}

    @api.model
    def _tell_customer(self, line, archived, staying):
        """What becomes of the customer that was made for a record, in values of its line.

        :param line: crm.lead.bulk.line of the run that is undone, in sudo
        :param archived: set of ids, as `_archive_partners_made` gave it
        :param staying: dict, as `_archive_partners_made` gave it
        """
        partner_ids = line.changes["partners"]
        if not partner_ids:
            return {}
        reasons = [staying[number] for number in partner_ids if number in staying]
        # Neither: somebody has deleted it since, merged it into another or archived it.
        customer = "archived" if partner_ids[0] in archived else False
        if partner_ids[0] in staying:
            customer = "stays"
        return {"customer": customer, "reason": " ".join(reasons)}

    @api.model
    def _find_undo_obstacles(self, rows, leads):
        """Records that stay as they are when a run is undone, each with the reason.

        :param rows: dict, the id of a lead to its row as `_find_row_changes` gave it
        :param leads: crm.lead, as the user sees them
        :returns: dict, crm.lead to str
        """
        writable = leads._filtered_access("write")
        readable = set(leads._filtered_access("read").ids)
        obstacles = {
            lead: self.with_env(leads.env)._get_no_right_reason(
                lead.display_name if lead.id in readable else f"#{lead.id}"
            )
            for lead in leads - writable
        }
        became = {lead: find_new_type(rows[lead.id]) for lead in writable}
        back = writable.filtered(lambda lead: became[lead] == "opportunity")
        team_ids = {}
        for lead in back:
            before, after = rows[lead.id].get("team_id", (None, None))
            # It may have had none.
            if after and after == str(lead.team_id.id):
                team_ids[lead] = int(before or 0)
        there = leads.env["crm.team"].browse(set(team_ids.values())).exists()
        by_id = {team.id: team for team in there}
        teams = {lead: by_id.get(own, there.browse()) for lead, own in team_ids.items()}
        obstacles |= back._get_back_to_lead_obstacles(teams)
        again = writable.filtered(lambda lead: became[lead] == "lead")
        obstacles |= again._get_conversion_obstacles()
        return obstacles | (writable - back - again)._get_state_obstacles(
            {
                "merged": lambda lead: lead._get_absorbed_obstacle(),
                "won": leads.env._("“%(lead)s” is won, and what is won stays as it is."),
                "lost": leads.env._(
                    "“%(lead)s” is lost. Restore it first, then undo the run again."
                ),
                "archived": leads.env._(
                    "“%(lead)s” is archived. Unarchive it first, then undo the run again."
                ),
            }
        )
