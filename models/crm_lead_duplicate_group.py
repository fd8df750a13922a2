from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from .crm_lead_similar import SHARED_BY_MANY, STRONG_KINDS


class CrmLeadDuplicateGroup(models.Model):
    """Records that share a strong key: every such group of the database (features.md #19, B8).

    A view of the database on `crm.lead.match.key`: there is nothing to keep up to date.
    """

    _name = "crm.lead.duplicate.group"
    _description = "Group of similar leads"
    _auto = False
    _order = "lead_count desc, id"
    _rec_name = "value"

    kind = fields.Selection(
        [("email", "Same e-mail"), ("phone", "Same phone"), ("partner", "Same customer")],
        "Reason",
        readonly=True,
    )
    value = fields.Char("E-mail, phone or customer", compute="_compute_value")
    lead_count = fields.Integer("Records", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    lead_ids = fields.Many2many(
        "crm.lead", string="Leads and opportunities", compute="_compute_leads"
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(key.id) AS id, key.kind, key.value AS key, lead.company_id,
                   count(*) AS lead_count
              FROM crm_lead_match_key key
              JOIN crm_lead lead ON lead.id = key.lead_id
             WHERE key.kind IN %(strong)s
             GROUP BY key.kind, key.value, lead.company_id
            HAVING count(*) > 1
               AND (key.kind <> 'phone' OR count(*) <= %(many)s + 1)
               AND count(*) * (count(*) - 1) / 2 > (
                    SELECT count(*)
                      FROM crm_lead_match_dismissal dismissal
                     WHERE dismissal.lead_id = ANY(array_agg(key.lead_id))
                       AND dismissal.other_id = ANY(array_agg(key.lead_id))
               )
            """,
            strong=STRONG_KINDS,
            many=SHARED_BY_MANY,
        )

    def _get_keys(self):
        """The key of each group of self: a group has the number of one of its keys.

        :returns: dict, a group to a record of crm.lead.match.key, in sudo
        """
        keys = self.env["crm.lead.match.key"].sudo().browse(self.ids)
        return dict(zip(self, keys, strict=True))

    def _compute_leads(self):
        groups = {
            (key.kind, key.value, group.company_id): group
            for group, key in self._get_keys().items()
        }
        rows = self.env["crm.lead.match.key"].sudo()
        if groups:
            kinds, values, _companies = zip(*groups, strict=True)
            rows = rows.search([("kind", "in", kinds), ("value", "in", values)])
        # What the user may not open is not there, whatever the group counts.
        leads = self.env["crm.lead"].with_context(active_test=False)
        readable = leads.search([("id", "in", rows.lead_id.ids)])
        ids = defaultdict(list)
        for row in rows:
            ids[row.kind, row.value, row.lead_id.company_id].append(row.lead_id.id)
        for key, group in groups.items():
            group.lead_ids = readable & readable.browse(ids[key])

    @api.depends("kind")
    def _compute_value(self):
        for group, key in self._get_keys().items():
            group.value = key.value
            if key.kind == "partner":
                group.value = self.env["res.partner"].browse(int(key.value)).display_name

    def action_open(self):
        """Open the records of the group, with Merge in the action menu.

        :returns: dict, a window action
        """
        self.ensure_one()
        return self.lead_ids[:1].action_show_potential_duplicates() | {
            "domain": [("id", "in", self.lead_ids.ids)],
        }

    def action_dismiss(self):
        """Say that no two records of these groups are the same (features.md B4)."""
        for group in self:
            leads = group.lead_ids
            for index, lead in enumerate(leads):
                leads[index + 1 :].with_context(similar_to=lead.id).action_not_duplicate()
