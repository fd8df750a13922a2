# Figures for people to read.
# pylint: disable=print-used,invalid-commit
"""Measure what writes leads, in an `odoo shell` on a database of bench/generate_leads.sql.

The calls of the web client, for stock Odoo and for the addon; prints a line of JSON a case, for
`./dev bench`.
"""

import json
import statistics
import time

RUNS = 3
VALUES = [
    {
        "name": f"n{number}",
        "contact_name": f"مریم {number}",
        "phone": f"0912{number:07}",
        "email_from": f"n{number}@new.example.com",
    }
    for number in range(1000)
]
# Leads without duplicates, as `bulk.py` takes them: spread over the table in an order of their own.
SAMPLE = """
    SELECT id FROM (
        SELECT id, name, number, number > (SELECT count(*) FROM crm_lead) * 0.85 AS grouped
          FROM crm_lead, LATERAL (SELECT substr(name, 9)::int AS number) AS numbered
         WHERE type = 'lead'
    ) AS leads
     WHERE NOT (grouped AND number %% 20 >= 14)
     ORDER BY md5('write' || name) LIMIT %(limit)s
"""


def measure(env, name, call, runs=RUNS, prepare=None):
    """Print the median time in milliseconds and the number of queries of a call, rolled back.

    :param runs: int; 1, for a long call: it is not run to warm up either
    :param prepare: what is done first and not measured
    """
    times, queries = [], 0
    for run in range(runs + (runs > 1)):
        if prepare:
            prepare()
        env.cr.flush()
        env.invalidate_all()
        before = env.cr.sql_log_count
        start = time.perf_counter()
        call()
        # What is written at the end of a transaction, such as tracked values, belongs to it.
        env.cr.flush()
        elapsed = time.perf_counter() - start
        queries = env.cr.sql_log_count - before
        if run or runs == 1:
            times.append(elapsed * 1000)
        env.cr.rollback()
    figures = {"case": name, "ms": round(statistics.median(times), 2), "queries": queries}
    print("BENCH " + json.dumps(figures), flush=True)


def make_users(env):
    """A sales manager and three salespersons of one team, made once and kept."""
    groups = ["manager", "salesman", "salesman", "salesman"]
    users = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "name": f"write {number}",
                    "login": f"write {number}",
                    "email": f"write{number}@example.com",
                    "group_ids": [
                        (4, env.ref("base.group_user").id),
                        (4, env.ref(f"sales_team.group_sale_{group}").id),
                    ],
                }
                for number, group in enumerate(groups)
            ]
        )
    )
    env["crm.team"].search([], order="id", limit=1).member_ids += users
    env.cr.commit()
    return users[0], users[1:]


def get_runs(env):
    """How often what takes long in stock Odoo is run."""
    return RUNS if "crm.lead.bulk" in env else 1


def sample(env, limit):
    env.cr.execute(SAMPLE, {"limit": limit})
    return [lead_id for (lead_id,) in env.cr.fetchall()]


def bench(env):
    """All cases on one database."""
    manager, sellers = make_users(env)
    env = env(user=manager.id, su=False, context={"lang": "en_US", "tz": "UTC"})
    measure_creation(env)
    measure_losses(env, sample(env, 500))
    measure_conversion(env, sellers, sample(env, 500))
    measure_merges(env)


def measure_creation(env):
    leads = env["crm.lead"]
    # What the form fills in by itself.
    new = {"type": "opportunity", "user_id": env.uid, "team_id": env.user.crm_team_ids[:1].id}
    measure(
        env,
        "create one",
        lambda: leads.web_save({**new, **VALUES[0]}, {"display_name": {}}),
        runs=15,
    )
    measure(env, "create 100", lambda: leads.create([dict(vals) for vals in VALUES[:100]]))
    header = list(VALUES[0])
    rows = [list(vals.values()) for vals in VALUES]
    measure(env, "load 1,000", lambda: leads.load(header, rows), get_runs(env))


def measure_losses(env, ids):
    reason = env["crm.lost.reason"].sudo().search([], limit=1).id

    def lose(some):
        wizards = env["crm.lead.lost"].with_context(active_model="crm.lead", active_ids=some)
        values = {"lead_ids": [(6, 0, some)], "lost_reason_id": reason}
        wizards.create(values).action_lost_reason_apply()

    measure(env, "lost 100", lambda: lose(ids[:100]))
    leads = env["crm.lead"].with_context(active_test=False).browse(ids)
    measure(env, "restore 500", leads.action_restore, get_runs(env), prepare=lambda: lose(ids))


def measure_conversion(env, sellers, ids):
    wizards = env["crm.lead2opportunity.partner.mass"]

    def convert(some, deduplicate):
        values = {
            "deduplicate": deduplicate,
            "user_ids": [(6, 0, sellers.ids)],
            "force_assignment": True,
        }
        context = {"active_model": "crm.lead", "active_ids": some}
        wizards.with_context(**context).create(values).action_mass_convert()

    for deduplicate, how in ((True, "with"), (False, "without")):
        for count in (100, 500):
            measure(
                env,
                f"convert {count} {how} de-duplication",
                lambda count=count, deduplicate=deduplicate: convert(ids[:count], deduplicate),
                get_runs(env),
            )


def measure_merges(env):
    newest = env["crm.lead"].search([("name", "like", "Request")], order="id desc", limit=5)
    measure(env, "merge 2 without history", newest[:2].merge_opportunity, runs=15)
    measure(env, "merge 5 without history", newest.merge_opportunity, runs=15)
