# What is committed here is in a database that is dropped again.
# pylint: disable=invalid-commit
"""For an `odoo shell`: ask for conversions in the background, whose worker will be killed."""


def ask(env, count):
    """Ask for conversions, with the same customers and with duplicates in several parts of the run.

    :param count: int, the number of leads
    """
    env = env(context={"tracking_disable": True})
    # Without leads on the site nothing could be turned back into one.
    env["res.config.settings"].create({"group_use_lead": True}).execute()
    groups = ["group_sale_manager", *["group_sale_salesman"] * 3]
    users = env["res.users"].create(
        [
            {
                "name": f"کاربر {n}",
                "login": f"killed {n}",
                # No e-mail goes out.
                "notification_type": "inbox",
                "group_ids": [(4, env.ref(f"sales_team.{group}").id)],
            }
            for n, group in enumerate(groups)
        ]
    )
    vals = [
        {
            "name": f"سرنخ {n}",
            "type": "lead",
            "contact_name": f"شخص {n}",
            "email_from": f"killed{n}@killed.example.com",
            "company_id": env.company.id,
        }
        for n in range(count)
    ]
    # The last tenth are persons of earlier parts again, in deals of their own.
    again = count // 10
    for n in range(again):
        vals[n - again]["email_from"] = vals[3 * n]["email_from"]
    leads = env["crm.lead"].create(vals)
    pairs = [(leads[3 * n].id, leads[n - again].id) for n in range(again)]
    env["crm.lead.match.dismissal"]._write_pairs(pairs, True)
    # Others have a duplicate that nobody selected.
    env["crm.lead"].create([dict(vals[n]) for n in range(1, count - again, 9)])
    env = env(user=users[0].id, context={})
    bulk = env["crm.lead.bulk"]._prepare(
        "convert",
        env["crm.lead"].browse(leads.ids),
        user_ids=users[1:].ids,
        force_assignment=True,
        deduplicate=True,
        action="each_exist_or_create",
    )
    bulk.write({"state": "waiting"})
    bulk._start_in_background()
    env.flush_all()
    env.cr.execute(
        "CREATE TABLE killed_before AS "
        "SELECT id, to_jsonb(crm_lead) - 'search_text' AS row FROM crm_lead"
    )
    env.cr.commit()


def ask_undo(env):
    """Ask for the last run to be undone in the background, as whoever asked for it."""
    bulk = env["crm.lead.bulk"].search([("state", "=", "done")], limit=1)
    bulk = bulk.with_user(bulk.user_id)
    undo = bulk._prepare("undo", bulk._get_leads_to_undo(), origin_id=bulk.id)
    undo.write({"state": "waiting"})
    undo._start_in_background()
    env.cr.commit()
