from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.duplicate_groups import SharedKey, SharedKeys, find_clusters, find_ignored
from ...tools.match_keys import SHARED_BY_MANY
from .crm_lead import STRONG_KINDS


class Cluster(NamedTuple):
    """Records that strong keys tie together, directly or through each other."""

    state: str
    ids: list
    # Tuples of a kind and a value: those that two of the records share.
    keys: list
    # The id of a company, or None.
    company_id: int | None
    # When the newest of them was created, in seconds since 1970.
    newest: int

    @property
    def number(self):
        """The same as long as it has these records; as large as a browser counts exactly.

        Of numbers alone Python computes the same hash in every process.
        """
        return hash((self.state == "ignored", *self.ids)) & (2**52 - 1)


class CrmLead(models.Model):
    """All records that may be merged, in groups of those that belong together (#19, #40, B8)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _find_clusters(self):
        """Open records that the user may merge, in two queries for any number of them.

        What they may not change is not there, in sudo either: a group is that of its user. Those of
        which somebody said that they are no duplicates are `ignored`, the others `open`.

        :returns: list of Cluster
        """
        leads = self.sudo(False)
        if not leads.has_access("read") or not leads.has_access("write"):
            return []
        keys, shared, dates = leads._find_all_shared_keys()
        apart = leads._find_apart_by_keys() if keys else {}
        groups = find_clusters(shared, apart, self.env.company.id)
        clusters = leads._describe_clusters("open", groups, keys, shared, dates)
        ignored = find_ignored(shared, apart, groups)
        return clusters + leads._describe_clusters("ignored", ignored, keys, shared, dates)

    @api.model
    def _find_all_shared_keys(self):
        """Every strong key that several open records have which the user may change.

        :returns: tuple of list of tuples of a kind and a value; SharedKeys in the same order; and
            dict, the id of a record to the seconds since 1970 at which it was created
        """
        self.env["crm.lead"].flush_model()
        mergeable = self._query_mergeable()
        # The keys that are shared are found on their index alone, and only their own leads are
        # looked up, one key after another: left to itself, the planner reads all leads, for it
        # cannot know how few keys are shared.
        rows = self.env.execute_query(
            SQL(
                """
                WITH shared AS MATERIALIZED (
                    SELECT kind, value, min(lead_id) AS lead_id, count(*) AS holders
                      FROM crm_lead_match_key
                     WHERE kind IN %(strong)s
                     GROUP BY kind, value
                    HAVING count(*) > 1
                )
                SELECT shared.kind, shared.value, found.ids, found.companies, found.dates
                  FROM shared
                 CROSS JOIN LATERAL (
                        SELECT array_agg(lead.id) AS ids,
                               array_agg(lead.company_id) AS companies,
                               array_agg(
                                   floor(date_part('epoch', lead.create_date))::bigint
                               ) AS dates
                          FROM (
                            SELECT crm_lead.id, crm_lead.company_id, crm_lead.create_date
                              FROM %(mergeable_from)s
                              JOIN crm_lead_match_key key ON key.lead_id = crm_lead.id
                             WHERE key.kind = shared.kind AND key.value = shared.value
                               AND %(is_mergeable)s
                             ORDER BY crm_lead.id
                          ) lead
                       ) found
                 WHERE cardinality(found.ids) > 1
                       -- Of most keys it is known without a look at others that few share them.
                   AND (shared.holders <= %(most)s AND strpos(shared.value, '|') = 0
                        OR NOT %(shared_by_many)s)
                """,
                strong=STRONG_KINDS,
                most=SHARED_BY_MANY,
                mergeable_from=mergeable.from_clause,
                is_mergeable=mergeable.where_clause or SQL("TRUE"),
                shared_by_many=self.env["crm.lead.match.key"]._is_shared_by_many(
                    SQL("shared.kind"), SQL("shared.value"), SQL("shared.lead_id")
                ),
            )
        )
        keys, companies, dates = [], {}, {}
        for _kind, _value, ids, company_ids, created in rows:
            keys.append(SharedKey((), ids))
            companies.update(zip(ids, company_ids, strict=True))
            dates.update(zip(ids, created, strict=True))
        return [row[:2] for row in rows], SharedKeys(keys, companies), dates

    @api.model
    def _query_mergeable(self):
        """Open records that the user may read and change: rules, companies.

        :returns: Query
        """
        domain = Domain("active", "=", True) & Domain("won_status", "=", "pending")
        return self._search(domain & self.env["ir.rule"]._compute_domain(self._name, "write"))

    @api.model
    def _find_apart_by_keys(self):
        """Records that somebody told apart although they share a strong key.

        :returns: dict, the id of a record to a set of ids
        """
        self.env["crm.lead.match.dismissal"].flush_model()
        pairs = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT dismissal.lead_id, dismissal.other_id
                  FROM crm_lead_match_dismissal dismissal
                  JOIN crm_lead_match_key one ON one.lead_id = dismissal.lead_id
                       AND one.kind IN %s
                  JOIN crm_lead_match_key two ON two.lead_id = dismissal.other_id
                       AND two.kind = one.kind AND two.value = one.value
                """,
                STRONG_KINDS,
            )
        )
        apart = defaultdict(set)
        for one, two in pairs:
            apart[one].add(two)
            apart[two].add(one)
        return apart

    @api.model
    def _describe_clusters(self, state, groups, keys, shared, dates):
        """Groups of ids with what the list says of them.

        :param state: str, "open" or "ignored"
        :param groups: list of lists of ids, none in two of them
        :param keys, shared, dates: as `_find_all_shared_keys` gives them
        :returns: list of Cluster
        """
        number_by_id = {lead_id: number for number, ids in enumerate(groups) for lead_id in ids}
        keys_by_number = defaultdict(list)
        for key, (_selected, others) in zip(keys, shared.keys, strict=True):
            seen = set()
            for lead_id in others:
                number = number_by_id.get(lead_id)
                if number in seen:
                    if keys_by_number[number][-1:] != [key]:
                        keys_by_number[number].append(key)
                elif number is not None:
                    seen.add(number)
        return [
            Cluster(
                state,
                ids,
                keys_by_number[number],
                next((shared.companies[i] for i in ids if shared.companies[i]), None),
                max(dates[lead_id] for lead_id in ids),
            )
            for number, ids in enumerate(groups)
        ]
