"""Records to be merged, drawn by Hypothesis, with everything that can hang on a record."""

from datetime import timedelta

from hypothesis import strategies as st

from odoo import Command, fields
from odoo.tools import SQL

from . import merge_links

QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_activity_quick_update": True,
    "no_mail_to_attendees": True,
    "dont_notify": True,
}
# Values as people type them; small choices, so that records agree as often as they differ.
TEXTS = {
    "contact_name": ["مریم رضایی", "مريم رضايي", "Ali"],
    "partner_name": ["شرکت چاپ پارس", "Pars Print"],
    "function": ["مدیر خرید", "Buyer"],
    "phone": ["۰۹۱۲۵۵۵۰۱۰۱", "+98 912 555 0101", "021-88776655"],
    "email_from": [
        "maryam@pars.example.com",
        "Maryam <MARYAM@pars.example.com>",
        "a@b.example.org",
    ],
    "email_cc": ["cc@pars.example.com", "CC <cc@pars.example.com>, x@y.example.org"],
    "website": ["https://pars.example.com", "http://b.example.org"],
    "referred": ["آشنا", "<script>alert(1)</script>"],
    "street": ["خیابان ولیعصر", "Main St 1"],
    "street2": ["پلاک ۲"],
    "zip": ["1968833511"],
    "city": ["تهران", "Shiraz"],
    "description": ["<p>یادداشت</p>", "<p>Note &lt;b&gt;</p>", "<p><br></p>"],
    "reveal_id": ["r1"],
}
NUMBERS = {
    "expected_revenue": [0, 1000, 2500.5],
    "recurring_revenue": [0, 120],
    "color": [0, 3, 7],
    "priority": ["0", "1", "3"],
    "probability": [0, 30],
    "date_deadline": ["2026-11-01", "2027-01-15"],
    "date_automation_last": ["2025-01-01 10:00:00"],
}
# To be looked up by number among the records of the class, see `MergeWorld.records`.
RECORDS = {
    "country_id": 2,
    "state_id": 2,
    "source_id": 2,
    "medium_id": 2,
    "campaign_id": 2,
    "lang_id": 2,
    "recurring_plan": 2,
    "partner_id": 2,
}
RELATED = ["message", "letter", "activity", "done", "meeting", "private", "attachment"]
RELATED += ["follower", "call", "order", "hidden_order", "scheduled", "name", "archived_meeting"]
# Whose rows are dated back: a write to them must show.
DATED = ["crm_lead", "mail_message", "mail_activity", "calendar_event", "ir_attachment"]
DATED += ["crm_phonecall", "sale_order", "mail_scheduled_message", "res_partner"]
DATED += ["crm_lead_participant", "crm_lead_note", *merge_links.TABLES]
PROPERTIES = {"budget": [0, 5], "colour": ["red", "آبی"], "urgent": [True, False]}

values = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.sampled_from(texts) for name, texts in TEXTS.items()},
        **{name: st.sampled_from(numbers) for name, numbers in NUMBERS.items()},
        **{name: st.integers(0, count - 1) for name, count in RECORDS.items()},
    },
)


def leads(owners=("mine", "nobody"), states=("open", "open", "lost", "archived")):
    """Records to draw: whose they are, and in what state."""
    return st.fixed_dictionaries(
        {
            "type": st.sampled_from(["lead", "opportunity"]),
            "state": st.sampled_from(states),
            "age": st.integers(0, 2),
            "owner": st.sampled_from(owners),
            "team": st.integers(0, 2),
            "stage": st.integers(0, 2),
            "values": values,
            "tags": st.sets(st.integers(0, 2)),
            "properties": st.fixed_dictionaries(
                {}, optional={name: st.sampled_from(v) for name, v in PROPERTIES.items()}
            ),
            "related": st.lists(st.sampled_from(RELATED), max_size=6),
            **merge_links.links,
        }
    )


level = st.sampled_from(["own", "all", "manager"])


class MergeWorld(merge_links.MergeLinks):
    """Builds what was drawn. `records` are what the numbers of `RECORDS` stand for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir
        cls.users = {
            "own": cls.user_sales_salesman,
            "all": cls.user_sales_leads,
            "manager": cls.user_sales_manager,
        }
        env = cls.env(context={**cls.env.context, **QUIET})
        states = env["res.country.state"].search([("country_id", "=", cls.country_ir.id)], limit=2)
        if len(states) < 2:
            states = env["res.country.state"].search([], limit=2)
        cls.records = {
            "country_id": cls.country_ir | env.ref("base.tr"),
            "state_id": states,
            "source_id": env["utm.source"].create([{"name": "S1"}, {"name": "S2"}]),
            "medium_id": env["utm.medium"].create([{"name": "M1"}, {"name": "M2"}]),
            "campaign_id": env["utm.campaign"].create([{"name": "C1"}, {"name": "C2"}]),
            "lang_id": cls.env.ref("base.lang_en") | env["res.lang"].search([], limit=2),
            "recurring_plan": env["crm.recurring.plan"].create(
                [
                    {"name": "Monthly", "number_of_months": 1},
                    {"name": "Yearly", "number_of_months": 12},
                ]
            ),
            "partner_id": cls.contact_1 | cls.contact_2,
        }
        cls.tags = env["crm.tag"].create([{"name": f"برچسب {number}"} for number in range(3)])
        cls.lost_reason = env["crm.lost.reason"].create({"name": "گران بود"})
        cls.teams = cls.team | env["crm.team"].create(
            {"name": "تیم دوم", "use_leads": True, "company_id": False}
        )
        kinds = {"budget": "integer", "colour": "char", "urgent": "boolean"}
        for team, names in zip(
            cls.teams, (("budget", "colour"), ("colour", "urgent")), strict=True
        ):
            team.lead_properties_definition = [
                {"name": name, "string": name.title(), "type": kinds[name]} for name in names
            ]
        cls.stages = cls.stage_team1_1 | cls.stage_gen_1 | cls.stage_team1_2
        cls.note = env.ref("mail.mt_note")
        cls.comment = env.ref("mail.mt_comment")
        cls.outsider = env["crm.lead"].create({"name": "دیگری", "type": "lead"})
        cls.env.flush_all()
        cls._date_back()

    def build(self, specs, user):
        """The leads drawn, in the order of their numbers.

        :param specs: list of what `lead` draws
        :param user: res.users, whose documents those are that are `mine`
        :returns: crm.lead
        """
        env = self.env(context={**self.env.context, **QUIET})
        leads = env["crm.lead"].create(
            [self._prepare(number, spec, user) for number, spec in enumerate(specs)]
        )
        batches = {}
        for lead_, spec in zip(leads, specs, strict=True):
            for number, kind in enumerate(spec["related"]):
                model, vals = self._prepare_related(kind, lead_, number)
                if model == "mail.followers":
                    lead_.message_subscribe([vals["partner_id"]], self.comment.ids)
                else:
                    batches.setdefault(model, []).append(vals)
        for model, vals_list in batches.items():
            records = env[model].create(vals_list)
            if model == "mail.activity":
                # Done activities are rows that are archived.
                records.filtered(lambda a: a.summary == "done").write(
                    {"active": False, "date_done": fields.Date.today(), "feedback": "انجام شد"}
                )
        self._link(leads, specs)
        self._dismiss(leads)
        self.env.flush_all()
        self.cr.flush()
        self._set_ages(leads, specs)
        self.env.invalidate_all()
        return leads.with_env(self.env)

    def _prepare(self, number, spec, user):
        owners = {"mine": user, "nobody": user.browse(), "other": self.user_vip}
        vals = {
            "name": f"رکورد {number} <b>",
            "type": spec["type"],
            "user_id": owners[spec["owner"]].id,
            "team_id": self.teams[spec["team"]].id if spec["team"] < 2 else False,
            "stage_id": self.stages[spec["stage"]].id,
            "tag_ids": [Command.set([self.tags[tag].id for tag in sorted(spec["tags"])])],
            **spec["values"],
        }
        for name in RECORDS.keys() & vals.keys():
            vals[name] = self.records[name][vals[name]].id
        if spec["state"] == "won":
            vals |= {"type": "opportunity", "stage_id": self.stage_gen_won.id, "probability": 100}
        elif spec["state"] != "open":
            vals["active"] = False
        if spec["state"] == "lost":
            vals |= {"probability": 0, "lost_reason_id": self.lost_reason.id}
        elif spec["state"] == "archived":
            vals["probability"] = 20
        if spec["team"] < 2:
            defined = (("budget", "colour"), ("colour", "urgent"))[spec["team"]]
            vals["lead_properties"] = {
                name: value for name, value in spec["properties"].items() if name in defined
            }
        return vals

    def _prepare_related(self, kind, lead, number):
        """A row that hangs on a lead.

        :returns: tuple of the model's name and the values
        """
        name = f"{kind} {number}"
        here = {"res_model": "crm.lead", "res_id": lead.id}
        start = fields.Datetime.now() + timedelta(days=number)
        meeting = {
            "name": name,
            "start": start,
            "stop": start + timedelta(hours=1),
            "opportunity_id": lead.id,
            "res_id": lead.id,
            "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
            "user_id": self.user_sales_manager.id,
            "partner_ids": [Command.set(self.contact_1.ids)],
        }
        message = {"model": "crm.lead", "res_id": lead.id, "body": name}
        partners = (self.contact_1, self.contact_2, self.user_sales_manager.partner_id)
        partner = partners[number % 3]
        activity = {
            "res_model_id": meeting["res_model_id"],
            "res_id": lead.id,
            "summary": kind,
            "user_id": self.user_sales_manager.id,
            "date_deadline": start,
        }
        order = {"partner_id": self.contact_1.id, "opportunity_id": lead.id}
        rows = {
            "message": lambda: (
                "mail.message",
                {
                    **message,
                    "message_type": "comment",
                    "subtype_id": self.comment.id,
                    "subject": name if number % 2 else False,
                    "author_id": partner.id,
                    "starred_partner_ids": [Command.set(self.user_sales_leads.partner_id.ids)],
                    "notification_ids": [
                        Command.create({"res_partner_id": partner.id, "notification_type": "inbox"})
                    ],
                    "attachment_ids": [Command.create({**here, "name": name, "raw": b"letter"})],
                },
            ),
            "letter": lambda: (
                "mail.message",
                {
                    **message,
                    "message_type": "notification",
                    "subtype_id": self.note.id,
                    "tracking_value_ids": [
                        Command.create(
                            {
                                "field_id": self.env["ir.model.fields"]._get("crm.lead", "city").id,
                                "old_value_char": "قم",
                                "new_value_char": "تهران",
                            }
                        )
                    ],
                },
            ),
            "activity": lambda: ("mail.activity", activity),
            "done": lambda: ("mail.activity", activity),
            "meeting": lambda: ("calendar.event", meeting),
            "private": lambda: ("calendar.event", {**meeting, "privacy": "private"}),
            "archived_meeting": lambda: ("calendar.event", {**meeting, "active": False}),
            "attachment": lambda: ("ir.attachment", {**here, "name": name, "raw": b"file"}),
            "follower": lambda: (
                "mail.followers",
                {"partner_id": partner.id},
            ),
            "call": lambda: (
                "crm.phonecall",
                {
                    "name": name,
                    "opportunity_id": lead.id,
                    "direction": "in",
                    "active": bool(number),
                },
            ),
            "order": lambda: ("sale.order", {**order, "user_id": self.user_sales_salesman.id}),
            "hidden_order": lambda: ("sale.order", {**order, "user_id": self.user_admin.id}),
            "scheduled": lambda: (
                "mail.scheduled.message",
                {
                    **message,
                    "author_id": self.user_sales_manager.partner_id.id,
                    "scheduled_date": start + timedelta(days=9),
                },
            ),
            "name": lambda: (
                "ir.model.data",
                {
                    "name": f"lead_{lead.id}_{number}",
                    "module": "__import__",
                    "model": "crm.lead",
                    "res_id": lead.id,
                },
            ),
        }
        return rows[kind]()

    def _dismiss(self, leads):
        """'Not a duplicate' was said of the last one and of two others, one of which stays out."""
        pairs = [(leads[-1].id, self.outsider.id), (leads[-1].id, leads[0].id)]
        self.env["crm.lead.match.dismissal"].sudo()._write_pairs(pairs, dismissed=True)

    @classmethod
    def _date_back(cls):
        """Date back what was written since it was done before."""
        old = fields.Datetime.now() - timedelta(days=99)
        for table in DATED:
            cls.env.cr.execute(
                SQL(
                    "UPDATE %s SET write_date = %s, write_uid = NULL WHERE write_date > %s",
                    SQL.identifier(table),
                    old,
                    old + timedelta(days=1),
                )
            )

    def _set_ages(self, leads, specs):
        """Days of creation as drawn; and nothing was written now, so that a later write shows."""
        self._date_back()
        now = fields.Datetime.now()
        for lead_, spec in zip(leads, specs, strict=True):
            self.cr.execute(
                "UPDATE crm_lead SET create_date = %s WHERE id = %s",
                [now - timedelta(days=spec["age"]), lead_.id],
            )
