# Figures for people to read.
# pylint: disable=print-used,invalid-commit
"""Measure conversion in bulk, in an `odoo shell` on a database of bench/generate_leads.sql.

The same calls for stock Odoo and for the addon; prints a line of JSON a case, for `./dev bench`.
"""

import json
import resource
import statistics
import time

from odoo.api import SUPERUSER_ID

RUNS = 3
# Leads of one address, or of one customer.
SHARED = 8000
# Spread over the table by a fixed order that has nothing to do with any other. The generator puts
# the last 15 % of what it numbers into groups of duplicates; without those of six, which stock Odoo
# refuses to merge, and with them everything that was to be converted.
SAMPLE = """
    SELECT id FROM (
        SELECT id, name, number, number > (SELECT count(*) FROM crm_lead) * 0.85 AS grouped
          FROM crm_lead, LATERAL (SELECT substr(name, 9)::int AS number) AS numbered
         WHERE type = 'lead'
    ) AS leads
     WHERE NOT (grouped AND number %% 20 >= 14)
       AND (%(grouped)s IS NULL OR grouped = %(grouped)s)
     ORDER BY md5('bulk' || name) LIMIT %(limit)s
"""


def measure(env, name, call, runs=RUNS):
    """Print the median time in milliseconds and the number of queries of a call, rolled back."""
    times, queries = [], 0
    for _run in range(runs):
        env.cr.flush()
        env.invalidate_all()
        before = env.cr.sql_log_count
        start = time.perf_counter()
        call()
        # What is written at the end of a transaction, such as tracked values, belongs to it.
        env.cr.flush()
        times.append((time.perf_counter() - start) * 1000)
        queries = env.cr.sql_log_count - before
        env.cr.rollback()
    figures = {"case": name, "ms": round(statistics.median(times), 2), "queries": queries}
    print("BENCH " + json.dumps(figures), flush=True)
    return figures


def sample(env, limit, grouped=None):
    """Ids of leads, the same in every database of the same size.

    :param grouped: bool or None, only those with duplicates, only those without, or as they come
    """
    env.cr.execute(SAMPLE, {"limit": limit, "grouped": grouped})
    return [lead_id for (lead_id,) in env.cr.fetchall()]


def make_users(env):
    """A sales manager and three salespersons of one team, made once and kept."""
    users = env["res.users"].search([("login", "like", "bulk %")], order="id")
    if users:
        return users[0], users[1:]
    groups = {"manager": "group_sale_manager", "seller": "group_sale_salesman"}
    logins = [("manager", "bulk 0"), *(("seller", f"bulk {i}") for i in range(1, 4))]
    users = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "name": login,
                    "login": login,
                    "email": f"{login.replace(' ', '')}@example.com",
                    "group_ids": [
                        (4, env.ref("base.group_user").id),
                        (4, env.ref(f"sales_team.{groups[kind]}").id),
                    ],
                }
                for kind, login in logins
            ]
        )
    )
    team = env["crm.team"].search([], order="id", limit=1)
    team.member_ids += users[1:]
    env.cr.commit()
    return users[0], users[1:]


def bench(env):
    """All cases on one database."""
    manager, sellers = make_users(env)
    env = env(user=manager.id, su=False)

    def window(ids, deduplicate=True):
        return open_window(env, sellers, ids, deduplicate)

    def convert(ids, deduplicate=True):
        window(ids, deduplicate).action_mass_convert()

    ours = "crm.lead.bulk" in env
    runs = RUNS if ours else 1
    as_table = sample(env, 500)
    third = [*sample(env, 167, grouped=True), *sample(env, 333, grouped=False)]
    many = sample(env, 5000)
    # Warms up, on others.
    convert(sample(env, 5020)[5000:])
    env.cr.rollback()
    measure(env, "convert 500, de-duplicated", lambda: convert(as_table), runs)
    measure(env, "convert 500, a third with duplicates", lambda: convert(third), runs)
    measure(env, "convert 500, not de-duplicated", lambda: convert(as_table, False), runs)
    for ids, count in ((as_table, "500"), (many, "5,000")):
        measure(env, f"window of {count}", lambda ids=ids: look(window(ids)), runs)
        if ours:
            measure(env, f"preview of {count}", lambda ids=ids: window(ids).action_preview(), runs)
    if ours:
        measure_shared(env, window)
        measure(
            env, "convert 5,000 in the background", lambda: in_background(env, convert, many), 1
        )


def measure_shared(env, window):
    """Many leads that share one address, or one customer: what planning and a list cost then.

    Linear, both: 2,000 of them take four times as long as 500, a list of 80 no longer than of others.
    """
    customer = env["res.partner"].with_user(SUPERUSER_ID).create({"name": "bench shared"})
    kinds = {
        "address": {"email_from": "hello@shared.example.com"},
        "customer": {"partner_id": customer.id},
    }
    for name, values in kinds.items():
        env.cr.commit()
        leads = env["crm.lead"].with_context(tracking_disable=True)
        vals_list = [{"name": f"shared {number}", **values} for number in range(SHARED)]
        ids = leads.create(vals_list).ids
        env.cr.commit()
        for size in (500, 2000):
            case = f"window of {size:,} of {SHARED:,} of one {name}"
            measure(env, case, lambda some=ids[:size]: look(window(some)), runs=1)
        case = f"list of 80 of {SHARED:,} of one {name}"
        measure(env, case, lambda some=ids[:80]: show(env, some))
        env.cr.execute("DELETE FROM crm_lead WHERE id = ANY(%s)", [ids])
        env.invalidate_all()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("BENCH " + json.dumps({"case": "memory so far, in MB", "ms": round(peak), "queries": 0}))
    env.cr.execute("DELETE FROM res_partner WHERE id = %s", [customer.id])
    env.cr.commit()


def show(env, ids):
    """What the list of leads reads of its rows to tell how many are similar."""
    specification = {"name": {}, "duplicate_lead_count": {}, "duplicate_lead_count_text": {}}
    return env["crm.lead"].web_search_read([("id", "in", ids)], specification)


def open_window(env, sellers, ids, deduplicate=True):
    """The window of the list's action, with three salespersons in turn."""
    wizards = env["crm.lead2opportunity.partner.mass"]
    return wizards.with_context(active_model="crm.lead", active_ids=ids).create(
        {
            "deduplicate": deduplicate,
            "user_ids": [(6, 0, sellers.ids)],
            "force_assignment": True,
        }
    )


def ask(env, count):
    """Ask for conversions in the background, for a worker that will be killed."""
    manager, sellers = make_users(env)
    env = env(user=manager.id, su=False)
    open_window(env, sellers, sample(env, count)).action_mass_convert()
    env.cr.commit()


def look(wizard):
    """Read what the window shows of its leads: their duplicates, and what will happen to them."""
    for name in ("duplicated_lead_ids", "preview"):
        if name in wizard._fields:
            wizard.mapped(name)


def in_background(env, convert, ids):
    """Ask for a conversion, and do what the scheduled action does with it."""
    convert(ids)
    bulk = env["crm.lead.bulk"].with_user(SUPERUSER_ID).search([], order="id desc", limit=1)
    assert bulk.state == "waiting", "it has been done at once"
    while bulk.state == "waiting":
        bulk._run_chunk()
        # As the commit of each part does.
        env.cr.flush()
        env.invalidate_all()
    assert not bulk.failed_count, "some failed"
