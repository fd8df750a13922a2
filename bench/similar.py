# Figures for people to read.
# pylint: disable=print-used,invalid-commit
"""Measure the finding of similar leads, in an `odoo shell` on a database of bench/generate_leads.sql.

The same calls for stock Odoo and for the addon; prints a line of JSON a case, for `./dev bench`.
"""

import json
import statistics
import time

from odoo.tools import SQL

RUNS = 5
# The best that was found by hand, as a limit: it gives the very figures that the administrator is
# shown, so the company of the records and the dismissed pairs are in it, but nothing of the ORM.
LIMIT = """
    WITH mine AS MATERIALIZED (
        SELECT key.lead_id, key.kind, key.value
          FROM unnest(%s) AS lead(id) JOIN crm_lead_match_key key ON key.lead_id = lead.id
    )
    SELECT mine.lead_id, least(count(DISTINCT other.lead_id), 21)
      FROM mine
      JOIN crm_lead_match_key other
        ON other.kind = mine.kind AND other.value = mine.value AND other.lead_id <> mine.lead_id
      JOIN crm_lead lead
        ON lead.id = other.lead_id AND (lead.company_id = ANY(%s) OR lead.company_id IS NULL)
     WHERE NOT EXISTS (
            SELECT FROM crm_lead_match_dismissal dismissal
             WHERE dismissal.lead_id = LEAST(mine.lead_id, other.lead_id)
               AND dismissal.other_id = GREATEST(mine.lead_id, other.lead_id)
           )
     GROUP BY mine.lead_id
"""
# A group a key and company; of addresses and phones, those that few share; without what was dismissed.
GROUPS_LIMIT = """
    WITH shared AS MATERIALIZED (
        SELECT kind, value FROM crm_lead_match_key
         WHERE kind IN ('email', 'phone', 'partner')
         GROUP BY kind, value
        HAVING count(*) > 1 AND (kind = 'partner' OR count(*) <= 11)
    ), switchboard AS MATERIALIZED (
        SELECT value FROM crm_lead_match_key
         WHERE kind = 'office' GROUP BY value HAVING count(*) > 6
    ), dismissed AS MATERIALIZED (
        SELECT one.kind, one.value, count(*) AS pairs
          FROM crm_lead_match_dismissal dismissal
          JOIN crm_lead_match_key one ON one.lead_id = dismissal.lead_id
          JOIN crm_lead_match_key two
            ON two.lead_id = dismissal.other_id AND two.kind = one.kind AND two.value = one.value
         GROUP BY one.kind, one.value
    )
    SELECT shared.kind, shared.value, lead.company_id, count(*)
      FROM shared
      LEFT JOIN dismissed ON dismissed.kind = shared.kind AND dismissed.value = shared.value
     CROSS JOIN LATERAL (
            SELECT lead.company_id
              FROM crm_lead_match_key key JOIN crm_lead lead ON lead.id = key.lead_id
             WHERE key.kind = shared.kind AND key.value = shared.value
            OFFSET 0
         ) lead
     WHERE shared.kind <> 'phone'
        OR split_part(shared.value, '|', 1) NOT IN (SELECT value FROM switchboard)
     GROUP BY shared.kind, shared.value, lead.company_id
    HAVING count(*) > 1 AND count(*) * (count(*) - 1) / 2 > coalesce(min(dismissed.pairs), 0)
"""


def measure(env, name, call, runs=RUNS):
    """Print the median time in milliseconds and the number of queries of a call, rolled back."""
    times, queries = [], 0
    for run in range(runs + 1):
        env.flush_all()
        env.invalidate_all()
        before = env.cr.sql_log_count
        start = time.perf_counter()
        call()
        env.flush_all()
        elapsed = time.perf_counter() - start
        queries = env.cr.sql_log_count - before
        if run:  # the first one warms up
            times.append(elapsed * 1000)
        env.cr.rollback()
    figures = {"case": name, "ms": round(statistics.median(times), 2), "queries": queries}
    print("BENCH " + json.dumps(figures))


def bench(env):
    """All cases on one database."""
    # A user with rights and rules, as somebody at the screen.
    env = env(user=env.ref("base.user_admin").id)
    leads = env["crm.lead"]
    newest = leads.search([("email_from", "like", "@")], order="id desc", limit=1000)
    page = newest[:80]
    for name, records in (("one", newest[:1]), ("page of 80", page), ("1,000", newest)):
        measure(
            env,
            f"similar of {name}",
            lambda records=records: records.mapped("duplicate_lead_count"),
        )
    if "crm.lead.match.key" in env:
        companies = env.companies.ids
        for name, records in (("one", newest[:1]), ("page of 80", page), ("1,000", newest)):
            ids = records.ids
            shown = {lead.id: lead.duplicate_lead_count for lead in records}
            found = dict(query(env, LIMIT, [ids, companies]))
            assert shown == {lead_id: found.get(lead_id, 0) for lead_id in ids}, "not the same"
            measure(
                env,
                f"SQL: similar of {name}",
                lambda ids=ids: query(env, LIMIT, [ids, companies]),
            )
        groups = env["crm.lead.duplicate.group"]
        assert_same_clusters(env, leads._find_clusters())
        measure(
            env,
            "every group",
            lambda: query(env, SQL("SELECT * FROM %s AS t", groups._table_sql)),
            runs=3,
        )
        measure(env, "SQL: every group", lambda: query(env, GROUPS_LIMIT), runs=3)
        measure(
            env,
            "possible duplicates, a page",
            lambda: leads.search([("duplicate_lead_count", ">", 0)], limit=80),
        )
        measure(
            env,
            "no duplicates, a page",
            lambda: leads.search([("duplicate_lead_count", "=", 0)], limit=80),
        )
        measure(
            env,
            "possible duplicates, all by stage",
            lambda: leads._read_group(
                [("duplicate_lead_count", ">", 0)], ["stage_id"], ["__count"]
            ),
            runs=1,
        )
    values = [
        {
            "name": f"n{i}",
            "contact_name": f"مریم {i}",
            "phone": f"0912{i:07}",
            "email_from": f"n{i}@new.example.com",
            "country_id": env.ref("base.ir").id,
        }
        for i in range(1000)
    ]
    measure(env, "create 1,000", lambda: leads.create([dict(vals) for vals in values]), runs=3)
    rows = [
        [vals["name"], vals["contact_name"], vals["phone"], vals["email_from"]] for vals in values
    ]
    header = ["name", "contact_name", "phone", "email_from"]
    measure(env, "load 1,000", lambda: leads.load(header, rows), runs=1)


def assert_same_clusters(env, clusters):
    """Of the records of one company that nobody told apart: what the keys of the query by hand tie."""
    wanted = {row[:2] for row in query(env, GROUPS_LIMIT)}
    holders = query(
        env,
        "SELECT kind, value, array_agg(lead_id) FROM crm_lead_match_key "
        "GROUP BY kind, value HAVING count(*) > 1",
    )
    by_lead = {}
    for kind, value, lead_ids in holders:
        if (kind, value) in wanted:
            ids = set(lead_ids).union(*(by_lead.get(lead_id, ()) for lead_id in lead_ids))
            by_lead.update(dict.fromkeys(ids, ids))
    expected = {frozenset(ids) for ids in by_lead.values()}
    assert {frozenset(cluster.ids) for cluster in clusters} == expected, "not the same"


def query(env, sql, *parameters):
    env.cr.execute(sql, *parameters)
    return env.cr.fetchall()
