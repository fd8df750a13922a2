from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.match_keys import SHARED_BY_COLLEAGUES, SHARED_BY_MANY


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
            ("mailbox", "Same shared e-mail"),
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
    def _is_shared_by_many(self, kind, value, lead):
        """Condition that a key is an address or a phone number which tells nobody apart.

        Every search for similar leads asks this here, so that they agree. It reads no more keys
        than the limit has, however many share it. A customer never is: a thousand leads of one are
        a thousand leads of one, for somebody has said so.

        :param kind: SQL of the key's kind
        :param value: SQL of the key's value
        :param lead: SQL of the id of the lead that has the key: only others are counted
        :returns: SQL
        """
        return SQL(
            "(%(kind)s IN ('email', 'phone') AND %(many)s"
            " OR %(kind)s = 'phone' AND %(colleagues)s)",
            kind=kind,
            many=self._has_more(kind, value, lead, SHARED_BY_MANY),
            colleagues=self._has_more(
                SQL("'office'"),
                SQL("split_part(%s, '|', 1)", value),
                lead,
                SHARED_BY_COLLEAGUES,
            ),
        )

    @api.model
    def _has_more(self, kind, value, lead, most):
        """Condition that more than so many other leads have a key.

        It reads the first rows of the index from the key on, and then looks whether they are the
        key's: asked for the key's rows, the planner expects two of them and fetches them all.
        """
        return SQL(
            """EXISTS (
                SELECT FROM (
                    SELECT many.kind, many.value, many.lead_id
                      FROM crm_lead_match_key many
                     WHERE (many.kind, many.value, many.lead_id) >= (%(kind)s, %(value)s, 0)
                     ORDER BY many.kind, many.value, many.lead_id
                     LIMIT %(most)s + 2
                ) many
                 WHERE many.kind = %(kind)s AND many.value = %(value)s
                   AND many.lead_id <> %(lead)s
                OFFSET %(most)s
            )""",
            kind=kind,
            value=value,
            lead=lead,
            most=most,
        )

    @api.model
    def _get_reason(self, kind, value, lead):
        """The kind for which two leads are similar: of what many share, a weak one.

        :param kind: SQL of the key's kind
        :param value: SQL of the key's value
        :param lead: SQL of the id of the lead that has the key
        :returns: SQL
        """
        return SQL(
            "CASE WHEN NOT %(many)s THEN %(kind)s WHEN %(kind)s = 'email' THEN 'mailbox'"
            " ELSE 'office' END",
            many=self._is_shared_by_many(kind, value, lead),
            kind=kind,
        )

    @api.model
    def _synchronize(self, keys_by_lead):
        """Bring the rows of leads up to date, in one statement for any number of leads.

        Leads that are gone get none: a lead may have been deleted, or rolled back to a savepoint,
        while its keys were waiting to be computed.

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
                     SELECT wanted.*
                       FROM wanted JOIN crm_lead lead ON lead.id = wanted.lead_id
                ON CONFLICT DO NOTHING
                """,
                *columns,
                list(keys_by_lead),
            )
        )
