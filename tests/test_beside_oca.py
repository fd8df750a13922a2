from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .merge.common import MergeCommon


@tagged("post_install", "-at_install")
class TestBesideOca(MergeCommon):
    """Merging, undoing and converting with what OCA's addons put on leads (`./dev test --oca`)."""

    def setUp(self):
        super().setUp()
        if not {"industry_id", "vat", "ticket_id", "code"} <= self.env["crm.lead"]._fields.keys():
            self.skipTest("OCA's addons are not installed")

    def _create_rows(self, lead):
        """A row of each of OCA's addons that points to the lead; (row, field that points)."""
        project = self.env["project.project"].create({"name": "پروژه", "allow_timesheets": True})
        employee = self.env["hr.employee"].create(
            {"name": "کارمند", "user_id": self.user_sales_leads.id}
        )
        answer = self.env["survey.user_input"].create(
            {"survey_id": self.env["survey.survey"].create({"title": "نظرسنجی"}).id}
        )
        answer.opportunity_id = lead
        return [
            (
                self.env["project.task"].create(
                    {"name": "وظیفه", "project_id": project.id, "lead_id": lead.id}
                ),
                "lead_id",
            ),
            (
                self.env["account.analytic.line"].create(
                    {
                        "name": "ساعت کار",
                        "project_id": project.id,
                        "employee_id": employee.id,
                        "unit_amount": 1.5,
                        "lead_id": lead.id,
                    }
                ),
                "lead_id",
            ),
            (answer, "opportunity_id"),
        ]

    def _write_values(self, lead):
        """Give the lead a value of each of OCA's fields, and return their names."""
        industries = [self.env["res.partner.industry"].create({"name": n}) for n in ("چاپ", "نشر")]
        values = {
            "vat": "IR1234567890",
            "industry_id": industries[0].id,
            "secondary_industry_ids": [(6, 0, industries[1].ids)],
            "ticket_id": self.env["helpdesk.ticket"]
            .create({"name": "تیکت", "description": "تیکت"})
            .id,
            "event_type_id": self.env["event.type"].create({"name": "همایش"}).id,
            "seats_wanted": 12,
            "amount_customer_currency": 250.0,
            "partner_assigned_id": self.env["res.partner"].create({"name": "همکار"}).id,
        }
        lead.write(values)
        return [*values, "code", "customer_currency_id", "date_partner_assign", "total_time_spent"]

    def test_32_a_merge_moves_what_points_to_a_lead_and_undoing_gives_it_back(self):
        other = self.leads[1]
        rows = self._create_rows(other)
        names = self._write_values(other)
        self.env.flush_all()
        before = self.leads.read(names)
        merged = self._merge(self.leads)
        self.assertEqual(merged, self.lead)
        for row, name in rows:
            self.assertEqual(row[name], merged, row._name)
        self.assertEqual(merged.total_time_spent, 1.5)
        for name in ("vat", "industry_id", "ticket_id", "event_type_id", "partner_assigned_id"):
            self.assertTrue(merged[name], name)
            self.assertEqual(merged[name], other[name], name)
        merged.with_user(self.user_sales_leads).action_undo_merge()
        self.env.invalidate_all()
        self.assertEqual(self.leads.read(names), before)
        for row, name in rows:
            self.assertEqual(row[name], other, row._name)

    def test_47_a_lead_is_converted_with_what_they_put_on_it(self):
        names = self._write_values(self.lead)
        rows = self._create_rows(self.lead)
        before = self.lead.read(names)
        window = self._open_window(self.lead, self.user_sales_leads, action="create")
        window.action_apply()
        self.assertEqual(self.lead.type, "opportunity")
        self.assertEqual(self.lead.partner_id.vat, "IR1234567890")
        self.env.flush_all()
        after = self.lead.read(names)
        after[0]["total_time_spent"] = before[0]["total_time_spent"]
        self.assertEqual(after, before)
        for row, name in rows:
            self.assertEqual(row[name], self.lead, row._name)

    def test_65_demo_calls_have_their_summaries_in_the_list(self):
        calls = self.env.ref("crm_lead_qualification.phonecall_pars_chap")
        self.assertEqual(calls.summary_id.name, "پرسش درباره تونر سالانه")
        self.assertEqual(calls.name, calls.summary_id.name)

    def test_65_summary_given_as_text_is_found_in_the_list_or_added(self):
        calls = self.env["crm.phonecall"].with_user(self.user_sales_manager)
        added = calls.create({"name": "پرسش تازه"})
        self.assertEqual(added.summary_id.name, "پرسش تازه")
        found = calls.with_user(self.user_sales_salesman).create({"name": "پرسش تازه"})
        self.assertEqual(found.summary_id, added.summary_id)
        # Who may only choose from the list does not add to it.
        with self.assertRaises(AccessError):
            calls.with_user(self.user_sales_salesman).create({"name": "پرسش دیگر"})

    def test_147_window_of_a_call_asks_for_the_summary_of_the_list(self):
        summary = self.env["crm.phonecall.summary"].create({"name": "پیگیری"})
        action = self.lead.with_user(self.user_sales_leads).action_log_call()
        calls = self.env["crm.phonecall"].with_user(self.user_sales_leads)
        form = Form(calls.with_context(**action["context"]), view=action["views"][0][0])
        with self.assertRaises(AssertionError):
            # Required, and still empty.
            form.save()
        form.summary_id = summary
        call = form.save()
        self.assertEqual((call.name, call.opportunity_id), ("پیگیری", self.lead))
