from contextlib import contextmanager
from itertools import count

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

# What undoing makes of a record, by what the run made of it; other lines are of merges.
OUTCOMES = {"opportunity": "revert", "lead": "convert", None: "restore"}
# A question that was answered by a conversion is not asked again.
NOT_RESTORED = {"qualification_user_id", "qualification_date"}
# Changed by whatever is done, and no change by themselves.
LOG_COLUMNS = {"write_date", "write_uid"}


def find_new_type(row):
    """What a run has made of a record.

    :param row: dict, a column to a list of its values before and after
    :returns: str, 'lead' or 'opportunity'; None: it is what it was
    """
    before, after = row.get("type", (None, None))
    return after if after != before else None


class CrmLeadBulk(models.Model):
    """Undoing a whole run: what it changed, made and merged, but for what was edited since (B1, B6).

    A run remembers of each row what it was before and after. Undoing it is a run of its own.
    """

    _inherit = "crm.lead.bulk"  # pylint: disable=consider-merging-classes-inherited

    can_undo = fields.Boolean(compute="_compute_can_undo")

    @api.depends("kind", "state", "user_id", "line_ids.state", "line_ids.merge_id.state")
    @api.depends_context("uid")
    def _compute_can_undo(self):
        lines, bulks = self.env["crm.lead.bulk.line"].sudo(), self.sudo()
        domain = Domain("bulk_id", "in", self.ids) & Domain("state", "=", "done")
        domain &= Domain("changes", "!=", False) | Domain("merge_id.state", "=", "done")
        something = {bulk.id for (bulk,) in lines._read_group(domain, ["bulk_id"])}
        running = bulks.search([("origin_id", "in", self.ids), ("state", "=", "waiting")]).origin_id
        for bulk in self:
            bulk.can_undo = (
                bulk._origin.id in something
                and bulk.sudo() not in running
                and bulk.state in ("done", "cancelled")
                and bulk.kind != "undo"
                and bulk.can_run
            )

    # Remembering ----------------------------------------------------------------------------

    @contextmanager
    def _remembering(self, lines, leads):
        """Remember on lines what is done with their records here.

        :param lines: crm.lead.bulk.line
        :param leads: crm.lead, their records as the requester sees them
        """
        if not leads:
            yield leads
            return
        before = leads._get_merge_snapshot()
        ((newest,),) = self.env.execute_query(SQL("SELECT coalesce(max(id), 0) FROM res_partner"))
        yield leads
        changes = leads._find_row_changes(before)
        for line in lines.filtered(lambda line: line.lead_id.id in changes):
            row = changes[line.lead_id.id]
            row = {name: pair for name, pair in row.items() if name not in NOT_RESTORED}
            customer = line.lead_id.sudo().partner_id
            # This transaction sees none of the contacts that others make meanwhile.
            made = [partner.id for partner in (customer, customer.parent_id) if partner.id > newest]
            if row.keys() - LOG_COLUMNS:
                row = leads._complete_units(row, before[line.lead_id.id])
                line.changes = {"row": row, "partners": made}

    @contextmanager
    def _remembering_one(self, lead):
        """Remember the conversion of one lead in its window, so that its toast undoes it (#17).

        :param lead: crm.lead
        :returns: crm.lead.bulk, in sudo
        """
        now = self.env.cr.now()
        bulk = self.sudo().create(
            {
                "kind": "convert",
                "is_single": True,
                "state": "done",
                "start_date": now,
                "end_date": now,
            }
        )
        bulk._write_plan([bulk._prepare_line(lead, 1) | {"state": "done", "outcome": "convert"}])
        with bulk._remembering(bulk.line_ids, lead):
            yield bulk

    # Planning -------------------------------------------------------------------------------

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
        staying = going._get_partners_made(leads.env)._archive_unused(going.lead_id, dry=True)
        lines, numbers, readable = [], count(1), {False, *leads.ids}
        for group in done.grouped("group").values():
            number = next(numbers)
            planned = [
                self._plan_restoring(line, number, held, staying)
                for line in group
                if line in changed and line.lead_id.id in readable
            ]
            planned += [
                self._prepare_line(merge.survivor_id or merge.absorbed_ids[:1], number)
                | {"outcome": "undo", "merge_id": merge.id, "lead_name": merge.survivor_name}
                for merge in group.merge_id
                # Of a survivor that was deleted there is its name, and what comes back.
                if merge.state == "done" and merge.survivor_id.id in readable
            ]
            lines += [vals | {"part": group[0].part} for vals in planned]
        return lines

    @api.model
    def _plan_restoring(self, line, number, held, staying):
        """What becomes of one record that a run has changed.

        :param line: crm.lead.bulk.line of the run, in sudo
        :param number: int, the group
        :param held: dict, the id of a lead to the reason why it stays as it is
        :param staying: dict, the id of a contact to the reason why it stays
        :returns: dict, values of crm.lead.bulk.line
        """
        lead = line.lead_id
        vals = self._prepare_line(lead, number) | {"lead_name": lead.name or line.lead_name}
        if not lead:
            held = {False: self.env._("It was deleted in the meantime.")}
        if lead.id in held:
            return vals | {"state": "left_out", "reason": held[lead.id]}
        return (
            vals
            | {"outcome": OUTCOMES[find_new_type(line.changes["row"])]}
            | self._tell_customer(line.changes["partners"], staying)
        )

    @api.model
    def _tell_customer(self, partner_ids, staying):
        """What becomes of the customer that was made for a record, in values of its line.

        :param partner_ids: list of int, the customer and its company, of those that were made
        :param staying: dict, the id of a contact to the reason why it stays
        """
        if not partner_ids:
            return {}
        reasons = [staying[number] for number in partner_ids if number in staying]
        customer = "stays" if partner_ids[0] in staying else "archived"
        return {"customer": customer, "reason": " ".join(reasons)}

    @api.model
    def _find_undo_obstacles(self, rows, leads):
        """Records that stay as they are when a run is undone, each with the reason.

        :param rows: dict, the id of a lead to its row as `_find_row_changes` gave it
        :param leads: crm.lead, as the user sees them
        :returns: dict, crm.lead to str
        """
        writable = leads._filtered_access("write")
        readable = leads._filtered_access("read")
        obstacles = {
            lead: self._get_no_right_reason(
                lead.display_name if lead in readable else f"#{lead.id}"
            )
            for lead in leads - writable
        }
        became = {lead: find_new_type(rows[lead.id]) for lead in writable}
        back = writable.filtered(lambda lead: became[lead] == "opportunity")
        teams = {}
        for lead in back:
            before, after = rows[lead.id].get("team_id", (None, None))
            if before and after == str(lead.team_id.id):
                teams[lead] = lead.team_id.browse(int(before)).exists()
        obstacles |= back._get_back_to_lead_obstacles(teams)
        again = writable.filtered(lambda lead: became[lead] == "lead")
        obstacles |= again._get_conversion_obstacles()
        return obstacles | (writable - back - again)._get_state_obstacles(
            {
                "merged": lambda lead: lead._get_absorbed_obstacle(),
                "won": self.env._("“%(lead)s” is won, and what is won stays as it is."),
                "lost": self.env._(
                    "“%(lead)s” is lost. Restore it first, then undo the run again."
                ),
                "archived": self.env._(
                    "“%(lead)s” is archived. Unarchive it first, then undo the run again."
                ),
            }
        )

    # Doing it -------------------------------------------------------------------------------

    def _run_undo(self, lines):
        leads = self._get_leads(lines.filtered(lambda line: line.outcome in OUTCOMES.values()))
        waiting = lines.filtered(lambda line: line.state == "waiting")
        restored = waiting.filtered(lambda line: line.outcome in OUTCOMES.values())
        remembered = restored._get_remembered(self.origin_id)
        rows = {line.lead_id.id: line.changes["row"] for line in remembered}
        env = leads.env
        obstacles = self._find_undo_obstacles(rows, leads.filtered(lambda lead: lead.id in rows))
        held = {lead.id: reason for lead, reason in obstacles.items()}
        for line in restored:
            if line.lead_id.id not in rows:
                held[line.lead_id.id] = env._("It was undone already.")
            if reason := held.get(line.lead_id.id):
                line.write({"state": "left_out", "reason": reason, "customer": False})
        going = remembered.filtered(lambda line: line.lead_id.id not in held)
        told = self._restore_records(going.lead_id.with_env(env), rows)
        for line in waiting.filtered("merge_id"):
            line.merge_id.with_env(env).action_undo()
        made = going._get_partners_made(env)
        staying = made._archive_unused()
        line_by_lead, bodies = {line.lead_id: line for line in restored}, {}
        for line in going:
            now = line_by_lead[line.lead_id]
            vals = {"reason": False, **self._tell_customer(line.changes["partners"], staying)}
            texts = [text for text in (told.get(line.lead_id.id), vals["reason"]) if text]
            now.write({**vals, "reason": " ".join(texts)})
            bodies[line.lead_id.id] = " ".join([self._get_undo_note(now, env), *texts])
        if going:
            going.lead_id.with_env(env).sudo()._message_log_batch(bodies=bodies)
        going.write({"changes": False})
        waiting.filtered(lambda line: line.state == "waiting").write({"state": "done"})

    @api.model
    def _get_undo_note(self, line, env):
        if line.outcome == "revert":
            return env._("Its conversion was undone: it is a lead again.")
        if line.outcome == "convert":
            return env._("It is an opportunity again: that it was turned back was undone.")
        return env._("What a bulk run did with it was undone.")

    @api.model
    def _restore_records(self, leads, rows):
        """Give records the values back that nobody has edited since.

        :param leads: crm.lead that the user may write
        :param rows: dict as `_find_row_changes` gave it
        :returns: dict, the id of a lead to a sentence that tells what stays
        """
        if not leads:
            return {}
        rows = {lead_id: rows[lead_id] for lead_id in leads.ids}
        records = leads.sudo()
        kept, computed = records._restore_rows(rows)
        records._stored_behind_orm({name for row in rows.values() for name in row})
        for name in set().union(*computed.values()):
            of_field = records.filtered(lambda lead, name=name: name in computed[lead.id])
            self.env.add_to_compute(records._fields[name], of_field)
        followers = {
            follower
            for lead_id, row in rows.items()
            if "user_id" not in kept[lead_id] and "message_follower_ids" in row
            for follower in set(row["message_follower_ids"][1])
            - set(row["message_follower_ids"][0])
        }
        self.env["mail.followers"].sudo().browse(followers).exists().unlink()
        return {
            lead_id: leads.env._(
                "Edited since, and kept as it is now: %(fields)s.",
                fields=format_list(
                    leads.env, [leads._get_merge_label(name) for name in sorted(names)]
                ),
            )
            for lead_id, names in kept.items()
            if names
        }

    # Asking for it --------------------------------------------------------------------------

    def _check_undo(self):
        self.ensure_one()
        self._check_requester()
        if not self.can_undo:
            raise UserError(self.env._("There is nothing to undo here any more."))

    def _offer_undo(self, action):
        """Let a toast say what a run has done, with a button that undoes it.

        :param action: dict, where the run leads to
        :returns: dict, the action with its effect
        """
        if self.state != "done" or not self.can_undo:
            return action
        message = " ".join(self.summary.split("\n"))
        return self.env["crm.lead"]._add_undo(action, message, self, "action_ask_undo")

    def _is_held(self):
        """Whether something holds a record of the run, so that undoing it would leave it as it is."""
        lines = self.sudo().line_ids.filtered("changes")
        rows = {line.lead_id.id: line.changes["row"] for line in lines}
        return bool(self._find_undo_obstacles(rows, lines.lead_id.with_env(self.env)))

    def action_ask_undo(self):
        """Ask before a run is undone, and say what that will do.

        :returns: dict, a client action, which calls `action_undo`
        :raises UserError: there is nothing to undo
        :raises AccessError: it is somebody else's
        """
        self._check_undo()
        options = self.sudo().new({"kind": "undo", "origin_id": self.id})
        plan = self._plan("undo", self._get_leads_to_undo(), options)
        stays = self.env._("What somebody has changed since stays as it is, and is listed.")
        return {
            "type": "ir.actions.client",
            "tag": "crm_lead_ask",
            "params": {
                "title": self.env._("Undo the whole run?"),
                "body": "\n".join([*self._summarise(self._tally_plan(plan)), stays]),
                "label": self.env._("Undo the run"),
                "model": self._name,
                "ids": self.ids,
                "method": "action_undo",
            },
        }

    def action_undo(self):
        """Undo a run: give records back what it changed, archive the customers that it made and
        nobody uses, undo its merges (features.md B1, B6).

        :returns: dict, a window action with the run that undoes it, or with the one lead
        :raises UserError: there is nothing to undo, or the one lead stays what it is
        :raises AccessError: it is somebody else's
        """
        self._check_undo()
        leads = self._get_leads_to_undo()
        undo = self._prepare("undo", leads, origin_id=self.id, is_single=self.is_single)
        undo._start()
        if not self.is_single:
            return undo.with_env(self.env).action_open()
        line = undo.line_ids
        if line.state != "done":
            raise UserError(line.reason)
        action = leads.redirect_lead_opportunity_view()
        if not line.reason:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": line.reason, "type": "info", "sticky": True, "next": action},
        }


class CrmLeadBulkLine(models.Model):
    _inherit = "crm.lead.bulk.line"  # pylint: disable=consider-merging-classes-inherited

    # What the record was before and after: for undoing it.
    changes = fields.Json(groups="base.group_system", readonly=True)

    def _get_remembered(self, origin):
        """The lines of the run that is undone, of the records of self.

        :param origin: crm.lead.bulk
        """
        domain = Domain("bulk_id", "=", origin.id) & Domain("lead_id", "in", self.lead_id.ids)
        return self.search(domain & Domain("state", "=", "done")).filtered("changes")

    def _get_partners_made(self, env):
        """The contacts that were made for the records of lines.

        :param env: odoo.api.Environment, of whoever undoes it
        :returns: res.partner
        """
        ids = (number for line in self for number in line.changes["partners"])
        return env["res.partner"].browse(dict.fromkeys(ids))
