"""What a site has before an upgrade. `odoo shell` runs this with the code of the earlier release.

Only what has been public since the first release is used here.
"""

import json
from datetime import timedelta

PARAMETER = "crm_lead_qualification.upgrade_test"
# Enough for the run to be left to the background.
BULK_LEADS = 550


def read_values(leads):
    """Return the stored values of leads, as text, by their ids and field names.

    What is computed of all leads, and what each release computes in its own way, is left out.
    """
    left_out = {"match_keys", "write_date", "write_uid", "merge_id", "absorbed_by_merge_id"}
    names = [
        name
        for name, field in leads._fields.items()
        if field.store and name not in left_out and field.type not in ("binary", "one2many")
    ]
    leads = leads.with_context(active_test=False, bin_size=True).sudo()
    leads.invalidate_recordset()
    return {
        str(values["id"]): {name: str(value) for name, value in sorted(values.items())}
        for values in leads.read(names, load=None)
    }


def read_links(leads):
    """Return what belongs to each lead: messages, activities, calls, participants and others."""
    env = leads.env
    found = {}
    for lead in leads:
        domain = [("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)]
        of_lead = [("lead_id", "=", lead.id)]
        found[str(lead.id)] = {
            "calls": env["crm.phonecall"]
            .search([("opportunity_id", "=", lead.id)], order="id")
            .ids,
            "activities": env["mail.activity"].search(domain, order="id").ids,
            "attachments": env["ir.attachment"].search(domain, order="id").ids,
            "followers": sorted(lead.message_partner_ids.ids),
            "notes": env["crm.lead.note"].sudo().search(of_lead, order="id").ids,
            "participants": env["crm.lead.participant"].search(of_lead, order="id").ids,
            "losses": env["crm.lead.loss"].search(of_lead, order="id").ids,
            "tags": sorted(lead.tag_ids.ids),
        }
    return found


def make_site(env):
    env.company.country_id = env.ref("base.ir")
    env["res.config.settings"].create({"group_use_lead": True}).execute()
    contacts = env["res.partner"].create(
        [
            {"name": f"مخاطب {number}", "email": f"contact{number}@example.com"}
            for number in range(3)
        ]
    )
    tags = env["crm.tag"].create([{"name": f"برچسب {number}"} for number in range(3)])
    merged, kept = [
        env["crm.lead"].create(
            [
                {
                    "name": f"درخواست {group} {number}",
                    "contact_name": f"خریدار {group}",
                    "phone": "۰۹۱۲۵۵۵۰۱۰۱" if number else "+98 912 555 0101",
                    "email_from": f"kharidar{group}@example.com",
                    "description": f"<p>شرح {number}</p>",
                    "tag_ids": tags[number].ids,
                    "type": "lead" if number == 1 else "opportunity",
                    "user_id": env.user.id,
                }
                for number in range(3)
            ]
        )
        for group in ("merged", "undone")
    ]
    leads = merged | kept
    for number, lead in enumerate(leads):
        contact = contacts[number % 3]
        lead.message_post(body="پیام")
        lead.message_subscribe(contact.ids)
        lead.activity_schedule("mail.mail_activity_data_todo", summary="کار", user_id=env.user.id)
        env["ir.attachment"].create(
            {"name": "پیوست", "raw": b"x", "res_model": "crm.lead", "res_id": lead.id}
        )
        env["crm.phonecall"].create({"name": "تماس", "opportunity_id": lead.id})
        env["crm.lead.note"].create({"lead_id": lead.id, "body": "<p>یادداشت</p>"})
        env["crm.lead.participant"].create({"lead_id": lead.id, "partner_id": contact.id})
        # The merge is to know which is the oldest.
        env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s",
            [env.cr.now() - timedelta(days=len(leads) - number), lead.id],
        )
    env.invalidate_all()
    reason = env["crm.lost.reason"].create({"name": "گران بود"})
    lost = env["crm.lead"].create({"name": "از دست رفته", "type": "opportunity"})
    lost.action_set_lost(lost_reason_id=reason.id)
    env.flush_all()
    return merged, kept, lost


def merge(env, merged, kept):
    """Merge twice, and undo the second of the merges."""
    survivor = merged.merge_opportunity(auto_unlink=True)
    env["crm.lead.merge"].search([("survivor_id", "=", survivor.id)]).action_undo()
    before = {"values": read_values(merged | kept), "links": read_links(merged | kept)}
    survivors = [leads.merge_opportunity(auto_unlink=True) for leads in (merged, kept)]
    merges = [
        env["crm.lead.merge"].search([("survivor_id", "=", s.id)], limit=1) for s in survivors
    ]
    merges[1].action_undo()
    return before, survivors[0], merges


def begin_bulk_run(env):
    """Convert more leads than one part of a run has, and stop after the first part."""
    leads = env["crm.lead"].create(
        [
            {
                "name": f"انبوه {number}",
                "type": "lead",
                "contact_name": f"مشتری {number}",
                "email_from": f"anbooh{number}@bulk.example.com",
            }
            for number in range(BULK_LEADS)
        ]
    )
    context = {"active_model": "crm.lead", "active_ids": leads.ids, "active_id": leads[0].id}
    window = env["crm.lead2opportunity.partner.mass"].with_context(**context).create({})
    window.action_mass_convert()
    bulk = env["crm.lead.bulk"].search([], limit=1)
    bulk._run_chunk()
    return bulk


def name_the_fields(env):
    """A favourite search, a rule and an export that name fields of a merge."""
    favourite = env["ir.filters"].create(
        {
            "name": "ادغام‌شده‌ها",
            "model_id": "crm.lead",
            "domain": "[('merge_id', '!=', False), ('merge_id.state', '=', 'done')]",
            "context": "{'group_by': ['merge_id']}",
            "sort": "[]",
        }
    )
    rule = env["ir.rule"].create(
        {
            "name": "قاعدهٔ سایت",
            "model_id": env["ir.model"]._get_id("crm.lead"),
            "domain_force": "['|', ('merge_ids', '=', False), ('merge_ids.state', '!=', 'x')]",
        }
    )
    export = env["ir.exports"].create(
        {
            "name": "خروجی",
            "resource": "crm.lead",
            "export_fields": [
                (0, 0, {"name": name}) for name in ("name", "merge_id/state", "merge_ids")
            ],
        }
    )
    return {"favourite": favourite.id, "rule": rule.id, "export": export.id}


def make(env):
    merged, kept, lost = make_site(env)
    before, survivor, merges = merge(env, merged, kept)
    bulk = begin_bulk_run(env)
    remembered = {
        "version": env["ir.module.module"]._get("crm_lead_qualification").latest_version,
        "before": before,
        "leads": (merged | kept).ids,
        "survivor": survivor.id,
        "merges": [log.id for log in merges],
        "lost": lost.id,
        "bulk": bulk.id,
        **name_the_fields(env),
    }
    env["ir.config_parameter"].set_param(PARAMETER, json.dumps(remembered))
    env.cr.commit()
