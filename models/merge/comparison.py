from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ...tools.disjoint_sets import DisjointSets
from ..similar.crm_lead import STRONG_KINDS
from .values import BLOCKS, UNITED

# Who it is, before what they want.
IDENTITY = ("name", "contact_name", "partner_name", "email_from", "phone", "partner_id")
# The window asks for these by themselves.
ASKED_APART = ("user_id", "team_id", "company_id")
# Messages that people wrote; what Odoo logs by itself would make every record look busy.
WRITTEN_BY_PEOPLE = ("comment", "email", "email_outgoing")


class CrmLead(models.Model):
    """Similar records side by side, as the merge window shows them (features.md #35, B2, B4)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def action_compare(self):
        """Open the merge window with this record and those that a strong key ties to it (#35).

        :returns: dict, a window action
        :raises AccessError: the user may not read the record
        """
        self.ensure_one()
        self.check_access("read")
        similar = self._get_similar(STRONG_KINDS)[0][self]
        if not similar:
            return self.action_show_potential_duplicates()
        return self._open_comparison(self | self.browse(self._sort_similar(similar)))

    def _open_comparison(self, leads, compared=None):
        """The merge window with these records, as many of them ticked as are merged at once.

        :param leads: crm.lead; self is the one that the others are compared with, or empty
        :param compared: crm.lead, all that are in the window; None: those of `leads`
        :returns: dict, a window action
        """
        ticked = leads[: self._get_merge_maximum()]
        if len(ticked) < len(leads):
            # Not the survivor of them all is what may be left out.
            ticked = (self | leads._sort_for_merge())[: len(ticked)]
        compared = leads if compared is None else compared
        if self._is_merge_as_in_odoo():
            # There is a list of what is merged, and nothing beside it.
            ticked |= compared
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare and merge"),
            "res_model": "crm.merge.opportunity",
            "views": [(False, "form")],
            "view_mode": "form",
            "target": "new",
            "context": {
                "active_model": self._name,
                "active_ids": ticked.ids,
                "active_id": ticked[:1].id,
                "default_compared_ids": compared.ids,
                "similar_to": self.id,
            },
        }

    # The table ------------------------------------------------------------------------------

    def _get_comparison(self, mergeable, anchor):
        """These records side by side, as JSON for the client. No query is made a record at a time.

        :param mergeable: crm.lead, those of self that are merged, in the merge's order
        :param anchor: crm.lead, the one of self that the others are compared with
        :returns: dict of `columns` and `rows`, see the methods
        """
        return {
            "columns": self._get_columns_compared(mergeable, anchor),
            "rows": self._get_rows_compared(mergeable),
        }

    def _get_columns_compared(self, mergeable, anchor):
        """A dict for each record: who it is, whose, how old, why it is here, what hangs on it."""
        reasons = self._get_reasons_compared(anchor)
        attached = self._count_attached()
        writable = self._filtered_access("write")
        types = dict(self._fields["type"]._description_selection(self.env))
        return [
            {
                "id": lead.id,
                "name": lead.name,
                "type": types[lead.type],
                "stage": lead.stage_id.name if lead.type == "opportunity" else False,
                "state": lead._get_state_compared(),
                "owner": lead.sudo().user_id.name,
                "age": lead._get_age_text(),
                "reasons": reasons[lead],
                "attached": attached[lead.id],
                "merged": lead in mergeable,
                "survives": lead == mergeable[:1],
                "is_anchor": lead == anchor,
                "may_write": lead in writable,
            }
            for lead in self
        ]

    def _get_state_compared(self):
        """What is not an open record any more, in a word."""
        if self.won_status and self.won_status != "pending":
            return dict(self._fields["won_status"]._description_selection(self.env))[
                self.won_status
            ]
        return False if self.active else self.env._("Archived")

    def _get_age_text(self):
        """When it was created, and how long ago that is."""
        created = fields.Datetime.context_timestamp(self, self.create_date).date()
        values = {
            "date": format_date(self.env, created),
            "days": (fields.Date.context_today(self) - created).days,
        }
        if values["days"] < 1:
            return self.env._("Created today")
        if values["days"] == 1:
            return self.env._("Created yesterday")
        return self.env._("Created on %(date)s, %(days)s days ago", **values)

    def _get_reasons_compared(self, anchor):
        """Why each record is here: what it shares with the anchor, or else with any other.

        :returns: dict, crm.lead to a list of str
        """
        labels = dict(
            self.env["crm.lead.match.key"]._fields["kind"]._description_selection(self.env)
        )
        mine, _lead_by_number = self._get_own_keys()
        rows = self.env.execute_query(
            SQL("SELECT lead_id, kind, value, reason FROM (%s) AS mine", mine)
        )
        holders = defaultdict(list)
        for lead_id, kind, value, _reason in rows:
            holders[kind, value].append(lead_id)
        apart = self.env["crm.lead.match.dismissal"]._get_apart(self.ids)
        of_anchor, of_any = defaultdict(set), defaultdict(set)
        for lead_id, kind, value, reason in rows:
            blocked = {lead_id, *apart.get(lead_id, ())}
            # Of pairs there may be very many: one other is enough.
            if any(other not in blocked for other in holders[kind, value]):
                of_any[lead_id].add(reason)
                if anchor.id in holders[kind, value] and anchor.id not in blocked:
                    of_anchor[lead_id].add(reason)
        reasons = {}
        for lead in self:
            kinds = of_anchor[lead.id] or of_any[lead.id]
            reasons[lead] = [label for kind, label in labels.items() if kind in kinds]
        return reasons

    def _find_untied(self):
        """Those of self that no strong key ties to the first, be it through others of self.

        :returns: crm.lead
        """
        ties = DisjointSets()
        for lead, others in self._get_similar(STRONG_KINDS, among=self)[0].items():
            for other_id in others:
                ties.unite(lead.id, other_id)
        return self.filtered(lambda lead: ties.find(lead.id) != ties.find(self[0].id))

    def _count_attached(self):
        """What hangs on each record and the user may read, a query a kind.

        :returns: dict, a lead's id to a list of dict with `label`, `icon` and `count`
        """
        to_lead = [("opportunity_id", "in", self.ids)]
        # Whoever reads a record reads its chatter; message by message it would take long.
        messages = self.env["mail.message"].sudo()
        counted = [
            (self.env._("Calls"), "fa-phone", self.env["crm.phonecall"], to_lead),
            (self.env._("Meetings"), "fa-calendar", self.env["calendar.event"], to_lead),
            (self.env._("Quotations"), "fa-file-text-o", self.env["sale.order"], to_lead),
            (
                self.env._("Files"),
                "fa-paperclip",
                self.env["ir.attachment"],
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
            ),
            (
                self.env._("Messages"),
                "fa-comments-o",
                messages,
                [
                    ("model", "=", self._name),
                    ("res_id", "in", self._filtered_access("read").ids),
                    ("message_type", "in", WRITTEN_BY_PEOPLE),
                ],
            ),
        ]
        attached = {lead.id: [] for lead in self}
        for label, icon, records, domain in counted:
            if not records.has_access("read"):
                continue
            column = "opportunity_id" if domain is to_lead else "res_id"
            found = records.with_context(active_test=False)._read_group(
                domain, [column], ["__count"]
            )
            for key, count in found:
                lead_id = key.id if column == "opportunity_id" else key
                attached[lead_id].append({"label": label, "icon": icon, "count": count})
        return attached

    def _get_rows_compared(self, mergeable):
        """A dict for each field that one of the records has a value of; `default` is whose value
        the result gets.

        `kind` is "choice" where the records to merge say different things, "united" where the
        result gets all, "same" where all records say the same, else "partial". What differs comes
        first, and who it is before what they want.
        """
        conflicts = mergeable._find_conflicts()
        origins = mergeable._find_origins(choices={})
        rows = []
        for name in self._get_fields_compared():
            texts = {lead.id: text for lead in self if (text := lead._get_field_text(name))}
            if not texts:
                continue
            rows.append(
                {
                    "name": name,
                    "label": self._get_merge_label(name),
                    "kind": "choice" if name in conflicts else self._get_kind_compared(name),
                    "default": origins[name].id if name in origins else False,
                    "values": texts,
                }
            )
        kinds = ("choice", "united", "partial", "same")
        ranks = defaultdict(
            lambda: len(IDENTITY), {name: rank for rank, name in enumerate(IDENTITY)}
        )
        rows.sort(key=lambda row: (kinds.index(row["kind"]), ranks[row["name"]]))
        return rows

    def _get_kind_compared(self, name):
        block = BLOCKS.get(name, (name,))
        if all(self._is_same(part, lead[part], self[0][part]) for lead in self for part in block):
            return "same"
        return "united" if name in UNITED else "partial"

    @api.model
    def _get_fields_compared(self):
        """Fields that the window shows a row of: those that the user may read."""
        return [
            name
            for name in self._get_fields_told()
            if name not in ASKED_APART
            and all(
                self._has_field_access(self._fields[part], "read")
                for part in BLOCKS.get(name, (name,))
            )
        ]
