from odoo import api, fields, models
from odoo.tools import SQL

from .crm_lead import STRONG_KINDS

# Similar records are counted so far; of more than one fewer it is said that there are more.
MOST_COUNTED = 21


class CrmLead(models.Model):
    """How many leads are similar, for lists and the line above the form (features.md #20, #40)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    # Core computes it in sudo, and counts records that the user cannot open.
    duplicate_lead_count = fields.Integer(
        "Similar leads",
        compute="_compute_duplicate_lead_count",
        compute_sudo=False,
        search="_search_duplicate_lead_count",
        help="Counting stops at 21: more are shown as 20+.",
    )
    duplicate_lead_count_text = fields.Char(
        "Number of similar leads",
        compute="_compute_duplicate_lead_count",
        compute_sudo=False,
        help="20+ stands for more than 20.",
    )
    similar_notice = fields.Char(compute="_compute_similar_notice", compute_sudo=False)

    def _count_similar(self, kinds=None, hidden=False):
        """How many records are similar, counted by the database as far as `MOST_COUNTED`.

        Each key is looked up once, whatever number of these leads has it, and no further than is
        needed: a page of leads that all share one key costs as much as one of them.

        :param kinds: tuple of str, the only reasons to look for; None: all
        :param hidden: bool, to count those that the user may not read too
        :returns: dict, a lead of self to a tuple of two int: those that the user may read, and
            those that they may not
        """
        mine, lead_by_number = self._get_own_keys(kinds)
        rows = self.env.execute_query(
            SQL(
                """
                WITH mine AS MATERIALIZED (%(mine)s), key AS MATERIALIZED (
                    SELECT kind, value, CASE WHEN count(*) = 1 THEN min(lead_id) END AS only_lead
                      FROM mine
                     GROUP BY kind, value
                ), dismissed AS MATERIALIZED (
                    SELECT count(*) AS pairs
                      FROM crm_lead_match_dismissal
                     WHERE lead_id = ANY(ARRAY(SELECT lead_id FROM mine))
                        OR other_id = ANY(ARRAY(SELECT lead_id FROM mine))
                ), holder AS MATERIALIZED (
                    SELECT key.kind, key.value, side.readable, found.lead_id
                      FROM key
                     CROSS JOIN unnest(%(sides)s::bool[]) AS side(readable)
                     CROSS JOIN LATERAL (
                        SELECT other.lead_id
                          FROM crm_lead_match_key other
                         WHERE other.kind = key.kind AND other.value = key.value
                           AND other.lead_id IS DISTINCT FROM key.only_lead
                           AND %(readable)s = side.readable
                         -- As many as may be left out, for a lead itself is one of them.
                         LIMIT %(most)s + 1 + (SELECT pairs FROM dismissed)
                     ) found
                )
                SELECT mine.number, other.readable, count(DISTINCT other.lead_id)
                  FROM mine
                  JOIN holder other ON %(similar)s
                 GROUP BY mine.number, other.readable
                """,
                mine=mine,
                sides=[True, False] if hidden else [True],
                readable=self._is_readable(SQL("other.lead_id")),
                most=MOST_COUNTED,
                similar=self._is_similar(),
            )
        )
        counts = dict.fromkeys(self, (0, 0))
        for number, readable, found in rows:
            shown, secret = counts[lead_by_number[number]]
            count = min(found, MOST_COUNTED)
            counts[lead_by_number[number]] = (count, secret) if readable else (shown, count)
        return counts

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("match_keys")
    def _compute_duplicate_lead_count(self):
        """Counted by the database, for lists: nothing is fetched but a number a lead (#20)."""
        for lead, (count, _hidden) in self._count_similar().items():
            lead.duplicate_lead_count = count
            lead.duplicate_lead_count_text = self._get_count_text(count)

    @api.model
    def _get_count_text(self, count):
        """A number of similar records, for people: beyond the limit nobody counts."""
        return str(count) if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"

    @api.depends_context("uid", "allowed_company_ids", "lang")
    @api.depends("match_keys")
    def _compute_similar_notice(self):
        """The line above the form, where there is something to merge; False otherwise."""
        for lead, (shown, hidden) in self._count_similar(STRONG_KINDS, hidden=True).items():
            notice = False
            if shown:
                notice = self.env._(
                    "Records that look like this one: %(count)s.", count=self._get_count_text(shown)
                )
            elif hidden:
                notice = self.env._(
                    "Somebody else has a record that looks like this one. Ask your sales manager."
                )
            lead.similar_notice = notice
