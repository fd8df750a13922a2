from datetime import timedelta

from odoo import Command, fields
from odoo.tests import Form, tagged, users

from .common import MergeCommon


@tagged("post_install", "-at_install")
class TestLeadMergeCompare(MergeCommon):
    """Similar records side by side, from the notice to the merge (features.md #35, B2, B4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads[1:].phone = "0912 555 0101"

    def _open(self, action):
        """The window as the client opens it."""
        self.assertEqual((action["res_model"], action["target"]), ("crm.merge.opportunity", "new"))
        return Form(self.env[action["res_model"]].with_context(**action["context"]))

    def _get_columns(self, window):
        return {column["id"]: column for column in window.comparison["columns"]}

    @users("user_sales_leads")
    def test_35_the_notice_leads_to_the_window_with_all_of_them(self):
        self._create({"email_from": "sales@pars.example.com"})  # the same company: no reason
        window = self._open(self.leads[1].with_env(self.env).action_compare())
        self.assertEqual({*window.opportunity_ids}, {*self.leads.with_env(self.env)})
        columns = window.comparison["columns"]
        self.assertEqual(columns[0]["id"], self.leads[1].id, "the one that was opened comes first")
        self.assertEqual([c["survives"] for c in columns], [False, True, False])
        self.assertEqual(columns[1]["reasons"], ["Same phone"])
        self.assertFalse(window.untied_text)
        window.save().action_merge()
        self.assertEqual(self.leads[1:].survivor_id, self.lead)

    @users("user_sales_leads")
    def test_35_with_nothing_strong_the_similar_ones_are_shown(self):
        self.leads[1:].phone = False
        self._create({"email_from": "sales@pars.example.com"})
        action = self.lead.with_env(self.env).action_compare()
        self.assertEqual(action["res_model"], "crm.lead")

    @users("user_sales_leads")
    def test_b4_a_column_says_who_how_old_and_what_hangs_on_it(self):
        lead = self.leads[1].with_env(self.env)
        self.env["crm.phonecall"].create({"name": "تماس", "opportunity_id": lead.id})
        self.env["calendar.event"].create(
            {
                "name": "جلسه",
                "start": fields.Datetime.now(),
                "stop": fields.Datetime.now() + timedelta(hours=1),
                "opportunity_id": lead.id,
            }
        )
        self.env["sale.order"].create(
            {"partner_id": self.env.user.partner_id.id, "opportunity_id": lead.id}
        )
        self.env["ir.attachment"].create(
            {"name": "نقشه", "raw": b"1", "res_model": "crm.lead", "res_id": lead.id}
        )
        lead.message_post(body="سلام", message_type="comment")
        columns = self._get_columns(self._open(lead.action_compare()))
        counts = {item["label"]: item["count"] for item in columns[lead.id]["attached"]}
        self.assertEqual(
            counts, {"Calls": 1, "Meetings": 1, "Quotations": 1, "Files": 1, "Messages": 1}
        )
        self.assertFalse(columns[self.leads[2].id]["attached"])
        self.assertEqual(columns[lead.id]["owner"], self.user_sales_leads.name)
        self.assertIn("2 days ago", columns[lead.id]["age"])
        self.assertEqual(columns[self.leads[2].id]["type"], "Opportunity")

    @users("user_sales_leads")
    def test_b2_identity_and_differences_come_first(self):
        self.leads[1].write({"referred": "دوست", "email_from": "other@pars.example.com"})
        self.lead.referred = "همسایه"
        self.leads.function = "مدیر خرید"
        rows = self._open(self.lead.with_env(self.env).action_compare()).comparison["rows"]
        names = [row["name"] for row in rows]
        self.assertEqual(names[:2], ["name", "email_from"])
        self.assertLess(names.index("email_from"), names.index("referred"))
        self.assertLess(names.index("referred"), names.index("contact_name"), "one says it alone")
        kinds = {row["name"]: row["kind"] for row in rows}
        self.assertEqual(kinds["contact_name"], "partial")
        self.assertEqual(kinds["function"], "same")
        self.assertEqual(kinds["phone"], "same", "in another spelling")

    @users("user_sales_leads")
    def test_b4_a_warning_where_nothing_strong_ties_them(self):
        stranger = self._create({"name": "غریبه"})
        leads = self.leads | stranger
        window = self._open(leads.browse().with_env(self.env)._open_comparison(leads))
        self.assertIn("غریبه", window.untied_text)
        self.assertNotIn(self.leads[1].name, window.untied_text)
        window.opportunity_ids.remove(id=stranger.id)
        self.assertFalse(window.untied_text)
        # Tied to one that is tied to another.
        self.leads[1].email_from = stranger.email_from = "chain@pars.example.com"
        window.opportunity_ids.add(stranger.with_env(self.env))
        self.assertFalse(window.untied_text)

    @users("user_sales_leads")
    def test_b4_a_warning_where_two_were_told_apart(self):
        """Both share the phone of a third one, beside which they stand."""
        lead, one, two = self.leads.with_env(self.env)
        one.with_context(similar_to=two.id).action_not_duplicate()
        window = self._open(lead.action_compare())
        self.assertEqual(len(window.opportunity_ids), 3)
        self.assertIn(f"not the same: “{one.name}” and “{two.name}”.", window.untied_text)
        self.assertNotIn("Nothing strong", window.untied_text)
        window.opportunity_ids.remove(id=two.id)
        self.assertFalse(window.untied_text)

    @users("user_sales_leads")
    def test_b4_what_was_told_apart_is_left_out(self):
        lead, twin = self.lead.with_env(self.env), self.leads[1].with_env(self.env)
        # As the button of the column does, for all the others.
        (self.leads - twin).with_env(self.env).with_context(
            similar_to=twin.id
        ).action_not_duplicate()
        window = self._open(lead.action_compare())
        self.assertEqual({*window.opportunity_ids}, {lead, self.leads[2].with_env(self.env)})

    @users("user_sales_salesman")
    def test_20_what_the_user_may_not_read_is_not_in_it(self):
        own = self._create({"user_id": self.env.uid, "phone": "0912 555 0101"}).with_env(self.env)
        hidden = "گفته دیگری"
        self.leads.write({"referred": hidden})
        action = own.action_compare()
        self.assertEqual(action["res_model"], "crm.lead", "there is nothing to compare with")
        context = {**own._open_comparison(own)["context"], "active_ids": [own.id]}
        wizards = self.env["crm.merge.opportunity"].with_context(**context)
        wizard = wizards.new({"opportunity_ids": [Command.set(own.ids)]})
        wizard.compared_ids = own | self.leads.with_env(self.env)
        columns = [column["id"] for column in wizard.comparison["columns"]]
        self.assertEqual(columns, own.ids)
        self.assertNotIn(hidden, str(wizard.comparison))

    @users("user_sales_leads")
    def test_b2_a_field_of_others_is_not_told(self):
        self.patch(self.env.registry["crm.lead"]._fields["referred"], "groups", "base.group_system")
        self.lead.sudo().referred = "راز"
        comparison = self._open(self.lead.with_env(self.env).action_compare()).comparison
        self.assertNotIn("referred", [row["name"] for row in comparison["rows"]])
        self.assertNotIn("راز", str(comparison))

    @users("user_sales_leads")
    def test_b8_the_queries_do_not_grow_with_the_records(self):
        many = self._create(*[{"phone": "0935 000 0202"} for _number in range(6)])
        for lead in many:
            self.env["mail.message"].create(
                [
                    {"model": "crm.lead", "res_id": lead.id, "message_type": "comment"}
                    for _number in range(20)
                ]
            )
        counts = []
        many = many.with_env(self.env)
        for leads in (many[:2], many[:2], many):  # the first reads what is read once a process
            action = leads[0]._open_comparison(leads)
            wizards = self.env["crm.merge.opportunity"].with_context(**action["context"])
            specification = {
                name: {}
                for name in (
                    "comparison",
                    "untied_text",
                    "survivor_text",
                    "left_out_text",
                    "choices",
                )
            } | {"opportunity_ids": {"fields": {}}, "compared_ids": {"fields": {}}}
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            result = wizards.onchange({}, [], specification)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(result["value"]["comparison"]["columns"]), len(leads))
        self.assertEqual(counts[1], counts[2])

    @users("user_sales_leads")
    def test_b1_after_the_merge_one_is_told_and_can_undo(self):
        action = self._open(self.leads[1].with_env(self.env).action_compare()).save().action_merge()
        self.assertEqual(action["tag"], "crm_lead_merged")
        params = action["params"]
        self.assertIn(self.leads[1].name, params["message"])
        self.assertIn(self.lead.name, params["message"])
        self.assertEqual(params["next"]["res_id"], self.lead.id)
        survivor = self.lead.with_env(self.env)
        self.assertEqual(
            survivor.merged_from_text,
            f"Merged from 3 records: this one, {self.leads[1].name} and {self.leads[2].name}",
        )
        self.assertTrue(survivor.can_undo_merge)
        self.assertFalse(self.leads[1].merged_from_text)
        self.assertEqual(self.leads[1].undo_merge_names, survivor.undo_merge_names)
        self.env["crm.lead.merge"].browse(params["merge_id"]).action_undo()
        self.assertFalse(survivor.merged_from_text)
        self.assertTrue(all(self.leads.mapped("active")))

    def test_b1_who_may_not_undo_gets_no_button(self):
        action = self._open(self.lead.with_user(self.user_sales_leads).action_compare())
        action = action.save().with_user(self.user_sales_leads).action_merge()
        self.assertTrue(action["params"]["merge_id"])
        other = self.lead.with_user(self.user_vip)
        self.assertFalse(other.can_undo_merge)
        self.assertTrue(other.merged_from_text)
        self.assertFalse(other._get_merged_action()["params"]["merge_id"])
