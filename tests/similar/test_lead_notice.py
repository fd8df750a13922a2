from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged, users

from odoo.addons.mail.tests.common import mail_new_test_user

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestLeadNotice(QualificationCommon):
    """The notice names the similar records, for a lead that is being typed too (#35, #47, B4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir

    def _create_twins(self, count, **values):
        vals = {"phone": "09125550101", "user_id": self.user_sales_leads.id, **values}
        leads = self.env["crm.lead"].sudo()
        return leads.create([{"name": f"همزاد {n}", **vals} for n in range(count)]).with_env(
            self.env
        )

    @users("user_sales_leads")
    def test_35_the_notice_says_who_whose_how_old_and_why(self):
        twin = self._create_twins(1, user_id=self.user_vip.id, email_from=self.lead.email_from)
        self.env.flush_all()
        created = fields.Datetime.now().replace(microsecond=0) - timedelta(days=12)
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s", [created, twin.id]
        )
        self.env.invalidate_all()
        self.assertEqual(
            self.lead.with_env(self.env).similar_records,
            {
                "records": [
                    {
                        "id": twin.id,
                        "name": "همزاد 0",
                        "user": "نگار ویژه",
                        "date": fields.Datetime.to_string(created),
                        "reason": "Same e-mail and Same phone",
                        "can_tell_apart": True,
                    }
                ],
                "more": False,
            },
        )

    @users("user_sales_leads")
    def test_35_three_are_named_and_the_others_counted(self):
        twins = self._create_twins(5)
        closest = self._create_twins(1, email_from=self.lead.email_from)
        similar = self.lead.with_env(self.env).similar_records
        self.assertEqual(
            [record["id"] for record in similar["records"]],
            [closest.id, twins[4].id, twins[3].id],
            "most reasons first, then the newest",
        )
        self.assertEqual(similar["more"], "And 3 more.")
        customer = self.env["res.partner"].create({"name": "مشتری"})
        self._create_twins(30, partner_id=customer.id, phone=False)
        self.lead.partner_id = customer
        self.env.invalidate_all()
        similar = self.lead.with_env(self.env).similar_records
        self.assertEqual(similar["more"], "And 20+ more.")

    @users("user_sales_salesman")
    def test_20_what_the_user_may_not_read_is_not_named(self):
        own = self._create_twins(1, user_id=self.env.uid)
        self.assertIn("Somebody else has a record", own.similar_notice)
        self.assertEqual(own.similar_records, {"records": [], "more": False})
        with self.assertRaises(AccessError):
            self.lead.with_env(self.env).get_similar_while_typing({})
        typed = self.env["crm.lead"].get_similar_while_typing({"email_from": self.lead.email_from})
        self.assertIn("Somebody else has a record", typed["notice"])
        self.assertFalse(typed["similar"]["records"])

    @users("user_sales_leads")
    def test_47_it_is_asked_while_somebody_types(self):
        twin = self._create_twins(1)
        leads, before = self.env["crm.lead"], self.env["crm.lead"].search_count([])
        self.assertFalse(leads.get_similar_while_typing({"phone": "0912555010"})["notice"])
        found = leads.get_similar_while_typing({"phone": "۰۹۱۲۵۵۵۰۱۰۱", "name": "x"})
        self.assertEqual(found["notice"], "Records that look like this one: 2.")
        self.assertEqual(
            {record["id"] for record in found["similar"]["records"]}, {twin.id, self.lead.id}
        )
        found = twin.get_similar_while_typing({"phone": "0912 555 0101"})
        self.assertEqual([record["id"] for record in found["similar"]["records"]], self.lead.ids)
        self.assertEqual(leads.search_count([]), before)
        self.assertEqual(twin.phone, "09125550101")

    @users("user_sales_leads")
    def test_b4_what_is_told_apart_before_it_is_saved_stays_so(self):
        twin = self._create_twins(1)
        # As the form sends it.
        values = {"name": "سرنخ تازه", "phone": "0912 555 0101", "type": "lead"}
        values["not_duplicate_ids"] = twin.ids
        names = ("similar_notice", "similar_records", "duplicate_lead_count")
        changed = self.env["crm.lead"].onchange(
            values,
            ["not_duplicate_ids"],
            {name: {} for name in (*values, *names)},
        )["value"]
        self.assertEqual(changed["similar_notice"], "Records that look like this one: 1.")
        self.assertEqual(changed["duplicate_lead_count"], 1)
        rows = changed["similar_records"]["records"]
        self.assertEqual([row["id"] for row in rows], self.lead.ids)
        self.assertFalse(twin._get_dismissed(), "nothing is written yet")
        lead = self.env["crm.lead"].create(values)
        self.assertEqual(lead._get_dismissed(), twin)
        self.assertFalse(lead.not_duplicate_ids)
        self.assertEqual([row["id"] for row in lead.similar_records["records"]], self.lead.ids)

    @users("user_sales_salesman")
    def test_b4_only_what_the_user_may_change_is_told_apart_with_a_new_record(self):
        leads = self.env["crm.lead"]
        for ids in ("1", {"a": 1}, [True, "x", -1, 2**40, None]):
            lead = leads.create({"name": "سرنخ تازه", "not_duplicate_ids": ids})
            self.assertFalse(lead._get_dismissed())
        with self.assertRaises(AccessError):
            leads.create({"name": "سرنخ تازه", "not_duplicate_ids": self.lead.ids})

    @users("user_sales_leads")
    def test_b8_one_query_names_them_however_many_there_are(self):
        def count_queries(leads):
            self.env.invalidate_all()
            leads.mapped("display_name")
            before = self.env.cr.sql_log_count
            leads.mapped("similar_records")
            return self.env.cr.sql_log_count - before

        self._create_twins(2)
        few = count_queries(self.lead.with_env(self.env))
        self._create_twins(6)
        leads = self._create_twins(40, phone="09125550202")
        self.env.flush_all()
        self.assertLessEqual(count_queries(self.lead.with_env(self.env) | leads), few)


@tagged("post_install", "-at_install")
class TestLeadNoticeTour(HttpCase):
    """The notice on the screen, in Persian, before anything is saved."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fa_IR")
        self.env.company.country_id = self.env.ref("base.ir")
        self.env.ref("base.group_user").implied_ids = [
            Command.link(self.env.ref("crm.group_use_lead").id)
        ]
        self.user = mail_new_test_user(
            self.env,
            login="user_notice_fa",
            name="لیلا فروشنده",
            lang="fa_IR",
            groups="sales_team.group_sale_salesman",
        )
        values = {"type": "lead", "user_id": self.user.id}
        self.known = self.env["crm.lead"].create(
            {"name": "همان تماس‌گیرنده", "phone": "+98 912 555 0101", **values}
        )

    def test_35_a_known_caller_is_named_while_typing(self):
        wrong = self.known.copy({"name": "شماره اشتباه", "phone": "00989125550101"})
        self.start_tour(
            "/odoo", "crm_lead_qualification_notice", login=self.user.login, timeout=120
        )
        new = self.env["crm.lead"].search([("name", "=", "تماس تازه")])
        self.assertEqual(len(new), 1)
        self.assertEqual(new._get_dismissed(), wrong)
        self.assertFalse(self.known._get_dismissed())

    def test_47_nothing_is_saved_to_compare_before_the_user_says_so(self):
        self.start_tour(
            "/odoo", "crm_lead_qualification_notice_unsaved", login=self.user.login, timeout=120
        )
        merge = self.env["crm.lead.merge"].search([("survivor_id", "=", self.known.id)])
        self.assertEqual(merge.absorbed_ids.mapped("name"), ["تماس تازه"])
