# Figures for people to read.
# pylint: disable=print-used,invalid-commit
"""Measure merging and undoing, in an `odoo shell` on a database of bench/generate_leads.sql.

The same calls for stock Odoo and for the addon; prints a line of JSON a case, for `./dev bench`.
"""

import json
import statistics
import time

RUNS = 5
MESSAGES = """
    INSERT INTO mail_message (model, res_id, body, subject, message_type, subtype_id, author_id,
                              email_from, is_internal, date, create_date, write_date,
                              create_uid, write_uid, message_id)
         SELECT 'crm.lead', lead, '<p>پیام ' || i || '</p>', 'Message ' || i, 'email', %s, %s,
                'somebody@example.com', false, now() - i * interval '1 hour', now(), now(), 1, 1,
                '<' || lead || '.' || i || '@example.com>'
           FROM unnest(%s) AS lead, generate_series(1, 200) AS i
"""


def measure(env, name, call, prepare=None, parts=1):
    """Print the median time in milliseconds and the number of queries of a call, rolled back.

    :param prepare: what is done first and not measured; the call is given its result
    :param parts: int, how many times the call does the same; the figures are of one. More than one,
        or None for a long call that does many things, is measured once
    """
    times, queries = [], 0
    runs = RUNS if parts == 1 else 1
    parts = parts or 1
    # Of one long run nothing needs to be warmed up.
    warm_up = int(runs > 1)
    for run in range(runs + warm_up):
        given = [prepare()] if prepare else []
        env.cr.flush()
        env.invalidate_all()
        before = env.cr.sql_log_count
        start = time.perf_counter()
        call(*given)
        # What is written at the end of a transaction, such as tracked values, belongs to it.
        env.cr.flush()
        elapsed = time.perf_counter() - start
        queries = env.cr.sql_log_count - before
        if run >= warm_up:
            times.append(elapsed * 1000 / parts)
        env.cr.rollback()
    figures = {
        "case": name,
        "ms": round(statistics.median(times), 2),
        "queries": round(queries / parts),
    }
    print("BENCH " + json.dumps(figures))


def write_history(env, leads):
    """200 messages, 5 files, 3 activities and 2 meetings for each lead."""
    env.cr.execute(
        MESSAGES, [env.ref("mail.mt_comment").id, env.ref("base.partner_root").id, leads.ids]
    )
    quiet = env(context={"tracking_disable": True, "mail_activity_quick_update": True})
    of_lead = [{"res_model": "crm.lead", "res_id": lead.id} for lead in leads]
    quiet["ir.attachment"].create(
        [{**vals, "name": f"file {i}.txt", "raw": b"text"} for vals in of_lead for i in range(5)]
    )
    model = env["ir.model"]._get_id("crm.lead")
    quiet["mail.activity"].create(
        [
            {"res_model_id": model, "res_id": lead.id, "summary": f"Call {i}", "user_id": env.uid}
            for lead in leads
            for i in range(3)
        ]
    )
    quiet["calendar.event"].create(
        [
            {
                "name": f"Meeting {i}",
                "start": f"2030-01-0{i + 1} 08:00:00",
                "stop": f"2030-01-0{i + 1} 09:00:00",
                "opportunity_id": lead.id,
                "user_id": env.uid,
                "partner_ids": [(6, 0, [])],
            }
            for lead in leads
            for i in range(2)
        ]
    )


def bench(env):
    """All cases on one database."""
    # A user with rights and rules, as somebody at the screen.
    env = env(user=env.ref("base.user_admin").id)
    ours = "crm.lead.merge" in env
    newest = env["crm.lead"].search([], order="id desc", limit=3010)
    plain, busy, many = newest[:5], newest[5:10], newest[10:]
    write_history(env, busy)
    env.cr.commit()
    env.cr.execute("ANALYZE mail_message")
    measure(env, "merge 2 with 0 messages", plain[:2].merge_opportunity)
    measure(env, "merge 5 with 0 messages", plain.merge_opportunity)
    measure(env, "merge 2 with 200 messages each", busy[:2].merge_opportunity)
    measure(env, "merge 5 with 200 messages each", busy.merge_opportunity)
    if ours:
        measure(
            env,
            "undo the merge of 5 with 200 messages each",
            lambda survivor: survivor.action_undo_merge(),
            prepare=busy.merge_opportunity,
        )
    # Stock Odoo takes long, and as long for the last of them as for the first.
    count = 1000 if ours else 200
    groups = [many[start : start + 3] for start in range(0, 3 * count, 3)]
    measure(
        env,
        "1,000 groups of 3, a group",
        lambda: [group.merge_opportunity() for group in groups],
        parts=count,
    )
    if ours:
        measure_followed(env)
        measure_imports(env)
        measure_daily(env)


def measure_followed(env):
    """A part of 100 groups, of records that one salesperson follows with thousands of others."""
    vals_list = [
        {
            "name": f"followed {number}",
            "type": "lead",
            "email_from": f"followed{number // 3}@groups.example.com",
        }
        for number in range(300)
    ]
    leads = env["crm.lead"].with_context(tracking_disable=True).create(vals_list)
    env.cr.execute(
        "INSERT INTO mail_followers (res_model, res_id, partner_id) "
        "SELECT 'crm.lead', id, %s FROM crm_lead ORDER BY id DESC LIMIT 10000 "
        "ON CONFLICT DO NOTHING",
        [env.ref("base.user_admin").partner_id.id],
    )
    env.cr.commit()
    groups = env["crm.lead.duplicate.group"].search([])
    groups = groups.filtered(lambda group: group.lead_ids & leads)
    assert len(groups) == 100
    measure(
        env,
        "100 groups of 3 in bulk, one follows 10,000 leads",
        lambda: merge_in_bulk(groups),
        parts=None,
    )


def merge_in_bulk(groups):
    """Choose groups in the list of duplicates, look at the preview, and run it."""
    bulk = groups.env["crm.lead.bulk"].browse(groups.action_merge_in_bulk()["res_id"])
    bulk.action_run()
    assert set(bulk.line_ids.mapped("state")) == {"done"}, "some were left out"


def measure_imports(env):
    """A file that is imported a second time, and merged with what it has made: linear."""
    for count in (500, 5000):
        rows = [f"Row {i},row{i}@import{count}.example.com" for i in range(count)]
        file = "\n".join(["name,email", *rows]).encode()
        import_file(env, file, "create")
        env.cr.commit()
        measure(
            env,
            f"import {count:,} rows again, merged",
            lambda file=file: import_file(env, file, "merge"),
            parts=None,
        )


def import_file(env, file, choice):
    """Import a file as the screen does, with a choice for the rows that are known already."""
    values = {"res_model": "crm.lead", "file": file, "file_type": "text/csv", "file_name": "a.csv"}
    result = (
        env["base_import.import"]
        .create(values)
        .execute_import(
            ["name", "email_from"],
            ["name", "email"],
            {"quoting": '"', "separator": ",", "has_headers": True, "known_rows": choice},
        )
    )
    assert result["ids"], result["messages"]


def measure_daily(env):
    """The daily cleaning, with 100,000 merges in the table and nothing to move."""
    env.cr.execute(
        """
        INSERT INTO crm_lead_merge (survivor_id, survivor_name, user_id, date, state, create_uid,
                                    create_date, write_uid, write_date)
             SELECT (SELECT min(id) FROM crm_lead), 'x', 2, now() - i * interval '1 minute', 'done',
                    2, now(), 2, now()
               FROM generate_series(1, 100000) AS i
        """
    )
    env.invalidate_all()
    merges = env["crm.lead.merge"].sudo()
    measure(env, "daily cleaning of 100,000 merges", merges._gc_stragglers, parts=None)
