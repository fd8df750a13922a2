# Figures for people to read.
# pylint: disable=print-used,invalid-commit
"""Measure the finding of similar leads, in an `odoo shell` on a database of bench/generate_leads.sql.

The same calls for stock Odoo and for the addon; prints a line of JSON a case, for `./dev bench`.
"""

import json
import statistics
import time

RUNS = 5
# The best that can be done by hand on the same tables, as a limit.
LIMIT = """
    SELECT mine.lead_id, other.lead_id, array_agg(other.kind)
      FROM crm_lead_match_key mine
      JOIN crm_lead_match_key other
        ON other.kind = mine.kind AND other.value = mine.value AND other.lead_id <> mine.lead_id
     WHERE mine.lead_id = ANY(%s)
     GROUP BY mine.lead_id, other.lead_id
"""
GROUPS_LIMIT = """
    SELECT kind, value, array_agg(lead_id) FROM crm_lead_match_key
     WHERE kind IN ('email', 'phone', 'partner') GROUP BY kind, value HAVING count(*) > 1
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
        for name, records in (("one", newest[:1]), ("page of 80", page), ("1,000", newest)):
            ids = records.ids
            measure(env, f"SQL: similar of {name}", lambda ids=ids: query(env, LIMIT, [ids]))
        groups = env["crm.lead.duplicate.group"]
        measure(env, "every group", lambda: query(env, groups._table_query), runs=2)
        measure(env, "SQL: every group", lambda: query(env, GROUPS_LIMIT), runs=2)
        measure(
            env,
            "possible duplicates, a page",
            lambda: leads.search([("duplicate_lead_count", ">", 0)], limit=80),
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


def query(env, sql, *parameters):
    env.cr.execute(sql, *parameters)
    return env.cr.fetchall()
