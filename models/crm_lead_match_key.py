from odoo import api, fields, models
from odoo.tools import SQL


class CrmLeadMatchKey(models.Model):
    """What a lead can be recognised by: one row a lead and key, folded to one spelling.

    Rows are written by `crm.lead` alone, whenever it or its contact changes; nobody reads them
    through the ORM, for a key tells of leads that one may not see.
    """

    _name = "crm.lead.match.key"
    _description = "Key by which similar leads are found"
    _log_access = False
    _rec_name = "value"

    lead_id = fields.Many2one("crm.lead", required=True, ondelete="cascade")
    kind = fields.Selection(
        [
            ("email", "Same e-mail"),
            ("phone", "Same phone"),
            ("partner", "Same customer"),
            ("office", "Same office phone"),
            ("company", "Same company"),
            ("name", "Similar name"),
        ],
        required=True,
    )
    value = fields.Char(required=True)

    _lead_kind_value_uniq = models.UniqueIndex("(lead_id, kind, value)")
    # With the lead in it, a look-up by key never touches the table.
    _kind_value_idx = models.Index("(kind, value, lead_id)")

    @api.model
    def _synchronize(self, keys_by_lead):
        """Bring the rows of leads up to date, in one statement for any number of leads.

        :param keys_by_lead: dict, a lead's id to a set of (kind, value)
        """
        rows = [
            (lead_id, kind, value) for lead_id, keys in keys_by_lead.items() for kind, value in keys
        ]
        columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
        self.env.cr.execute(
            SQL(
                """
                WITH wanted AS (
                    SELECT * FROM unnest(%s::int[], %s::varchar[], %s::varchar[])
                               AS wanted(lead_id, kind, value)
                ), gone AS (
                    DELETE FROM crm_lead_match_key key
                          WHERE key.lead_id = ANY(%s)
                            AND (key.lead_id, key.kind, key.value) NOT IN (SELECT * FROM wanted)
                )
                INSERT INTO crm_lead_match_key (lead_id, kind, value)
                     SELECT * FROM wanted
                ON CONFLICT DO NOTHING
                """,
                *columns,
                list(keys_by_lead),
            )
        )
