# Figures for people to read.
# pylint: disable=print-used,invalid-commit
"""Measure groups by month in Gregorian and in Jalali, in an `odoo shell` on a database of
bench/generate_leads.sql.

The same calls of the web client by a user in English and by one in Persian, in stock Odoo and with the
addon: without it both are Gregorian. Prints a line of JSON a case, for `./dev bench`.
"""

import json
import statistics
import time

RUNS = 9
COUNT = ["__count", "expected_revenue:sum"]
CALLS = {
    "formatted_read_group by month": lambda leads: leads.formatted_read_group(
        [], ["create_date:month"], COUNT
    ),
    "web_read_group by quarter": lambda leads: leads.web_read_group(
        [], ["create_date:quarter"], COUNT
    ),
    "formatted_read_group by year, a date": lambda leads: leads.formatted_read_group(
        [], ["date_deadline:year"], COUNT
    ),
}


def get_leads(env, lang):
    """The leads as a user of a language sees them."""
    user = env["res.users"].create(
        {
            "name": lang,
            "login": f"bench_{lang}",
            "lang": lang,
            "tz": "Asia/Tehran",
            "group_ids": [(4, env.ref("sales_team.group_sale_manager").id)],
        }
    )
    return env["crm.lead"].with_user(user).with_context(lang=lang, tz="Asia/Tehran")


def bench(env):
    env["res.lang"]._activate_lang("fa_IR")
    env.cr.execute(
        "UPDATE crm_lead SET date_deadline = create_date, expected_revenue = id % 977; ANALYZE crm_lead"
    )
    leads = {lang: get_leads(env, lang) for lang in ("en_US", "fa_IR")}
    for name, call in CALLS.items():
        times = {lang: [] for lang in leads}
        # By turns, for other work on the machine hits both; the first warms up.
        for run in range(RUNS + 1):
            for lang, records in leads.items():
                env.invalidate_all()
                before, start = env.cr.sql_log_count, time.perf_counter()
                call(records)
                if run:
                    times[lang].append(time.perf_counter() - start)
                queries = env.cr.sql_log_count - before
        for lang, seconds in times.items():
            milliseconds = statistics.median(seconds) * 1000
            row = {"case": f"{name}, {lang}", "ms": milliseconds, "queries": queries}
            print(f"BENCH {json.dumps(row)}")
    env.cr.rollback()
