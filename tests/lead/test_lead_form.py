from datetime import datetime, timedelta

from lxml import etree

from odoo import Command, fields
from odoo.tests import Form, tagged

from ..common import QualificationCommon

CONFIGURATION = ("menu_utm_source", "menu_utm_medium", "menu_utm_campaign")


@tagged("post_install", "-at_install")
class TestLeadForm(QualificationCommon):
    """Small things that a form, a list or a menu was short of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "خریدار", "is_company": True})
        cls.contact = cls.env["res.partner"].create(
            {"name": "کارمند خریدار", "parent_id": cls.partner.id}
        )
        cls.product = cls.env["product.product"].create({"name": "میز", "type": "service"})
        cls.opportunities = cls.env["crm.lead"].create(
            [
                {
                    "name": f"فرصت {number}",
                    "type": "opportunity",
                    "user_id": cls.user_sales_leads.id,
                    "team_id": cls.team.id,
                    "partner_id": cls.contact.id,
                }
                for number in range(20)
            ]
        )
        cls.opportunity = cls.opportunities[0]
        cls.won_stage = cls.env["crm.stage"].search([("is_won", "=", True)], limit=1)

    def _count_queries(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _get_arch(self, xmlid, kind, user=None):
        view = self.env["crm.lead"].with_user(user or self.user_sales_leads)
        return etree.fromstring(view.get_view(self.env.ref(xmlid).id, kind)["arch"])

    # Products and projects (#43, #44) -----------------------------------------------------------

    def _order(self, opportunity, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "opportunity_id": opportunity.id,
                "user_id": self.user_sales_leads.id,
                "order_line": [
                    Command.create({"product_id": self.product.id, "product_uom_qty": 3}),
                    Command.create({"display_type": "line_note", "name": "توضیح"}),
                ],
                **values,
            }
        )

    def test_43_products_of_quotations_and_orders(self):
        quotation, order, cancelled = (self._order(self.opportunity) for _number in range(3))
        order.action_confirm()
        cancelled._action_cancel()
        lines = (quotation | order).order_line.filtered("product_id")
        self.assertEqual(self.opportunity.order_line_ids, lines)
        form = Form(self.opportunity.with_user(self.user_sales_leads), "crm.crm_lead_view_form")
        self.assertEqual(set(form.order_line_ids.ids), set(lines.ids))
        self.assertFalse(self.opportunities[1].order_line_ids)

    def test_43_those_that_the_user_may_read(self):
        order = self._order(self.opportunity)
        self.opportunity.user_id = self.user_sales_salesman
        lead = self.opportunity.with_user(self.user_sales_salesman)
        self.assertFalse(lead.order_line_ids)
        order.user_id = self.user_sales_salesman
        lead.invalidate_recordset()
        self.assertEqual(len(lead.order_line_ids), 1)

    def test_43_what_one_user_may_read_is_not_shown_to_another(self):
        self._order(self.opportunity)
        self.assertTrue(self.opportunity.order_line_ids)
        self.opportunity.user_id = self.user_sales_salesman
        self.assertFalse(self.opportunity.with_user(self.user_sales_salesman).order_line_ids)

    def test_43_products_of_many_take_no_query_more(self):
        for opportunity in self.opportunities:
            self._order(opportunity)
        _first, few, many = (
            self._count_queries(lambda leads=leads: leads.mapped("order_line_ids"))
            for leads in (self.opportunities[:1], self.opportunities[:2], self.opportunities)
        )
        self.assertEqual(few, many)

    def test_44_without_projects_nothing_is_shown(self):
        if "project_ids" in self.env["sale.order"]._fields:
            self.skipTest("sale_project is installed")
        self._order(self.opportunity).action_confirm()
        self.assertEqual(self.opportunity.project_count, 0)

    def test_44_projects_of_its_orders(self):
        if "project_ids" not in self.env["sale.order"]._fields:
            self.skipTest("sale_project is not installed")
        self.product.service_tracking = "project_only"
        order = self._order(self.opportunity)
        order.action_confirm()
        self.assertEqual(self.opportunity.with_user(self.user_sales_leads).project_count, 0)
        self.user_sales_leads.group_ids += self.env.ref("project.group_project_manager")
        lead = self.opportunity.with_user(self.user_sales_leads)
        lead.invalidate_recordset()
        self.assertEqual(lead.project_count, 1)
        self.assertEqual(order.project_ids, lead._get_projects())
        self.assertEqual(lead.action_open_projects()["type"], "ir.actions.act_window")
        self._order(self.opportunity).action_confirm()
        lead.invalidate_recordset()
        projects = lead._get_projects()
        self.assertEqual(len(projects), 2)
        self.assertEqual(lead.action_open_projects()["domain"], [("id", "in", projects.ids)])

    # Days, meetings, the list (#160-#162, #169, #177) ----------------------------------------------

    def test_160_161_177_days_on_both_forms(self):
        arch = self._get_arch("crm.crm_lead_view_form", "form")
        for page in ("extra", "lead"):
            for name in ("date_open", "day_open", "date_closed", "day_close"):
                self.assertEqual(
                    len(arch.xpath(f"//page[@name='{page}']//field[@name='{name}']")), 1
                )

    def test_89_160_161_names_in_persian(self):
        """Odoo's own Persian calls a medium “average”, for one."""
        self.env["res.lang"]._activate_and_install_lang("fa_IR")
        view = self.env.ref("crm.crm_lead_view_form").id
        leads = self.env["crm.lead"].with_context(lang="fa_IR")
        arch = etree.fromstring(leads.get_view(view, "form")["arch"])
        names = {
            "day_open": "تعداد روز تا تخصیص",
            "day_close": "تعداد روز تا بستن",
            "medium_id": "وسیله ارتباطی",
        }
        for name, label in names.items():
            found = [field.get("string") for field in arch.xpath(f"//field[@name='{name}']")]
            self.assertEqual(found, [label] * 2, name)

    def _meet(self, opportunity, start):
        self.env["calendar.event"].create(
            {
                "name": "جلسه",
                "start": start,
                "stop": start + timedelta(hours=1),
                "opportunity_id": opportunity.id,
                "privacy": "private",
            }
        )

    def test_162_number_and_next_date_of_meetings(self):
        tomorrow = datetime.now().replace(microsecond=0) + timedelta(days=1)
        for days in (-3, 0, 4):
            self._meet(self.opportunity, tomorrow + timedelta(days=days))
        form = Form(self.opportunity.with_user(self.user_sales_leads), "crm.crm_lead_view_form")
        self.assertEqual(form.meeting_count, 3)
        self.assertEqual(form.meeting_display_date, str(tomorrow.date()))
        self.assertEqual(self.opportunities[1].meeting_count, 0)

    def test_162_meetings_of_many_take_no_query_more(self):
        for opportunity in self.opportunities:
            self._meet(opportunity, fields.Datetime.now())
        _first, few, many = (
            self._count_queries(lambda leads=leads: leads.mapped("meeting_count"))
            for leads in (self.opportunities[:1], self.opportunities[:2], self.opportunities)
        )
        self.assertEqual(few, many)

    def test_169_list_shows_team_email_and_tags(self):
        arch = self._get_arch("crm.crm_case_tree_view_oppor", "list")
        for name in ("team_id", "email_from", "tag_ids"):
            (field,) = arch.xpath(f"//field[@name='{name}']")
            self.assertNotEqual(field.get("optional"), "hide", name)

    # Won (#74) -----------------------------------------------------------------------------------

    def _assert_customers(self, partners):
        self.assertEqual(partners.mapped("customer_rank"), [1] * len(partners))

    def test_74_won_makes_customers(self):
        ways = {
            "button": lambda lead: lead.action_set_won(),
            "stage": lambda lead: lead.write({"stage_id": self.won_stage.id}),
        }
        for way, win in ways.items():
            with self.subTest(way):
                company, contact = self.env["res.partner"].create(
                    [{"name": "شرکت", "is_company": True}, {"name": "شخص"}]
                )
                contact.parent_id = company
                self.opportunity.partner_id = contact
                self.assertFalse((contact | company).filtered("customer_rank"))
                win(self.opportunity.with_user(self.user_sales_leads))
                self._assert_customers(contact | company)
                self.opportunity.stage_id = self.env["crm.stage"].search(
                    [("is_won", "=", False)], limit=1
                )
                self._assert_customers(contact | company)

    def test_74_created_as_won(self):
        self.env["crm.lead"].create(
            {"name": "برده", "partner_id": self.contact.id, "stage_id": self.won_stage.id}
        )
        self._assert_customers(self.contact | self.partner)

    def test_74_organization_beside_a_person(self):
        person = self.env["res.partner"].create({"name": "شخص آزاد"})
        self.opportunity.write({"partner_id": person.id, "organization_id": self.partner.id})
        self.opportunity.action_set_won()
        self._assert_customers(person | self.partner)

    def test_74_an_old_customer_stays_as_they_are(self):
        self.contact.customer_rank = 7
        self.opportunity.action_set_won()
        self.assertEqual(self.contact.customer_rank, 7)

    def test_74_lost_makes_none(self):
        self.opportunity.action_set_lost()
        self.assertFalse((self.contact | self.partner).filtered("customer_rank"))

    def test_74_many_take_no_query_more(self):
        contacts = self.env["res.partner"].create(
            [{"name": f"خریدار {number}"} for number in range(20)]
        )
        for opportunity, contact in zip(self.opportunities, contacts, strict=True):
            opportunity.partner_id = contact
        _first, few, many = (
            self._count_queries(leads._make_customers)
            for leads in (self.opportunities[:2], self.opportunities[2:4], self.opportunities[4:])
        )
        self.assertEqual(few, many)

    # Lists (#88, #89, #152) --------------------------------------------------------------------------

    def test_88_menus_for_managers_without_developer_mode(self):
        hiding = self.env.ref("base.group_no_one")
        menus = [self.env.ref(f"crm_lead_qualification.{name}") for name in CONFIGURATION]
        shown = self.env["ir.ui.menu"].with_user(self.user_sales_manager).load_menus(False)
        self.assertLessEqual({menu.id for menu in menus}, shown.keys())
        for menu in menus:
            self.assertEqual(menu.parent_id.parent_id, self.env.ref("crm.crm_menu_config"))
            self.assertFalse(self._find_groups(menu) & hiding, menu.name)
            model = self.env[menu.action.res_model].with_user(self.user_sales_manager)
            self.assertTrue(model.has_access("create"))
        shown = self.env["ir.ui.menu"].with_user(self.user_sales_leads).load_menus(False)
        self.assertFalse({menu.id for menu in menus} & shown.keys())

    def _find_groups(self, menu):
        """The groups that a menu, its action and the menus above it ask for."""
        groups = menu.action.group_ids
        while menu:
            groups |= menu.group_ids
            menu = menu.parent_id
        return groups

    def test_89_medium_for_text_messages(self):
        media = self.env["utm.medium"]
        sms = self.env.ref("crm_lead_qualification.utm_medium_sms")
        self.assertEqual(sms.name, "SMS")
        media._add_sms()
        self.assertEqual(media.search_count([("name", "ilike", "sms")]), 1)
        # Mass mailing asks for one by a name of its own.
        self.assertEqual(media._fetch_or_create_utm_medium("sms", module="mass_mailing_sms"), sms)
        self.assertEqual(self.env.ref("mass_mailing_sms.utm_medium_sms"), sms)
        email = self.env.ref("utm.utm_medium_email")
        self.assertEqual(media._fetch_or_create_utm_medium("email"), email)

    def test_89_medium_of_the_site_is_left_alone(self):
        self.env.ref("crm_lead_qualification.utm_medium_sms").unlink()
        own = self.env["utm.medium"].create({"name": "sms", "active": False})
        self.env["utm.medium"]._add_sms()
        self.assertFalse(self.env.ref("crm_lead_qualification.utm_medium_sms", False))
        self.assertEqual(self.env["utm.medium"]._find_sms(), own)

    def test_152_quarterly(self):
        plans = self.env["crm.recurring.plan"]
        plan = self.env.ref("crm_lead_qualification.crm_recurring_plan_quarterly")
        self.assertEqual(plan.number_of_months, 3)
        plans._add_quarterly()
        self.assertEqual(plans.search_count([("number_of_months", "=", 3)]), 1)
        lead = self.opportunity
        lead.write({"recurring_revenue": 300, "recurring_plan": plan.id})
        self.assertEqual(lead.recurring_revenue_monthly, 100)

    def test_152_in_persian(self):
        self.env["res.lang"]._activate_and_install_lang("fa_IR")
        plan = self.env.ref("crm_lead_qualification.crm_recurring_plan_quarterly")
        self.assertEqual(plan.with_context(lang="fa_IR").name, "فصلی")
