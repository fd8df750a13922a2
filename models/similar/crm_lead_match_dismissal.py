from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL


class CrmLeadMatchDismissal(models.Model):
    """Two leads of which somebody said that they are not the same (features.md B4).

    Written by the methods of `crm.lead` alone, after the user's right to both was checked.
    """

    _name = "crm.lead.match.dismissal"
    _description = "Pair of leads that are not duplicates"

    lead_id = fields.Many2one(
        "crm.lead", required=True, ondelete="cascade", help="The one with the lower number."
    )
    other_id = fields.Many2one("crm.lead", required=True, ondelete="cascade", index=True)

    _pair_uniq = models.UniqueIndex("(lead_id, other_id)")
    _ordered_pair = models.Constraint(
        "CHECK (lead_id < other_id)", "The two leads of a pair are in the order of their numbers."
    )

    @api.model
    def _excludes(self, lead, other):
        """Condition that two leads were not dismissed as a pair.

        :param lead: SQL of a lead's id
        :param other: SQL of the other lead's id
        :returns: SQL
        """
        return SQL(
            """NOT EXISTS (
                SELECT FROM crm_lead_match_dismissal dismissal
                 WHERE dismissal.lead_id = LEAST(%(lead)s, %(other)s)
                   AND dismissal.other_id = GREATEST(%(lead)s, %(other)s)
            )""",
            lead=lead,
            other=other,
        )

    @api.model
    def _get_apart(self, ids):
        """Which leads each of some was told apart from.

        :param ids: list of int, of leads
        :returns: dict, an id of these to a set of ids
        """
        pairs = self.sudo().search_fetch(
            ["|", ("lead_id", "in", ids), ("other_id", "in", ids)], ["lead_id", "other_id"]
        )
        apart = defaultdict(set)
        for pair in pairs:
            apart[pair.lead_id.id].add(pair.other_id.id)
            apart[pair.other_id.id].add(pair.lead_id.id)
        return {lead_id: apart[lead_id] for lead_id in ids if lead_id in apart}

    @api.model
    def _write_pairs(self, pairs, dismissed):
        """Remember or forget pairs, in one statement for any number of them.

        :param pairs: iterable of pairs of ids of leads, in any order; the caller has checked that
            the user may change both
        :param dismissed: bool, False to take back what was said
        """
        pairs = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
        if not pairs:
            return
        low, high = (list(column) for column in zip(*pairs, strict=True))
        table = SQL("unnest(%s::int[], %s::int[]) AS pair(lead_id, other_id)", low, high)
        if dismissed:
            statement = SQL(
                """
                INSERT INTO crm_lead_match_dismissal
                            (lead_id, other_id, create_uid, write_uid, create_date, write_date)
                     SELECT lead_id, other_id, %(uid)s, %(uid)s, %(now)s, %(now)s FROM %(table)s
                ON CONFLICT DO NOTHING
                """,
                uid=self.env.uid,
                now=self.env.cr.now(),
                table=table,
            )
        else:
            statement = SQL(
                """
                DELETE FROM crm_lead_match_dismissal dismissal
                      USING %s
                      WHERE dismissal.lead_id = pair.lead_id AND dismissal.other_id = pair.other_id
                """,
                table,
            )
        # What waits to be written, of any model, would be forgotten with the cache.
        self.env.flush_all()
        self.env.cr.execute(statement)
        self.env.invalidate_all(flush=False)
