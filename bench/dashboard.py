# Figures for people to read.
# pylint: disable=print-used,invalid-commit
"""Measure the dashboard of sales teams, in an `odoo shell` on a database of bench/generate_leads.sql.

The same call for stock Odoo and for the addon, which is the one that the browser makes for the page; prints
a line of JSON a case, for `./dev bench`.
"""

import json
import statistics
import time

from lxml import etree

RUNS = 7
TEAMS, ORDERS, INVOICES, ACTIVITIES = 30, 20_000, 5_000, 20_000
# Spread over the table and the teams by numbers that have nothing to do with each other.
SPREAD_LEADS = """
    UPDATE crm_lead
       SET team_id = (%(teams)s::int[])[1 + number %% %(count)s],
           expected_revenue = 1000 + number %% 977,
           probability = 10 + number %% 80,
           prorated_revenue = (1000 + number %% 977) * (10 + number %% 80) / 100.0,
           user_id = (%(users)s::int[])[1 + number %% 7 %% 2]
      FROM (SELECT id, substr(name, 9)::int AS number FROM crm_lead) AS numbered
     WHERE numbered.id = crm_lead.id
"""
WRITE_ORDERS = """
    INSERT INTO sale_order (name, partner_id, partner_invoice_id, partner_shipping_id, company_id,
                            currency_id, currency_rate, team_id, user_id, state, date_order,
                            amount_untaxed, amount_total, create_date, write_date)
    SELECT 'B' || number, partner.id, partner.id, partner.id, company.id, company.currency_id, 1,
           (%(teams)s::int[])[1 + number %% %(count)s], (%(users)s::int[])[1 + number %% 2],
           (ARRAY['draft', 'sent', 'sale', 'sale', 'cancel'])[1 + number %% 5],
           now() - number * interval '7 minutes', 100 + number %% 983, 100 + number %% 983, now(), now()
      FROM generate_series(1, %(orders)s) AS number,
           (SELECT id, currency_id FROM res_company ORDER BY id LIMIT 1) AS company,
           (SELECT min(id) AS id FROM res_partner) AS partner
"""
WRITE_INVOICES = """
    INSERT INTO account_move (name, move_type, state, payment_state, date, invoice_date, journal_id,
                              company_id, currency_id, team_id, invoice_user_id, auto_post,
                              amount_untaxed, amount_untaxed_signed, create_date, write_date)
    SELECT 'B/' || number, CASE WHEN number %% 20 = 0 THEN 'out_refund' ELSE 'out_invoice' END,
           'posted', (ARRAY['paid', 'not_paid', 'in_payment'])[1 + number %% 3],
           CURRENT_DATE - number %% 365, CURRENT_DATE - number %% 365, %(journal)s,
           company.id, company.currency_id, (%(teams)s::int[])[1 + number %% %(count)s],
           (%(users)s::int[])[1 + number %% 2], 'no', 500,
           CASE WHEN number %% 20 = 0 THEN -500 ELSE 500 END, now(), now()
      FROM generate_series(1, %(invoices)s) AS number,
           (SELECT id, currency_id FROM res_company ORDER BY id LIMIT 1) AS company
"""
WRITE_ACTIVITIES = """
    INSERT INTO mail_activity (res_model, res_model_id, res_id, user_id, activity_type_id, active,
                               date_deadline, user_tz, create_date, write_date)
    SELECT 'crm.lead', model.id, lead.id, lead.user_id, type.id, true,
           CURRENT_DATE + 10 - lead.number %% 20, 'UTC', now(), now()
      FROM (SELECT id, user_id, substr(name, 9)::int AS number FROM crm_lead
             ORDER BY md5('activity' || name) LIMIT %(activities)s) AS lead,
           (SELECT id FROM ir_model WHERE model = 'crm.lead') AS model,
           (SELECT min(id) AS id FROM mail_activity_type) AS type
"""


def measure(env, name, call):
    """Print the median time in milliseconds and the number of queries of a call."""
    times, queries = [], 0
    # The first one warms up: access rights and views.
    for run in range(RUNS + 1):
        env.invalidate_all()
        before = env.cr.sql_log_count
        start = time.perf_counter()
        call()
        if run:
            times.append((time.perf_counter() - start) * 1000)
        queries = env.cr.sql_log_count - before
    figures = {"case": name, "ms": round(statistics.median(times), 2), "queries": queries}
    print("BENCH " + json.dumps(figures), flush=True)


def prepare(env):
    """Teams, documents and activities; a manager, and a salesperson with own documents."""
    users = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "name": login,
                    "login": login,
                    "group_ids": [
                        (4, env.ref("base.group_user").id),
                        (4, env.ref("crm.group_use_lead").id),
                        (4, env.ref(f"sales_team.{group}").id),
                    ],
                }
                for login, group in (
                    ("dashboard manager", "group_sale_manager"),
                    ("dashboard seller", "group_sale_salesman"),
                )
            ]
        )
    )
    teams = env["crm.team"].create(
        [
            {
                "name": f"Team {number}",
                "use_leads": True,
                "invoiced_target": 10_000,
                # Stock Odoo shows none without a pipeline.
                "use_opportunities": True,
                "company_id": False,
            }
            for number in range(TEAMS)
        ]
    )
    journal = env["account.journal"].search([("type", "=", "sale")], limit=1)
    journal = journal or env["account.journal"].create(
        {"name": "Bench", "code": "BNCH", "type": "sale"}
    )
    env.cr.flush()
    values = {
        "teams": teams.ids,
        "count": TEAMS,
        "users": users.ids,
        "journal": journal.id,
        "orders": ORDERS,
        "invoices": INVOICES,
        "activities": ACTIVITIES,
    }
    for query in (SPREAD_LEADS, WRITE_ORDERS, WRITE_INVOICES, WRITE_ACTIVITIES):
        env.cr.execute(query, values)
    env.cr.commit()
    # Outside of a transaction, as autovacuum does after so many writes.
    env.cr._cnx.autocommit = True
    env.cr.execute("VACUUM ANALYZE crm_lead, sale_order, account_move, mail_activity")
    env.cr._cnx.autocommit = False
    env.invalidate_all()
    return teams, users


def check(env, teams):
    """Stop where the figures of the cards are not what the tables say."""
    counted = {
        "open_lead_count": """SELECT count(*) FROM crm_lead WHERE team_id = ANY(%s)
                              AND active AND type = 'lead' AND won_status = 'pending'""",
        "open_opportunity_count": """SELECT count(*) FROM crm_lead WHERE team_id = ANY(%s)
                              AND active AND type = 'opportunity' AND won_status = 'pending'""",
        "quotation_count": """SELECT count(*) FROM sale_order WHERE team_id = ANY(%s)
                              AND state IN ('draft', 'sent')""",
        "order_count": """SELECT count(*) FROM sale_order WHERE team_id = ANY(%s)
                              AND state = 'sale'""",
    }
    for field, query in counted.items():
        shown = sum(teams.mapped(field))
        env.cr.execute(query, [teams.ids])
        assert [shown] == list(env.cr.fetchone()), field


def get_specification(env):
    """The fields that the page asks for, as the browser reads them out of its view."""
    view = env.ref("sales_team.crm_team_view_kanban_dashboard")
    arch = etree.fromstring(env["crm.team"].get_view(view.id, "kanban")["arch"])
    names = {node.get("name") for node in arch.iter("field")}
    many2one = {"fields": {"display_name": {}}}
    fields = env["crm.team"]._fields
    return {name: many2one if fields[name].type == "many2one" else {} for name in sorted(names)}


def bench(env):
    """All cases on one database."""
    teams, users = prepare(env)
    if "order_count" in teams._fields:
        check(env, teams.with_user(users[0]))
    for user in users:
        user_env = env(user=user.id, su=False)
        specification = get_specification(user_env)
        who = "all documents" if user == users[0] else "own documents"
        for count in (TEAMS, 3):
            domain = [("id", "in", teams[:count].ids)]
            measure(
                user_env,
                f"{count} cards, {who}",
                lambda env=user_env, domain=domain, fields=specification: env[
                    "crm.team"
                ].web_search_read(domain, fields),
            )
