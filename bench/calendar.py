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
LEADS = 1_000_000
# More of them than an installation would be waited for; only what is grouped is written.
WRITE_LEADS = """
    INSERT INTO crm_lead (name, type, active, stage_id, team_id, user_id, company_id, priority,
                          probability, automated_probability, won_status, expected_revenue,
                          create_date, write_date, date_deadline)
    SELECT 'Calendar ' || number, 'opportunity', true, stage_id, team_id, user_id, company_id, '0',
           10, 10, 'pending', number %% 977, now() - number * interval '1 minute', now(),
           now() - number * interval '1 minute'
      FROM generate_series(1, %(leads)s) AS number,
           (SELECT stage_id, team_id, user_id, company_id FROM crm_lead LIMIT 1) AS example
"""
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
    missing = LEADS - env["crm.lead"].with_context(active_test=False).search_count([])
    env.cr.execute(WRITE_LEADS, {"leads": missing})
    env.cr.execute("ANALYZE crm_lead")
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
            row = {"case": f"{name}, of {LEADS:,}, {lang}", "ms": milliseconds, "queries": queries}
            print(f"BENCH {json.dumps(row)}")
    env.cr.rollback()
