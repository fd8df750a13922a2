from collections import defaultdict
from itertools import combinations

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .crm_lead import STRONG_KINDS


class CrmLeadDuplicateGroup(models.Model):
    """Records that share a strong key: every such group of the database (features.md #19, B8).

    A view of the database on `crm.lead.match.key`: there is nothing to keep up to date.
    """

    _name = "crm.lead.duplicate.group"
    _description = "Group of similar leads"
    _auto = False
    _order = "lead_count desc, id"
    _rec_name = "value"
    # So that what is waiting to be written is written before the view is read.
    _depends = {"crm.lead": ["match_keys", "company_id"]}

    kind = fields.Selection(
        [("email", "Same e-mail"), ("phone", "Same phone"), ("partner", "Same customer")],
        "Reason",
        readonly=True,
    )
    key_value = fields.Char(readonly=True, groups=fields.NO_ACCESS, export_string_translation=False)
    value = fields.Char("E-mail, phone or customer", compute="_compute_value", compute_sudo=False)
    lead_count = fields.Integer("Number of records", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    lead_ids = fields.Many2many(
        "crm.lead",
        string="Leads and opportunities",
        compute="_compute_leads",
        compute_sudo=False,
    )

    @property
    def _table_query(self):
        # The groups are found on the index of the keys alone, and only their own leads are looked
        # up, one group after another: left to itself, the planner reads all leads, for it cannot
        # know how few keys are shared.
        keys = self.env["crm.lead.match.key"]
        return SQL(
            """
            WITH shared AS MATERIALIZED (
                SELECT kind, value, min(lead_id) AS lead_id
                  FROM crm_lead_match_key
                 WHERE kind IN %(strong)s
                 GROUP BY kind, value
                HAVING count(*) > 1
            ), dismissed AS (
                SELECT one.kind, one.value, count(*) AS pairs
                  FROM crm_lead_match_dismissal dismissal
                  JOIN crm_lead_match_key one ON one.lead_id = dismissal.lead_id
                  JOIN crm_lead_match_key two ON two.lead_id = dismissal.other_id
                       AND two.kind = one.kind AND two.value = one.value
                 GROUP BY one.kind, one.value
            )
            SELECT %(number)s AS id, shared.kind, shared.value AS key_value, lead.company_id,
                   count(*) AS lead_count
              FROM shared
              LEFT JOIN dismissed
                ON dismissed.kind = shared.kind AND dismissed.value = shared.value
             CROSS JOIN LATERAL (
                    SELECT lead.company_id
                      FROM crm_lead_match_key key
                      JOIN crm_lead lead ON lead.id = key.lead_id
                     WHERE key.kind = shared.kind AND key.value = shared.value
                    OFFSET 0
                 ) lead
             WHERE NOT %(shared_by_many)s
             GROUP BY shared.kind, shared.value, lead.company_id
            HAVING count(*) > 1
               AND count(*) * (count(*) - 1) / 2 > coalesce(min(dismissed.pairs), 0)
            """,
            # Of the key itself, for its rows come and go; as large as a browser counts exactly.
            number=SQL(
                "('x' || left(md5(concat_ws('|', shared.kind, lead.company_id, shared.value)), 13))"
                "::bit(52)::bigint"
            ),
            strong=STRONG_KINDS,
            shared_by_many=keys._is_shared_by_many(
                SQL("shared.kind"), SQL("shared.value"), SQL("shared.lead_id")
            ),
        )

    @api.depends("kind", "key_value", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_leads(self):
        # Read as the user, so that there are the groups alone that they may read.
        groups = {(group.kind, group.sudo().key_value, group.company_id): group for group in self}
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

    @api.depends("kind", "key_value", "lead_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_value(self):
        """What the records share, told to those who may read one of them."""
        partner_ids = [int(group.sudo().key_value) for group in self if group.kind == "partner"]
        partners = self.env["res.partner"].sudo().browse(partner_ids)
        for group in self:
            value = group.lead_ids and group.sudo().key_value
            if value and group.kind == "phone":
                # Behind the number of an office stands the person, as a key.
                value = value.partition("|")[0]
            elif value and group.kind == "partner":
                # Whoever reads a record reads the name of its contact.
                value = partners.browse(int(value)).with_prefetch(partner_ids).display_name
            group.value = value

    def _check_there(self):
        """Refuse groups that were merged or told apart since the list was loaded.

        :raises UserError: there is one
        """
        if self.exists() != self or not all(group.lead_ids for group in self):
            raise UserError(
                self.env._(
                    "These records are no duplicates any more: somebody has merged or changed "
                    "them. Load the list anew."
                )
            )

    def action_open(self):
        """Open the records of the group side by side, to merge them.

        :returns: dict, a window action
        :raises UserError: it is no group any more
        """
        self.ensure_one()
        self._check_there()
        leads = self.lead_ids[: self.env["crm.lead"]._get_merge_maximum()]
        return leads.browse()._open_comparison(leads)

    def action_merge_in_bulk(self):
        """Show what merging these groups would do, all of them when none is chosen (B6).

        :returns: dict, a window action with the preview
        :raises UserError: one of them is no group any more
        """
        self._check_there()
        groups = self or self.search([("lead_count", ">", 1)])
        bulk = self.env["crm.lead.bulk"]._prepare("merge", groups.lead_ids)
        return bulk.with_env(self.env).action_open()

    def action_dismiss(self):
        """Say that no two records of these groups are the same (features.md B4).

        :raises UserError: one of them is no group any more
        :raises AccessError: the user may not change one of the records
        """
        self._check_there()
        self.lead_ids.check_access("write")
        self.env["crm.lead.match.dismissal"]._write_pairs(
            [pair for group in self for pair in combinations(group.lead_ids.ids, 2)], dismissed=True
        )
