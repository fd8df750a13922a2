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
