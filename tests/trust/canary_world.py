"""A database in which everything that must stay hidden holds a word that stands nowhere else.

What is hidden lies in four places: records of company A that belong to somebody else, records of
company B, fields with groups, and personal notes. Each has a word of its own, so that it is known
of every user which of them may come out.
"""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import new_test_user

from ..common import QualificationCommon

# The places, each with the digits of its numbers.
PLACES = {"a": "77700101", "b": "77700202", "group": "77700303", "note": "77700404"}
TEXT_TYPES = ("char", "text", "html")
NUMBER_TYPES = ("float", "monetary")
FIELDS_WITH_GROUPS = ("referred",)
# Odoo shows the name of a record wherever another record points to it.
NAME = "kananame"


def word(place):
    return f"kanari{place}"


class CanaryWorld(QualificationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_a = cls.env.company
        cls.company_b = cls.env["res.company"].create({"name": "Company B"})
        cls._create_users()
        cls._create_leads()
        cls._create_merges()
        cls._create_beside()
        for name in FIELDS_WITH_GROUPS:
            # As another addon would have it; Odoo's summary of a merge reads them as the user.
            field = cls.env["crm.lead"]._fields[name]
            cls.classPatch(field, "groups", "base.group_system")
        cls.env.flush_all()
        cls.env.invalidate_all()
        cls.hidden_leads = cls.hidden_a | cls.hidden_b | cls.moved

    @classmethod
    def _create_users(cls):
        cls.owner = new_test_user(cls.env, "canary_owner", "sales_team.group_sale_manager")
        manager_b = new_test_user(
            cls.env,
            "canary_manager_b",
            "sales_team.group_sale_manager",
            company_id=cls.company_b.id,
            company_ids=[Command.set(cls.company_b.ids)],
        )
        # Each with the places that are hidden from them.
        cls.attackers = {
            cls.user_portal: {"a", "b", "group", "note"},
            new_test_user(cls.env, "canary_employee", "base.group_user"): set(PLACES),
            cls.user_sales_salesman: set(PLACES),
            cls.user_sales_leads: {"b", "group", "note"},
            manager_b: {"a", "group", "note"},
        }
        cls.portal, cls.employee, cls.own, cls.all_documents, cls.manager_b = cls.attackers

    @classmethod
    def _prepare_lead(cls, place, **values):
        """Values of a lead of which every field that can hold one holds the word of a place."""
        digits = PLACES[place]
        vals = {}
        for name, field in cls.env["crm.lead"]._fields.items():
            if not field.store or field.readonly or field.related or name.startswith("message_"):
                continue
            if field.type in TEXT_TYPES:
                vals[name] = word(place)
            elif field.type in NUMBER_TYPES and name != "probability":
                vals[name] = float(digits)
        return {
            **vals,
            "name": f"{NAME}{place}",
            "email_from": f"{word(place)}@{word(place)}.example",
            "email_cc": f"cc@{word(place)}.example",
            "phone": f"09{digits[:-1]}",
            "website": f"https://{word(place)}.example",
            "recurring_plan": cls.plan.id,
            **values,
        }

    @classmethod
    def _create_leads(cls):
        cls.plan = cls.env["crm.recurring.plan"].create({"name": "Monthly", "number_of_months": 1})
        cls.partner = cls.env["res.partner"].create({"name": "Common customer"})
        # What mine have in common with hidden ones: a strong key without a word in it.
        common = "common@customer.example"
        leads = cls.env["crm.lead"].with_context(mail_create_nosubscribe=True)
        cls.hidden_a, cls.hidden_b, cls.hidden_b2, cls.moved, with_group, cls.mine = leads.create(
            [
                cls._prepare_lead(
                    "a", user_id=cls.owner.id, company_id=cls.company_a.id, type="opportunity"
                ),
                cls._prepare_lead("b", user_id=False, company_id=cls.company_b.id, type="lead"),
                cls._prepare_lead("b", user_id=False, company_id=cls.company_b.id, type="lead"),
                {"name": "Moved", "company_id": cls.company_a.id, "user_id": cls.owner.id},
                {
                    "name": "With groups",
                    "user_id": cls.own.id,
                    "company_id": False,
                    "referred": word("group"),
                },
                {"name": "Mine", "user_id": cls.own.id, "company_id": False, "type": "lead"},
            ]
        )
        for lead in cls.hidden_a | cls.hidden_b | cls.mine:
            lead.email_cc = ", ".join(filter(None, [lead.email_cc, common]))
        cls.mine.partner_id = cls.partner
        cls.with_group = with_group

    @classmethod
    def _create_merges(cls):
        leads = cls.env["crm.lead"].with_context(mail_create_nosubscribe=True)
        # One of mine went into a record that I may not read.
        cls.absorbed = leads.create(
            {"name": "Absorbed", "user_id": cls.own.id, "company_id": cls.company_a.id}
        )
        cls.absorbed.message_unsubscribe(cls.own.partner_id.ids)
        (cls.hidden_a | cls.absorbed).with_user(cls.owner)._merge_opportunity()
        # A survivor that went to another company since, with what it says now.
        other = leads.create({"name": "Other", "company_id": cls.company_a.id, "city": "Shiraz"})
        (cls.moved | other).with_user(cls.owner)._merge_opportunity()
        cls.moved.write(
            {**cls._prepare_lead("b"), "company_id": cls.company_b.id, "user_id": False}
        )
        # A note, and a merge that makes others followers of its record.
        survivor, with_note = leads.create(
            [
                {"name": "Survivor", "user_id": cls.own.id, "company_id": cls.company_a.id},
                {"name": "With note", "user_id": cls.owner.id, "company_id": cls.company_a.id},
            ]
        )
        survivor.message_subscribe(cls.all_documents.partner_id.ids)
        cls.env["crm.lead.note"].with_user(cls.owner).create(
            {"lead_id": with_note.id, "body": word("note")}
        )
        cls.noted = (survivor | with_note).with_user(cls.owner)._merge_opportunity()

    @classmethod
    def _create_beside(cls):
        """What stands beside hidden records, and what of an attacker's own points to them."""
        cls._create_calls()
        cls.hidden_a.with_user(cls.owner).message_post(body=word("a"))
        cls.hidden_a.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.owner.id, summary=word("a")
        )
        for lead, place in ((cls.hidden_a, "a"), (cls.hidden_b, "b")):
            cls.env["crm.lead.participant"].create(
                {"lead_id": lead.id, "partner_id": cls.partner.id, "note": word(place)}
            )
            reason = cls.env["crm.lost.reason"].create({"name": "Reason"})
            lead.action_set_lost(lost_reason_id=reason.id)
            lead.loss_ids.write({"note": word(place)})
            lead.action_restore()
        cls.env["crm.lead.match.dismissal"]._write_pairs(
            [(cls.mine.id, cls.hidden_a.id), (cls.hidden_b.id, cls.mine.id)], dismissed=True
        )
        bulk = cls.env["crm.lead.bulk"].create(
            {"kind": "convert", "user_id": cls.own.id, "company_ids": cls.company_a.ids}
        )
        cls.env["crm.lead.bulk.line"].create(
            {"bulk_id": bulk.id, "lead_id": cls.hidden_a.id, "lead_name": "Named", "state": "done"}
        )
        cls.order = cls.env["sale.order"].create(
            {"partner_id": cls.portal.partner_id.id, "opportunity_id": cls.hidden_a.id}
        )
        cls.order.message_subscribe(cls.portal.partner_id.ids)
        start = fields.Datetime.now() + timedelta(days=3)
        cls.event = cls.env["calendar.event"].create(
            {
                "name": "Event",
                "user_id": cls.employee.id,
                "partner_ids": [Command.set(cls.employee.partner_id.ids)],
                "start": start,
                "stop": start,
                "opportunity_id": cls.hidden_a.id,
            }
        )

    @classmethod
    def _create_calls(cls):
        calls = cls.env["crm.phonecall"].with_context(mail_create_nosubscribe=True)
        says = ("name", "description", "contact_name", "partner_name", "email_from")
        calls.create(
            [
                {
                    **dict.fromkeys(says, word(place)),
                    "partner_phone": f"09{PLACES[place][:-1]}",
                    "opportunity_id": lead.id,
                    "user_id": cls.owner.id,
                    "state": "done",
                    "company_id": lead.company_id.id,
                }
                for place, lead in (("a", cls.hidden_a), ("b", cls.hidden_b))
            ]
        )
        cls.own_call, cls.other_call = calls.create(
            [
                {"name": "Own call", "user_id": user.id, "opportunity_id": lead.id, "state": "done"}
                for user, lead in ((cls.own, cls.hidden_a), (cls.all_documents, cls.hidden_b))
            ]
        )
