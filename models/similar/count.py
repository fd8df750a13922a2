from odoo import api, fields, models
from odoo.tools import SQL

# Similar records are counted so far; of more than one fewer it is said that there are more.
MOST_COUNTED = 21


class CrmLead(models.Model):
    """How many leads are similar, for lists and the notice above the form (features.md #20, #40)."""

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

    def _count_similar(self, kinds=None, hidden=False):
        """How many records are similar, counted by the database as far as `MOST_COUNTED`.

        Each key is looked up once, whatever number of these leads has it, and no further than is
        needed: a page of leads that all share one key costs as much as one of them.

        :param kinds: tuple of str, the only reasons to look for; None: all
        :param hidden: bool, to count those that the user may not read too
        :returns: dict, a lead of self to a tuple of two int: those that the user may read, and
            those that they may not
        """
        query, lead_by_number = self._query_similar(
            SQL(
                """
                SELECT mine.number, other.readable, count(DISTINCT other.lead_id)
                  FROM mine
                  JOIN holder other ON %(similar)s
                 GROUP BY mine.number, other.readable
                """,
                similar=self._is_similar(),
            ),
            kinds,
            hidden,
        )
        rows = self.env.execute_query(query)
        counts = dict.fromkeys(self, (0, 0))
        for number, readable, found in rows:
            shown, secret = counts[lead_by_number[number]]
            count = min(found, MOST_COUNTED)
            counts[lead_by_number[number]] = (count, secret) if readable else (shown, count)
        return counts

    def _query_similar(self, select, kinds=None, hidden=False):
        """A query on `mine`, the keys of these leads, and `holder`, the others that have them.

        :param select: SQL, a statement that reads from the two
        :param kinds: tuple of str, the only reasons to look for; None: all
        :param hidden: bool, whether those that the user may not read are holders too
        :returns: tuple of SQL, and dict, a number to the lead of self that goes by it
        """
        mine, lead_by_number = self._get_own_keys(kinds)
        query = SQL(
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
                       AND %(told_apart)s
                       AND %(readable)s = side.readable
                     -- As many as may be left out, for a lead itself is one of them.
                     LIMIT %(most)s + 1 + (SELECT pairs FROM dismissed)
                 ) found
            )
            %(select)s
            """,
            mine=mine,
            sides=[True, False] if hidden else [True],
            told_apart=self._is_not_told_apart(SQL("other.lead_id")),
            readable=self._is_readable(SQL("other.lead_id")),
            most=MOST_COUNTED,
            select=select,
        )
        return query, lead_by_number

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("match_keys", "not_duplicate_ids")
    def _compute_duplicate_lead_count(self):
        """Counted by the database, for lists: nothing is fetched but a number a lead (#20)."""
        for lead, (count, _hidden) in self._count_similar().items():
            lead.duplicate_lead_count = count
            lead.duplicate_lead_count_text = self._get_count_text(count)

    @api.model
    def _get_count_text(self, count):
        """A number of similar records, for people: beyond the limit nobody counts."""
        return str(count) if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"
