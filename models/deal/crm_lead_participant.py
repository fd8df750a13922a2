from odoo import api, fields, models
from odoo.tools import SQL, format_list

from ...tools.persian_text import fold

# What is said of a participant, and united where the same contact takes part twice.
SAID = ("role", "note")


class CrmLeadParticipant(models.Model):
    """Somebody who has a say in a deal, beside its customer (features.md #42, #51)."""

    _name = "crm.lead.participant"
    _description = "Participant of a lead or opportunity"
    _order = "id"
    _rec_name = "partner_id"
    _check_company_auto = True

    lead_id = fields.Many2one(
        "crm.lead", "Lead/Opportunity", required=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="lead_id.company_id")
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    role = fields.Selection(
        [
            ("decision_maker", "Decision maker"),
            ("influencer", "Influencer"),
            ("user", "End user"),
            ("buyer", "Buyer"),
            ("other", "Another role"),
        ],
        help="What this person has to do with the deal.",
    )
    note = fields.Char()
    function = fields.Char(related="partner_id.function")
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")

    # A merge leaves the second row of the same contact with the record that it belongs to.
    _lead_partner_uniq = models.UniqueIndex(
        "(lead_id, partner_id)", "This contact is among the participants already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Before the row is written: that it is there already would be told of a hidden lead.
            leads = self.env["crm.lead"].browse({vals.get("lead_id") for vals in vals_list})
            leads.filtered("id").check_access("write")
        participants = super().create(vals_list)
        participants.lead_id._refuse_absorbed()
        return participants

    def write(self, vals):
        self.lead_id._refuse_absorbed()
        result = super().write(vals)
        if "lead_id" in vals and not self.env.su:
            # Odoo asks for the rights to the old record alone.
            self.check_access("write")
            self.lead_id._refuse_absorbed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_absorbed(self):
        self.lead_id._refuse_absorbed()

    # The same contact twice -----------------------------------------------------------------

    def _unite(self, twins):
        """Values that self lacks and other rows of the same contact have; the first that does wins.

        :param twins: crm.lead.participant
        :returns: dict, the name of a field to a value
        """
        self.ensure_one()
        values = {}
        for name in SAID:
            if not self[name] and (said := twins.filtered(name)[:1]):
                values[name] = said[name]
        return values

    @api.model
    def _write_said(self, values_by_id):
        """Write roles and notes by a statement: a machine unites them, and nobody has edited a row.

        :param values_by_id: dict, the id of a row to a dict of all `SAID`
        """
        if not values_by_id:
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_lead_participant AS row SET role = new.role, note = new.note
                  FROM unnest(%s::int[], %s::varchar[], %s::varchar[]) AS new(id, role, note)
                 WHERE row.id = new.id
                """,
                list(values_by_id),
                *([values[name] or None for values in values_by_id.values()] for name in SAID),
            )
        )
        self.browse(values_by_id).invalidate_recordset(SAID, flush=False)

    def _get_said(self):
        """The values of `SAID`, as `_write_said` takes them."""
        self.ensure_one()
        return {name: self[name] or None for name in SAID}

    def _get_said_text(self):
        """What is said of a participant, in a line.

        :returns: str, empty where nothing is said
        """
        self.ensure_one()
        roles = dict(self._fields["role"]._description_selection(self.env))
        return " · ".join(filter(None, (roles.get(self.role), self.note)))

    @api.model
    def _merge_partners(self, sources, destination):
        """Leave one row a lead of contacts that are going to be one (`base.partner.merge`).

        Odoo repoints rows by a statement, and a contact takes part in a lead only once.

        :param sources: res.partner, which are going to be deleted
        :param destination: res.partner
        """
        partners = sources | destination
        rows = self.sudo().search([("partner_id", "in", partners.ids)], order="id")
        values_by_id, gone, bodies = {}, self.browse(), {}
        for lead, of_lead in rows.grouped("lead_id").items():
            kept = of_lead.filtered(lambda row: row.partner_id == destination) or of_lead[0]
            twins = of_lead - kept
            if not twins:
                continue
            united = kept._unite(twins)
            values_by_id[kept.id] = kept._get_said() | united
            gone += twins
            said = {row._get_said_text() for row in twins} - {""}
            if said and not lead.absorbed_by_merge_id:
                bodies[lead.id] = self.env._(
                    "Contacts that took part here were merged into %(contact)s. Of the others it "
                    "was said: %(texts)s.",
                    contact=destination.display_name,
                    texts=format_list(self.env, sorted(said)),
                )
        if not gone:
            return
        self._write_said(values_by_id)
        # Those of a merged record are frozen, and follow the contact all the same.
        self.env.cr.execute(SQL("DELETE FROM crm_lead_participant WHERE id IN %s", tuple(gone.ids)))
        self.env.invalidate_all(flush=False)
        if bodies:
            self.env["crm.lead"].browse(bodies).sudo()._message_log_batch(bodies=bodies)


class CrmLead(models.Model):
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    participant_ids = fields.One2many("crm.lead.participant", "lead_id", "Participants")

    def _message_add_suggested_recipients(self, force_primary_email=False):
        suggested = super()._message_add_suggested_recipients(force_primary_email)
        # Like the salesperson, whoever may read contacts.
        for lead in self.sudo():
            suggested[lead.id]["partners"] |= lead.participant_ids.partner_id
        return suggested

    def _get_deleted_with(self):
        of_lead = [("lead_id", "in", self.ids)]
        return [
            *super()._get_deleted_with(),
            ("crm.lead.participant", of_lead, self.env._("participants")),
        ]


class CrmLeadMerge(models.Model):
    """The same contact on two records of a merge: one row is left, with what both say."""

    _inherit = "crm.lead.merge"  # pylint: disable=consider-merging-classes-inherited

    def _write_logs(self, groups, texts):
        # First, for what was merged may be deleted for good at once.
        self.env["crm.lead.merge.line"].create(self._unite_participants(groups))
        return super()._write_logs(groups, texts)

    def _unite_participants(self, groups):
        """Give the survivors' participants what only their twins on absorbed records say.

        :param groups: list of crm.lead, one a log, each in the order of its merge
        :returns: list of dict, values of crm.lead.merge.line: who said what
        """
        participants = self.env["crm.lead.participant"].sudo()
        leads = self.env["crm.lead"].union(*groups)
        by_lead = participants.search([("lead_id", "in", leads.ids)], order="id").grouped("lead_id")
        lines, values_by_id = [], {}
        for log, group in zip(self, groups, strict=True):
            empty, told, original = participants.browse(), [], {}
            left = {lead: by_lead.get(lead.sudo(), empty) for lead in group}
            for kept in left[group[0]]:
                twins = empty.union(
                    *(
                        rows.filtered(lambda row, kept=kept: row.partner_id == kept.partner_id)
                        for rows in list(left.values())[1:]
                    )
                )
                if united := kept._unite(twins):
                    values_by_id[kept.id] = kept._get_said() | united
                    original[str(kept.id)] = [kept._get_said(), values_by_id[kept.id]]
                if any(twin._get_said_text() for twin in twins):
                    told.append((kept, twins, kept._get_said_text()))
            if original:
                log._add_created("participants", original)
            lines += [(log, *of_line) for of_line in told]
        participants._write_said(values_by_id)
        return [vals for line in lines if (vals := self._prepare_participant_line(*line))]

    @api.model
    def _prepare_participant_line(self, log, kept, twins, own_text):
        """Where the role and the note of a participant came from.

        :param log: crm.lead.merge
        :param kept: crm.lead.participant, the survivor's
        :param twins: the same contact's on absorbed records
        :param own_text: str, what the survivor's said before
        :returns: dict, or None where all say the same
        """
        value = kept._get_said_text()
        said = [(kept.lead_id, own_text)] if own_text else []
        said += [(row.lead_id, text) for row in twins if (text := row._get_said_text())]
        others = [(lead, text) for lead, text in said if fold(text) != fold(value)]
        winner = next((lead for lead, text in said if text == value), log.env["crm.lead"])
        if winner == kept.lead_id and not others:
            return None
        label = self.env._("Participant %(contact)s", contact=kept.partner_id.display_name)
        return {
            "merge_id": log.id,
            "field_name": f"participant_ids.{label}",
            "value": value,
            "origin_id": winner.id,
            "other_values": [
                {"id": lead.id, "name": lead.name, "text": text} for lead, text in others
            ],
        }

    def _move_back(self, absorbed):
        missing = super()._move_back(absorbed)
        united = (self.created_rows or {}).get("participants", {})
        rows = self.env["crm.lead.participant"].sudo().browse(map(int, united)).exists()
        values_by_id = {}
        for row in rows:
            before, after = united[str(row.id)]
            now = row._get_said()
            # As long as nobody has edited what the merge wrote.
            values_by_id[row.id] = {
                name: before[name] if now[name] == after[name] else now[name] for name in SAID
            }
        rows._write_said(values_by_id)
        return missing
