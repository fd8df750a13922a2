from itertools import count

from odoo import api, models

# Groups worked off in one transaction of the background; what a kill loses at most.
PART = 100


class CrmLeadBulk(models.Model):
    """What a bulk run will do, computed for all records together (features.md B6).

    The preview shows this plan and the run works it off: they cannot differ.
    """

    _inherit = "crm.lead.bulk"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _plan(self, kind, leads, options):
        """What a run will do with each record.

        :param kind: str, a choice of `kind`
        :param leads: crm.lead, with the rights of the user, in the order of the selection
        :param options: a record with the fields under Options: the request, or the convert window
        :returns: list of dict, values of crm.lead.bulk.line
        """
        leads = leads.exists()
        readable = leads._filtered_access("read")
        plan = getattr(self, f"_plan_{kind}")(readable, options)
        last = max((line["group"] for line in plan), default=0)
        for number, lead in enumerate(leads - readable, start=last + 1):
            # The name of what may not be read is not told either.
            name = f"#{lead.id}"
            reason = self._get_no_right_reason(name)
            plan.append(
                self._prepare_line(lead, number)
                | {"lead_name": name, "state": "left_out", "reason": reason}
            )
        return plan

    # Plans, one a kind ----------------------------------------------------------------------

    @api.model
    def _plan_convert(self, leads, options):
        """What converting leads will do with each of them (#54, #55)."""
        obstacles = leads._get_conversion_obstacles()
        assigning = bool(options.user_ids or options.team_id or options.action != "nothing")
        for lead in leads.filtered("active"):
            # Opportunities among the selected ones are not converted, and still assigned.
            if lead.type == "opportunity" and lead.won_status == "pending" and assigning:
                obstacles.pop(lead, None)
        changeable = leads._filtered_access("write")
        for lead in leads - changeable:
            obstacles[lead] = self._get_no_right_reason(lead.display_name)
        usable = leads.filtered(lambda lead: lead not in obstacles)
        components, apart = self._group_duplicates(
            usable, options.deduplicate, without=self._get_excluded(options)
        )
        obstacles |= apart
        return self._plan_results(leads, components, obstacles, options)

    @api.model
    def _plan_merge(self, leads, options):
        """What merging duplicates will do: `leads` are all records of the chosen groups (#19)."""
        usable = leads.filtered(lambda lead: lead.active and lead.won_status == "pending")
        usable &= usable._filtered_access("write")
        components, apart = self._group_duplicates(usable, True, among=usable)
        lines, numbers = [], count(1)
        for component in components:
            survivor, number = component[0], next(numbers)
            reason = apart.get(survivor)
            opportunities = component.filtered(lambda lead: lead.type == "opportunity")
            if len(component) < 2:
                reason = self.env._("There is nothing to merge: no other open record is like it.")
            elif not reason and len(opportunities) > 1 and not options.merge_opportunities:
                reason = self.env._(
                    "There are several opportunities among them, which may be different deals. "
                    "Compare and merge them by hand, or choose to merge opportunities too."
                )
            for lead in component:
                vals = {"outcome": "keep"}
                if lead != survivor:
                    vals = self._prepare_absorbed(survivor)
                if reason:
                    vals = {"state": "left_out", "reason": reason}
                lines.append(self._prepare_line(lead, number) | vals)
        return lines

    @api.model
    def _plan_revert(self, leads, _options):
        """What converting opportunities back to leads will do with each of them (B7)."""
        obstacles = leads._get_back_to_lead_obstacles()
        lines = []
        for number, lead in enumerate(leads, start=1):
            vals = {"outcome": "revert"}
            if lead in obstacles:
                vals = {"state": "left_out", "reason": obstacles[lead]}
            lines.append(self._prepare_line(lead, number) | vals)
        return lines

    # Pieces ---------------------------------------------------------------------------------

    @api.model
    def _prepare_line(self, lead, number):
        return {
            "group": number,
            "part": (number - 1) // PART,
            "lead_id": lead.id,
            "lead_name": lead.sudo().name,
        }

    @api.model
    def _prepare_absorbed(self, survivor):
        return {
            "outcome": "absorb",
            "survivor_id": survivor.id,
            "survivor_name": survivor.sudo().name,
        }

    @api.model
    def _get_no_right_reason(self, name):
        return self.env._("You may not change “%(lead)s”. Ask your sales manager.", lead=name)

    @api.model
    def _group_duplicates(self, leads, deduplicate, among=None, without=None):
        """The records that become one.

        :param leads: crm.lead
        :param deduplicate: bool, False: every lead is alone
        :param among: crm.lead, those that may be merged; None: open duplicates that were not
            selected as well
        :param without: crm.lead, of these duplicates those that somebody took out of the plan
        :returns: tuple of list of crm.lead, each with its survivor first, in the order of the
            selection; and dict, crm.lead to str, why those of a group are not merged by a machine
        """
        if not deduplicate:
            return list(leads), {}
        shared = leads._find_shared_keys()
        if among is None:
            found = leads.browse(
                dict.fromkeys(other for key in shared.keys for other in key.others)
            )
            found = (found - (without or found.browse()))._filtered_access("write")
            # What cannot be converted is not brought along.
            held = found.filtered(lambda lead: lead.type == "lead")._get_conversion_obstacles()
            among = leads | found.filtered(lambda lead: lead not in held)
        components = [
            leads.browse(ids).with_prefetch(among.ids)._sort_survivor_first()
            for ids in leads._group_by_shared_keys(shared, set(among.ids))
        ]
        return components, self._get_reasons_apart(components)

    @api.model
    def _get_reasons_apart(self, components):
        """Why groups are for people to look at: too many records, or told apart by somebody.

        :param components: list of crm.lead
        :returns: dict, crm.lead to str
        """
        maximum = self.env["crm.lead"]._get_merge_maximum()
        number_by_id = {
            lead_id: number for number, leads in enumerate(components) for lead_id in leads.ids
        }
        ids = [lead.id for leads in components if len(leads) > 2 for lead in leads]
        told_apart = {
            number_by_id[pair.lead_id.id]
            for pair in self.env["crm.lead.match.dismissal"]
            .sudo()
            .search([("lead_id", "in", ids), ("other_id", "in", ids)])
            if number_by_id[pair.lead_id.id] == number_by_id[pair.other_id.id]
        }
        several = self.env["crm.lead"].union(*(leads for leads in components if len(leads) > 1))
        unqualified = several._filter_unqualified()
        reasons = {}
        for number, leads in enumerate(components):
            if leads & unqualified and "opportunity" in leads.mapped("type"):
                reason = leads._get_unqualified_text()
            elif len(leads) > maximum:
                reason = self.env._(
                    "%(count)s records are alike here, more than are merged at once. Look at them "
                    "yourself.",
                    count=len(leads),
                )
            elif number in told_apart:
                reason = self.env._(
                    "Somebody said of two of the records here that they are not duplicates. "
                    "Compare and merge them by hand."
                )
            else:
                continue
            reasons |= dict.fromkeys(leads, reason)
        return reasons

    @api.model
    def _plan_results(self, leads, components, obstacles, options):
        """The lines of a conversion: customers, salespersons in turn, and what is left out."""
        results = {}
        for component in components:
            if component[0] in obstacles:
                continue
            results[component] = {"outcome": "convert" if component[0].type == "lead" else "keep"}
        self._plan_customers(leads, results, options)
        turns = count()
        users = options.user_ids
        for component, vals in results.items():
            if users and (options.force_assignment or not component.user_id):
                vals["user_id"] = users[next(turns) % len(users)]._origin.id
        lines, numbers, selected = [], count(1), set(leads.ids)
        # Two workers at once would each create the customer or the company that two leads share.
        firsts = self._find_first_sharing([vals.pop("shared", ()) for vals in results.values()])
        for (component, vals), first in zip(results.items(), firsts, strict=True):
            number = next(numbers)
            for lead in component:
                line = self._prepare_line(lead, number) | {
                    "is_selected": lead.id in selected,
                    "part": first // PART,
                }
                if lead == component[0]:
                    lines.append(line | vals)
                else:
                    lines.append(line | self._prepare_absorbed(component[0]))
        for lead in leads:
            if lead in obstacles:
                left_out = {"state": "left_out", "reason": obstacles[lead]}
                lines.append(self._prepare_line(lead, next(numbers)) | left_out)
        return lines
