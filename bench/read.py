# Figures for people to read.
# pylint: disable=print-used,invalid-commit
"""Measure what the screens of leads read, in an `odoo shell` on a database of bench/generate_leads.sql.

The calls of the web client with the fields of the views, which differ: ours show more. "Same fields"
asks both for those of stock Odoo. By a user with all documents, and by one with own documents alone who
follows his leads, as whoever is made their salesperson does. Prints a line of JSON a case, for
`./dev bench`.
"""

import functools
import json
import statistics
import time

from lxml import etree

RUNS = 7
# The fields of stock Odoo's list, with what the client asks of them.
NAME = {"fields": {"display_name": {}}}
STOCK_LIST = {
    **dict.fromkeys(("company_id", "user_id", "team_id", "country_id"), NAME),
    **{name: {} for name in ("create_date", "name", "contact_name", "email_from", "phone", "city")},
    **{name: {} for name in ("active", "probability", "tag_ids", "priority", "activity_ids")},
}
# A seventh each to seven salespersons; a hundred leads of others are followed too.
SPREAD_LEADS = """
    UPDATE crm_lead SET user_id = (%(users)s::int[])[1 + number %% 7],
           stage_id = (%(stages)s::int[])[1 + number %% %(stage_count)s],
           expected_revenue = number %% 977
      FROM (SELECT id, substr(name, 9)::int AS number FROM crm_lead) AS numbered
     WHERE numbered.id = crm_lead.id
"""
FOLLOW_LEADS = """
    INSERT INTO mail_followers (res_model, res_id, partner_id)
    SELECT 'crm.lead', lead.id, users.partner_id
      FROM crm_lead lead JOIN res_users users ON users.id = lead.user_id
     UNION
    (SELECT 'crm.lead', lead.id, %(partner)s
      FROM crm_lead lead WHERE lead.user_id <> %(user)s ORDER BY md5(name) LIMIT 100)
"""


def report(case, milliseconds, queries):
    figures = {"case": case, "ms": round(milliseconds, 2), "queries": queries}
    print(f"BENCH {json.dumps(figures)}", flush=True)


def measure(env, case, call, runs=RUNS):
    """Print the median time in milliseconds and the number of queries of a call."""
    times = []
    # The first one warms up: access rights and views.
    for run in range(runs + 1):
        # As at the beginning of a request.
        env.invalidate_all()
        env.cr.cache.clear()
        before, start = env.cr.sql_log_count, time.perf_counter()
        call()
        if run:
            times.append(time.perf_counter() - start)
        queries = env.cr.sql_log_count - before
    report(case, statistics.median(times) * 1000, queries)


def get_specification(env, model, arch):
    """What the web client reads for a view: names of records, and lines with the fields of theirs."""
    specification = {}
    for node in arch.iter("field"):
        if any(parent.tag == "field" for parent in node.iterancestors()):
            continue
        name = node.get("name")
        field = env[model]._fields[name]
        if field.type in ("many2one", "reference"):
            specification[name] = NAME
        elif field.relational:
            lines = next((child for child in node if child.tag in ("list", "kanban")), None)
            fields = lines is not None and get_specification(env, field.comodel_name, lines)
            if not fields and node.get("widget") == "many2many_tags":
                fields = {"display_name": {}}
            specification[name] = {"fields": fields} if fields else {}
        else:
            specification[name] = {}
    return specification


def prepare(env):
    """Write salespersons, stages and followers; return the one with own documents."""
    group = env.ref("sales_team.group_sale_salesman")
    users = env["res.users"].create(
        [
            {"name": f"S{number}", "login": f"s{number}", "group_ids": [(4, group.id)]}
            for number in range(7)
        ]
    )
    env.flush_all()
    stages = env["crm.stage"].search([]).ids
    own = users[0]
    users_stages = {"users": users.ids, "stages": stages, "stage_count": len(stages)}
    env.cr.execute(SPREAD_LEADS, users_stages)
    env.cr.execute(FOLLOW_LEADS, {"partner": own.partner_id.id, "user": own.id})
    env.cr.commit()
    env.cr.execute("ANALYZE crm_lead; ANALYZE mail_followers")
    env.cr.commit()
    return own


def measure_lists(env, who):
    leads = env["crm.lead"].with_context(default_type="lead")
    arch = etree.fromstring(
        leads.get_view(env.ref("crm.crm_case_tree_view_leads").id, "list")["arch"]
    )
    domain = ["|", ("type", "=", "lead"), ("type", "=", False)]
    for label, specification in (
        ("leads list", get_specification(env, "crm.lead", arch)),
        ("leads list, same fields", STOCK_LIST),
    ):
        measure(
            env,
            f"{label}, {who}",
            functools.partial(
                leads.web_search_read,
                domain,
                specification,
                limit=80,
                order=arch.get("default_order"),
                count_limit=10_001,
            ),
        )


def measure_kanban(env, who):
    leads = env["crm.lead"].with_context(default_type="opportunity", read_group_expand=True)
    view = env.ref("crm.crm_case_kanban_view_leads")
    arch = etree.fromstring(leads.get_view(view.id, "kanban")["arch"])

    def read_group():
        return leads.web_read_group(
            [("type", "=", "opportunity")],
            ["stage_id"],
            ["expected_revenue:sum", "recurring_revenue_monthly:sum"],
            order=arch.get("default_order"),
            auto_unfold=True,
            unfold_read_specification=get_specification(env, "crm.lead", arch),
        )

    measure(env, f"pipeline kanban, {who}", read_group)


def measure_form(env, who):
    leads = env["crm.lead"]
    arch = etree.fromstring(leads.get_view(env.ref("crm.crm_lead_view_form").id, "form")["arch"])
    specification = get_specification(env, "crm.lead", arch)
    lead = leads.search([("type", "=", "lead")], limit=1, order="id desc")
    measure(env, f"form, {who}", lambda: lead.web_read(specification), runs=21)


def measure_similar(env):
    newest = env["crm.lead"].search([("email_from", "like", "@")], order="id desc", limit=1000)
    names = ["duplicate_lead_count", "duplicate_lead_ids"]
    for count in (1, 80, 1000):
        records = newest[:count]
        measure(env, f"read similar of {count:,}", lambda records=records: records.read(names))


def measure_settings(env):
    settings = env["res.config.settings"]
    arch = etree.fromstring(settings.get_view(view_type="form")["arch"])
    specification = get_specification(env, "res.config.settings", arch)
    measure(env, "open the settings", lambda: settings.onchange({}, [], specification))


def measure_terms(env):
    crm = env(context={"lang": "fa_IR"})["crm.lead"].env
    source = "Lead/Opportunity"

    def translate():
        for _number in range(10_000):
            # pylint: disable-next=translation-not-lazy
            crm._(source)

    measure(env, "10,000 texts of Python code in Persian", translate)


def bench(env):
    """All cases on one database."""
    own = prepare(env)
    admin = env(user=env.ref("base.user_admin").id)
    for who, theirs in (("all documents", admin), ("own documents", env(user=own.id))):
        measure_lists(theirs, who)
        measure_kanban(theirs, who)
        measure_form(theirs, who)
    measure_similar(admin)
    measure_settings(admin)
    measure_terms(env)
