from datetime import timedelta

from lxml import etree

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users
from odoo.tools.safe_eval import safe_eval

from odoo.addons.mail.tests.common import mail_new_test_user

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestPhonecall(QualificationCommon):
    """Calls with anybody, and the leads that are made of them (features.md #62 to #68)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir
        cls.now = fields.Datetime.now()

    def _create_call(self, user=None, **values):
        calls = self.env["crm.phonecall"].with_user(user or self.user_sales_leads)
        return calls.create({"name": "پرسش قیمت", **values})

    # 62: the setting

    def test_62_setting_shows_phone_calls_to_all_users(self):
        group = "crm_lead_qualification.group_use_phonecalls"
        menu = self.env.ref("crm_phonecall.menu_crm_case_phone")
        scheduled = self.env.ref("crm_phonecall.menu_crm_case_phone_outbound")
        user = self.user_sales_salesman
        self.assertTrue(user.has_group(group))
        visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        self.assertIn(menu.id, visible)
        # OCA's group of the second menu is given by nothing.
        self.assertIn(scheduled.id, visible)
        self.env["res.config.settings"].create({"group_use_phonecalls": False}).execute()
        visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        self.assertNotIn(menu.id, visible)
        view = self.env["crm.lead"].with_user(user).get_view(view_type="form")
        self.assertNotIn("button_open_phonecall", view["arch"])
        self.env["res.config.settings"].create({"group_use_phonecalls": True}).execute()
        view = self.env["crm.lead"].with_user(user).get_view(view_type="form")
        self.assertIn("button_open_phonecall", view["arch"])

    # 64: whoever calls, before there is a contact

    def test_64_a_call_without_contact(self):
        with Form(self.env["crm.phonecall"].with_user(self.user_sales_salesman)) as form:
            form.name = "پرسش درباره میز"
            form.partner_phone = "۰۹۳۵ ۱۱۱ ۲۲۳۳"
            form.contact_name = "رعنا نیکو"
            form.partner_name = "کتابفروشی نیکو"
        call = form.record
        self.assertFalse(call.partner_id)
        self.assertEqual(call.partner_phone, "+98 935 111 2233")
        self.assertEqual(call.user_id, self.user_sales_salesman)
        self.assertEqual(call.company_id, self.env.company)

    def test_64_number_in_persian_digits_finds_the_contact(self):
        partner = self.env["res.partner"].create({"name": "رعنا", "phone": "+98 935 111 2233"})
        with Form(self.env["crm.phonecall"].with_user(self.user_sales_salesman)) as form:
            form.name = "تماس"
            form.partner_phone = "۰۹۳۵۱۱۱۲۲۳۳"
            self.assertEqual(form.partner_id, partner)
        partner.copy({"name": "همکار رعنا"})
        with Form(self.env["crm.phonecall"]) as form:
            form.name = "تماس"
            form.partner_phone = "0935-111-2233"
            self.assertFalse(form.partner_id, "which of the two it is, nobody knows")

    def test_64_what_was_typed_is_not_wiped(self):
        partner = self.env["res.partner"].create({"name": "بی‌شماره"})
        self.lead.phone = False
        with Form(self.env["crm.phonecall"]) as form:
            form.name = "تماس"
            form.partner_phone = "خودش زنگ زد"
            form.partner_id = partner
            self.assertEqual(form.partner_phone, "خودش زنگ زد")
            form.opportunity_id = self.lead
            self.assertEqual(form.partner_phone, "خودش زنگ زد")
            self.assertEqual(form.partner_id, partner)

    def test_64_calls_are_found_by_the_number_in_any_digits(self):
        call = self._create_call(partner_phone="۰۹۳۵ ۱۱۱ ۲۲۳۳")
        calls = self.env["crm.phonecall"]
        for typed in ("۰۹۳۵۱۱۱", "0935 111 2233", "+989351112233", "٠٩٣٥١١١٢٢٣٣"):
            found = calls.search([("phone_mobile_search", "ilike", typed)])
            self.assertEqual(found, call, typed)
        self.assertFalse(calls.search([("phone_mobile_search", "ilike", "0935 111 9999")]))
        # Leads have the same search.
        self.assertIn(
            self.lead,
            self.env["crm.lead"].search([("phone_mobile_search", "ilike", "09125550101")]),
        )

    # 66: the lead

    def test_66_lead_carries_what_is_known_of_the_caller(self):
        call = self._create_call(
            partner_phone="+98 935 111 2233",
            contact_name="رعنا نیکو",
            partner_name="کتابفروشی نیکو",
            email_from="rana@niko.example.com",
            description="بیست میز\n<script>alert(1)</script>",
            tag_ids=[Command.create({"name": "نمایشگاه"})],
            medium_id=self.env.ref("utm.utm_medium_phone").id,
            user_id=self.user_sales_salesman.id,
        )
        action = call.action_create_lead()
        self.assertEqual(action["res_model"], "crm.lead")
        lead = self.env["crm.lead"].browse(action["res_id"])
        self.assertEqual(call.opportunity_id, lead)
        self.assertEqual(lead.type, "lead")
        self.assertEqual(lead.name, "پرسش قیمت")
        self.assertEqual(lead.contact_name, "رعنا نیکو")
        self.assertEqual(lead.partner_name, "کتابفروشی نیکو")
        self.assertEqual(lead.email_from, "rana@niko.example.com")
        self.assertEqual(lead.phone, "+98 935 111 2233")
        self.assertEqual(lead.tag_ids, call.tag_ids)
        self.assertEqual(lead.medium_id, call.medium_id)
        self.assertEqual(lead.user_id, self.user_sales_salesman)
        self.assertIn("<br>", lead.description)
        self.assertNotIn("<script>", lead.description)
        self.assertEqual(call.state, "done", "the call is over")

    def test_66_opportunity(self):
        call = self._create_call(partner_phone="+98 935 111 2233")
        lead = self.env["crm.lead"].browse(call.action_create_opportunity()["res_id"])
        self.assertEqual(lead.type, "opportunity")
        self.assertTrue(lead.stage_id)
        # Once more it is the same one.
        self.assertEqual(call.action_create_lead()["res_id"], lead.id)
        self.assertEqual(call._create_lead("lead"), lead)

    def test_66_known_caller_is_shown_first(self):
        count = self.env["crm.lead"].search_count([])
        call = self._create_call(partner_phone="0912 555 0101")
        self.assertIn("1", call.similar_notice)
        action = call.action_create_lead()
        self.assertEqual(action["res_model"], "crm.phonecall.choose.lead")
        self.assertEqual(self.env["crm.lead"].search_count([]), count)
        window = (
            self.env[action["res_model"]]
            .with_user(self.user_sales_leads)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(window.similar_ids, self.lead)
        chosen = window.similar_ids
        self.assertIn("phone", chosen.similar_reasons.lower())
        self.assertEqual(chosen.action_take_phonecall()["res_id"], self.lead.id)
        self.assertEqual(call.opportunity_id, self.lead)
        self.assertFalse(call.similar_notice)

    def test_66_a_call_belongs_to_whoever_was_quicker(self):
        call = self._create_call(partner_phone="0912 555 0101")
        other = self.lead.copy()
        chosen = self.lead.with_context(similar_to_phonecall=call.id)
        call.opportunity_id = other
        with self.assertRaisesRegex(UserError, "belongs to"):
            chosen.action_take_phonecall()
        self.assertEqual(call.opportunity_id, other)

    def test_66_a_new_one_although_the_caller_is_known(self):
        call = self._create_call(partner_phone="0912 555 0101")
        window = self.env["crm.phonecall.choose.lead"].create(
            {"phonecall_id": call.id, "lead_type": "opportunity"}
        )
        lead = self.env["crm.lead"].browse(window.action_create()["res_id"])
        self.assertNotEqual(lead, self.lead)
        self.assertEqual(lead.type, "opportunity")
        self.assertEqual(call.opportunity_id, lead)

    def test_66_number_of_an_office_is_shown_too(self):
        self.lead.phone = "021 8877 6655"
        call = self._create_call(partner_phone="۰۲۱۸۸۷۷۶۶۵۵", contact_name="کسی دیگر")
        self.assertEqual(call._find_similar_leads(), self.lead)

    def test_66_lost_and_foreign_records_are_not_offered(self):
        self.lead.action_set_lost()
        call = self._create_call(partner_phone="0912 555 0101")
        self.assertFalse(call.similar_notice)
        self.lead.action_unarchive()
        own = self._create_call(self.user_sales_salesman, partner_phone="0912 555 0101")
        self.assertFalse(own._find_similar_leads(), "the salesperson may not read it")

    def test_66_team_without_leads_gets_no_lead(self):
        call = self._create_call(team_id=self.team_without_leads.id)
        lead = self.env["crm.lead"].browse(call.action_create_lead()["res_id"])
        self.assertEqual(lead.type, "lead")
        self.assertNotEqual(lead.team_id, self.team_without_leads)

    def test_66_taking_a_call_asks_for_the_rights_to_it(self):
        call = self._create_call(self.user_sales_manager)
        lead = self.env["crm.lead"].with_user(self.user_sales_salesman)
        lead = lead.create({"name": "من", "type": "opportunity"})
        # What may not be read is not there.
        with self.assertRaisesRegex(UserError, "no longer there"):
            lead.with_context(similar_to_phonecall=call.id).action_take_phonecall()
        self.assertFalse(call.opportunity_id)

    # 67, 68: the button

    def test_67_button_opens_a_new_call_the_only_one_or_the_list(self):
        lead = self.lead.with_user(self.user_sales_leads)
        action = lead.button_open_phonecall()
        self.assertEqual(action["views"], [(False, "form")])
        self.assertFalse(action["res_id"])
        form = Form(self.env["crm.phonecall"].with_context(**action["context"]))
        self.assertEqual(form.opportunity_id, self.lead)
        self.assertEqual(form.state, "open")
        call = self._create_call(opportunity_id=lead.id)
        self.assertEqual(lead.button_open_phonecall()["res_id"], call.id)
        self._create_call(opportunity_id=lead.id, state="done")
        action = lead.button_open_phonecall()
        self.assertIn("list", action["view_mode"])
        # Planned ones too, which OCA's button hides.
        self.assertNotIn("search_default_state", action["context"])
        self.assertEqual(lead.phonecall_count, 2)

    def test_67_button_of_contacts_counts_those_of_a_company(self):
        company = self.env["res.partner"].create({"name": "شرکت", "is_company": True})
        person = self.env["res.partner"].create({"name": "نفر", "parent_id": company.id})
        self.assertFalse(company.action_open_phonecalls()["res_id"])
        call = self._create_call(partner_id=person.id)
        self.env.invalidate_all()
        self.assertEqual(company.phonecall_count, 1)
        self.assertEqual(person.phonecall_count, 1)
        self.assertEqual(company.action_open_phonecalls()["res_id"], call.id)

    def test_67_portal_users_read_contacts(self):
        partner = self.user_portal.partner_id.with_user(self.user_portal)
        self.assertTrue(partner.read(["name"]))
        with self.assertRaises(AccessError):
            partner.read(["phonecall_count"])

    def test_67_counting_takes_the_same_queries_for_any_number(self):
        counts = []
        for number in (2, 2, 20):
            partners = self.env["res.partner"].create(
                [{"name": str(index)} for index in range(number)]
            )
            for partner in partners:
                self._create_call(partner_id=partner.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(partners.mapped("phonecall_count"), [1] * number)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[1])

    def test_68_the_top_bar_of_a_lead_has_calls(self):
        arch = self.env["crm.lead"].get_view(
            self.env.ref("crm.crm_lead_view_form").id, view_type="form"
        )["arch"]
        button = arch[arch.index('name="button_open_phonecall"') :][:300]
        self.assertNotIn("type == 'lead'", button)

    def test_67_employees_without_sales_see_their_calls(self):
        employee = mail_new_test_user(self.env, login="employee_calls", groups="base.group_user")
        creator = mail_new_test_user(
            self.env,
            login="creator_calls",
            groups="base.group_user,base.group_partner_manager",
        )
        partner = self.env["res.partner"].create({"name": "رعنا"})
        for user in (employee, creator):
            action = partner.with_user(user).action_open_phonecalls()
            self.assertEqual(action["views"][0][1], "form" if user == creator else "list")
            call = self._create_call(
                user_id=user.id, partner_id=partner.id, opportunity_id=self.lead.id
            )
            self.env.invalidate_all()
            action = partner.with_user(user).action_open_phonecalls()
            Form(call.browse(action["res_id"]).with_user(user))
            call.opportunity_id = False
            self.env.invalidate_all()
            Form(call.with_user(user))
            call.sudo().active = False
        with Form(self.env["crm.phonecall"].with_user(creator)) as form:
            form.name = "تماس"
            form.partner_phone = "0912 555 0101"
            self.assertFalse(form.similar_notice)

    # What OCA's module loses

    def test_held_keeps_a_typed_duration(self):
        call = self._create_call(duration=12.5)
        call.action_hold()
        self.assertEqual(call.duration, 12.5)
        both = self._create_call()
        both.write({"state": "done", "duration": 3})
        self.assertEqual(both.duration, 3)

    def test_opened_again_keeps_a_typed_duration(self):
        call = self._create_call(state="done", duration=12)
        call.write({"state": "open", "duration": 5})
        self.assertEqual(call.duration, 5)

    def test_held_measures_what_may_have_been_one_call(self):
        call = self._create_call(date=self.now - timedelta(minutes=20))
        call.action_hold()
        self.assertAlmostEqual(call.duration, 20, delta=1)
        # OCA takes the hours of the day for the duration.
        forgotten = self._create_call(date=self.now - timedelta(days=3, hours=5))
        forgotten.action_hold()
        self.assertEqual(forgotten.duration, 0)

    def test_created_as_held_gets_its_closing_date(self):
        date = self.now - timedelta(hours=3)
        call = self._create_call(state="done", date=date, duration=10)
        self.assertEqual(call.date_closed, date + timedelta(minutes=10))
        imported = self._create_call(state="done", date=date, date_closed=date)
        self.assertEqual(imported.date_closed, date)
        self.assertTrue(self._create_call().date_open)

    def test_creation_date_is_the_databases(self):
        call = self._create_call()
        self.assertTrue(call.create_date)
        self.assertTrue(self.env["crm.phonecall"]._fields["create_date"].readonly)

    def test_calendar_counts_in_hours(self):
        call = self._create_call(duration=30)
        self.assertEqual(call.duration_hours, 0.5)
        call.duration_hours = 1
        self.assertEqual(call.duration, 60)
        arch = self.env["crm.phonecall"].get_view(view_type="calendar")["arch"]
        self.assertIn('date_delay="duration_hours"', arch)

    def test_136_follow_up_email_goes_to_the_customer(self):
        partner = self.env["res.partner"].create({"name": "رعنا", "email": "r@niko.example.com"})
        self.lead.partner_id = partner
        call = self._create_call(opportunity_id=self.lead.id)
        context = call.action_send_follow_up()["context"]
        composer = self.env["mail.compose.message"].with_context(**context)
        composer = composer.with_user(self.user_sales_leads).create({"body": "<p>سلام</p>"})
        composer._action_send_mail()
        message = self.lead.message_ids[0]
        self.assertEqual(message.partner_ids, partner)
        self.assertIn("سلام", message.body)

    def test_new_call_offers_the_leads_of_a_company(self):
        self.assertTrue(self.lead.company_id)
        calls = self.env["crm.phonecall"].with_user(self.user_sales_leads)
        form = Form(calls)
        arch = etree.fromstring(calls.get_view(view_type="form")["arch"])
        domain = arch.xpath("//field[@name='opportunity_id']/@domain")[0]
        for company in (form.company_id, self.env.company):
            domain_of_call = safe_eval(domain, {"company_id": company.id})
            self.assertIn(self.lead, self.env["crm.lead"].search(domain_of_call))

    # Access

    def test_own_documents_all_documents_and_companies(self):
        own = self._create_call(self.user_sales_salesman)
        other = self._create_call(self.user_sales_manager)
        nobodys = self._create_call(self.user_sales_manager, user_id=False)
        self.lead.user_id = self.user_sales_salesman
        of_my_lead = self._create_call(self.user_sales_manager, opportunity_id=self.lead.id)
        calls = (own | other | nobodys | of_my_lead).sudo()

        def readable(user):
            domain = [("id", "in", calls.ids)]
            return set(self.env["crm.phonecall"].with_user(user).search(domain).ids)

        self.assertEqual(readable(self.user_sales_salesman), set(calls.ids) - set(other.ids))
        self.assertEqual(len(readable(self.user_sales_leads)), 4)
        with self.assertRaises(AccessError):
            other.with_user(self.user_sales_salesman).write({"name": "x"})
        company = self.env["res.company"].create({"name": "شرکت دیگر"})
        calls.company_id = company
        self.assertFalse(readable(self.user_sales_leads))
        report = self.env["crm.phonecall.report"].with_user(self.user_sales_salesman)
        self.env.flush_all()
        self.assertFalse(report.search([("company_id", "=", company.id)]))
        calls.company_id = self.env.company
        self.env.flush_all()
        self.assertFalse(report.search([("user_id", "=", self.user_sales_manager.id)]))

    def test_company_is_that_of_the_lead(self):
        company = self.env["res.company"].create({"name": "شرکت دیگر"})
        self.lead.write({"user_id": False, "team_id": False, "company_id": company.id})
        call = self.env["crm.phonecall"].create({"name": "x", "opportunity_id": self.lead.id})
        self.assertEqual(call.company_id, company)
        other = self._create_call()
        self.assertEqual(other.company_id, self.env.company)
        other.sudo().opportunity_id = self.lead
        self.assertEqual(other.company_id, company)

    @users("user_sales_leads")
    def test_62_a_new_call_that_asks_for_the_caller_came_in(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_phonecall.crm_case_categ_phone_incoming0"
        )
        form = Form(
            self.env["crm.phonecall"].with_context(
                **safe_eval(action["context"], {"uid": self.env.uid})
            )
        )
        self.assertEqual(form.direction, "in")
        logged = self.lead.with_env(self.env).action_log_call()
        self.assertEqual(logged["context"]["default_direction"], "out", "one's own call goes out")

    # Uninstallation

    def test_indexes_on_columns_that_stay_go_with_the_addon(self):
        def read():
            self.env.cr.execute(
                "SELECT indexname FROM pg_indexes WHERE tablename = 'crm_phonecall' "
                "AND indexdef ~ 'opportunity_id|partner_id|user_id|partner_phone' "
                "OR tablename = 'calendar_event' AND indexdef ~ 'phonecall_id'"
            )
            return len(self.env.cr.fetchall())

        self.assertEqual(read(), 6)
        self.env["crm.phonecall"]._drop_indexes()
        self.assertEqual(read(), 0)
