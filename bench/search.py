# Figures for people to read.
# pylint: disable=print-used,invalid-commit
"""Measure searches, in an `odoo shell` on a database of bench/generate_leads.sql.

The calls of the web client, for stock Odoo and for the addon on the same rows: what the first field of a
search view searches, which is what Enter does, and what a field to choose a record asks for. Beside them,
what the function costs that folds Persian where no index helps, and how large the indexes are. Prints a
line of JSON a case, for `./dev bench`.
"""

import json
import statistics
import time

from lxml import etree

from odoo.tools.safe_eval import safe_eval

RUNS = 7
VIEWS = {
    "leads": ("crm.lead", "crm.view_crm_case_leads_filter"),
    "pipeline": ("crm.lead", "crm.view_crm_case_opportunities_filter"),
    "customers": ("res.partner", "base.view_res_partner_filter"),
}
# Of the rows that generate_leads.sql and generate_search.sql write, as both sides can find them.
TEXTS = {
    "a frequent word": "محمدی",
    "a rare word": "گلپایگانی",
    "two words": "علی محمدی",
    "a company": "پارس 4711",
    "an e-mail": "p4712@gmail.com",
    "a part of a phone": "9350004713",
    "nothing": "ناشناخته",
}
CUSTOMER_TEXTS = {
    **TEXTS,
    "a company": "بازرگانی پارس 910",
    "an e-mail": "customer4712@firma212.example.com",
    "a part of a phone": "9127120004",
}
# A table of another app without an index on the text: as many products as a shop has.
PRODUCTS = 100_000
WRITE_PRODUCTS = """
    CREATE TABLE bench_product AS
    SELECT number AS id, CASE number %% 4
           WHEN 0 THEN 'Office chair ' || number
           WHEN 1 THEN 'صندلی گردان پارس مدل البرز'
           WHEN 2 THEN 'میز کنفرانس ۸ نفره ' || number
           ELSE 'كمد فلزي نيمه‌باز' END AS name
      FROM generate_series(1, %(products)s) AS number
"""


def report(case, figure, **more):
    print(f"BENCH {json.dumps({'case': case, 'ms': figure, **more})}")


def measure(env, case, call, **more):
    times = []
    for run in range(RUNS + 1):
        env.invalidate_all()
        before, start = env.cr.sql_log_count, time.perf_counter()
        call()
        if run:
            times.append(time.perf_counter() - start)
        queries = env.cr.sql_log_count - before
    report(case, statistics.median(times) * 1000, queries=queries, **more)


def measure_views(env):
    for box, (model, xmlid) in VIEWS.items():
        records = env[model].with_context(lang="fa_IR")
        arch = records.get_view(env.ref(xmlid).id, "search")["arch"]
        expression = etree.fromstring(arch).find(".//field[@name='name']").get("filter_domain")
        types = [("type", "=", "opportunity")] if box == "pipeline" else []
        texts = CUSTOMER_TEXTS if box == "customers" else TEXTS
        for kind, text in texts.items():
            domain = [*types, *safe_eval(expression, {"self": text})]
            found = records.search_count(domain, limit=10_001)

            def search(records=records, domain=domain):
                # What the database does for a page: the rows, and how many there are.
                page = records.search(domain, limit=80)
                if len(page) == 80:
                    records.search_count(domain, limit=10_001)

            measure(env, f"{box}: {kind}", search, found=found)


def measure_choices(env):
    for model in ("res.partner", "crm.lead"):
        records = env[model].with_context(lang="fa_IR")
        for kind in ("a frequent word", "a rare word", "two words", "nothing"):

            def choose(records=records, text=TEXTS[kind]):
                return records.name_search(text, limit=8)

            measure(env, f"choose {model}: {kind}", choose, found=len(choose()))


def measure_orders(env):
    for lang in ("en_US", "fa_IR"):
        partners = env["res.partner"].with_context(lang=lang)
        measure(
            env,
            f"first 80 customers by name, {lang}",
            lambda partners=partners: partners.search([], limit=80),
        )
    exact = [("email_normalized", "=", "p4712@gmail.com")]
    leads = env["crm.lead"]
    measure(env, "leads of one e-mail, exactly", lambda: leads.search(exact))


def measure_plain(env):
    """Comparisons without an index, in a table of another app."""
    env.cr.execute(WRITE_PRODUCTS, {"products": PRODUCTS})
    env.cr.execute("ANALYZE bench_product")
    env.cr.execute("SET LOCAL max_parallel_workers_per_gather = 0")
    fold = env.registry.unaccent
    for kind, condition in (
        ("Latin", "id % 4 = 0"),
        ("Persian, nothing to fold", "id % 4 = 1"),
        ("Persian digits", "id % 4 = 2"),
        ("Arabic keyboard", "id % 4 = 3"),
        ("mixed", "true"),
    ):
        searched = fold(chr(39) + "%کمد%" + chr(39))
        rows = f"(SELECT * FROM bench_product WHERE {condition} OFFSET 0) AS rows"  # noqa: S608
        query = f"SELECT count(*) FROM {rows} WHERE {fold('name')} ILIKE {searched}"  # noqa: S608
        count = PRODUCTS if condition == "true" else PRODUCTS // 4
        measure(
            env,
            f"{count:,} names without an index, {kind}",
            lambda query=query: env.cr.execute(query),
        )


def measure_sizes(env):
    """Megabytes, not milliseconds: of all indexes of text and of the table."""
    for table in ("crm_lead", "res_partner"):
        env.cr.execute(
            """
            SELECT CASE WHEN indexname ~ 'search_text' THEN 'search text'
                        WHEN indexname ~ '__equal_index' THEN 'exact'
                        WHEN indexname ~ '__persian_index' THEN 'Persian order'
                        ELSE 'trigram of fields' END,
                   sum(pg_relation_size(quote_ident(indexname)::regclass)) / 1e6
              FROM pg_indexes
             WHERE tablename = %s
               AND (indexdef ~ 'trgm' OR indexname ~ '__(equal|persian)_index$')
             GROUP BY 1 ORDER BY 1
            """,
            [table],
        )
        for kind, size in env.cr.fetchall():
            report(f"size of {table}, {kind}", float(size), unit="MB")
        env.cr.execute(
            "SELECT pg_table_size(%s) / 1e6, sum(pg_column_size(record.*)) / 1e6 "  # noqa: S608
            f"FROM {table} AS record",
            [table],
        )
        for kind, size in zip(("rows", "rows alone"), env.cr.fetchone(), strict=True):
            report(f"size of {table}, {kind}", float(size), unit="MB")


def measure_fill(env):
    if "search_text" not in env["crm.lead"]._fields:
        return
    start = time.perf_counter()
    env["crm.lead"]._fill_search_text(again=True)
    report("fill the search text of all leads again", (time.perf_counter() - start) * 1000)


def bench(env):
    env["res.lang"]._activate_lang("fa_IR")
    measure_views(env)
    measure_choices(env)
    measure_orders(env)
    measure_plain(env)
    measure_sizes(env)
    measure_fill(env)
    env.cr.rollback()
