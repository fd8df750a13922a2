from ast import literal_eval
from datetime import datetime, timedelta

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users
from odoo.tests.common import new_test_user

from ..merge.common import MergeCommon


class LostCommon(MergeCommon):
    """Three opportunities of one team, each in its own stage, and a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env["crm.lost.reason"].create({"name": "گران بود"})
        cls.customer = cls.env["res.partner"].create(
            {"name": "مشتری آزمون", "email": "moshtari@lost.example.com"}
        )
        cls.one, cls.two, cls.three = cls.opportunities = cls._create(
            *(
                {
                    "name": f"فرصت {number}",
                    "type": "opportunity",
                    "stage_id": cls.stage_team1_2.id,
                    "expected_revenue": 1000 * number,
                }
                for number in (1, 2, 3)
            )
        )

    def _open_lost(self, leads, **values):
        return self.env["crm.lead.lost"].create({"lead_ids": [Command.set(leads.ids)], **values})

    def _lose(self, leads, **values):
        values.setdefault("lost_reason_id", self.reason.id)
        leads = leads.with_env(self.env)
        self._open_lost(leads, **values).action_lost_reason_apply()
        return leads.sudo().loss_ids


@tagged("post_install", "-at_install")
class TestLeadLost(LostCommon):
    """Losing records, and what stays of it (features.md #75-#81, #84)."""

    # The window -----------------------------------------------------------------------------

    def test_75_lost_is_an_action_of_kanban_list_and_form(self):
        actions = self.env["ir.actions.actions"].get_bindings("crm.lead")["action"]
        names = ["crm.crm_lead_lost_action"]
        names += ["crm_lead_qualification.action_restore"]
        names += ["crm_lead_qualification.action_crm_lead_recover"]
        for name in names:
            action = next(a for a in actions if a["id"] == self.env.ref(name).id)
            self.assertLessEqual(
                {"list", "kanban", "form"}, set(action["binding_view_types"].split(","))
            )

    @users("user_sales_leads")
    def test_75_won_lost_and_merged_are_left_out_and_stop_no_other(self):
        self._lose(self.two)
        self.three.action_set_won()
        absorbed = self._create({"name": "ادغام‌شده", "email_from": "a@b.example.com"})
        self._merge(self.lead | absorbed)
        window = self._open_lost(self.opportunities | absorbed, lost_reason_id=self.reason.id)
        for text in (
            "فرصت 2” is lost already",
            "فرصت 3” is won",
            "ادغام‌شده” is not there any more",
        ):
            self.assertIn(text, window.notice)
        window.action_lost_reason_apply()
        self.assertEqual(self.one.won_status, "lost")
        self.assertEqual(self.three.won_status, "won")
        self.assertEqual(absorbed.won_status, "merged")
        self.assertEqual(len(self.two.loss_ids), 1)

    @users("user_sales_leads")
    def test_75_nothing_left_to_lose_is_refused(self):
        self._lose(self.one)
        with self.assertRaisesRegex(UserError, "is lost already"):
            self._lose(self.one)

    @users("user_sales_leads")
    def test_75_a_name_is_no_html(self):
        self.one.name = "<script>alert(1)</script>"
        self._lose(self.one)
        self.assertIn("&lt;script&gt;", self._open_lost(self.one).notice)

    def test_77_who_sees_all_documents_creates_a_reason_in_the_window(self):
        for login, may in (
            ("user_sales_salesman", "False"),
            ("user_sales_leads", "True"),
            ("user_sales_manager", "True"),
        ):
            user = self.env["res.users"].search([("login", "=", login)])
            arch = self.env["crm.lead.lost"].with_user(user).get_view(view_type="form")["arch"]
            node = etree.fromstring(arch).find(".//field[@name='lost_reason_id']")
            self.assertEqual(node.get("can_create"), may, login)
            self.assertFalse(node.get("widget"))
        reasons = self.env["crm.lost.reason"]
        reasons.with_user(self.user_sales_leads).name_create("تازه")
        with self.assertRaises(AccessError):
            reasons.with_user(self.user_sales_salesman).name_create("تازه‌تر")

    def test_84_what_was_set_by_hand_alone_is_no_measure(self):
        fields = self.env["crm.lead.loss"].fields_get(attributes=["aggregator"])
        self.assertFalse(fields["probability"].get("aggregator"))
        self.assertEqual(fields["recovered_count"].get("aggregator"), "sum")

    @users("user_sales_leads")
    def test_76_a_reason_is_required_when_the_settings_say_so(self):
        self._lose(self.one, lost_reason_id=False)
        self.assertEqual(self.one.won_status, "lost")
        settings = self.env["res.config.settings"].sudo().create({"lost_reason_required": True})
        settings.execute()
        window = self._open_lost(self.two)
        self.assertTrue(window.is_reason_required)
        with self.assertRaises(AssertionError), Form(window) as form:
            form.lost_feedback = "<p>بی‌دلیل</p>"
        with self.assertRaisesRegex(UserError, "Choose the reason"):
            window.action_lost_reason_apply()
        with self.assertRaisesRegex(UserError, "Choose the reason"):
            self.two.with_env(self.env).action_set_lost()
        self.assertEqual(self.two.won_status, "pending")
        # A program has nobody to ask.
        self.two.sudo().action_set_lost()
        self._lose(self.three)
        self.assertEqual(self.opportunities.mapped("won_status"), ["lost"] * 3)

    @users("user_sales_leads")
    def test_76_the_closing_note_is_in_the_chatter_and_with_the_loss(self):
        for leads in (self.one, self.two | self.three):
            losses = self._lose(leads, lost_feedback="<p>خیلی گران بود</p>")
            self.flush_tracking()
            for lead in leads:
                self.assertIn("خیلی گران بود", lead.message_ids[0].body)
            self.assertEqual(losses.mapped("note"), ["<p>خیلی گران بود</p>"] * len(leads))

    # The filters ----------------------------------------------------------------------------

    def test_80_and_81_both_searches_filter_lost_and_archived(self):
        self.one.action_set_lost()
        self.two.action_archive()
        merged = self._create({"name": "ادغام‌شده", "type": "opportunity"})
        self._merge(self.three | merged)
        for name, lost in (
            ("crm.view_crm_case_leads_filter", "lost"),
            ("crm.view_crm_case_opportunities_filter", "filter_won_status_lost"),
        ):
            arch = self.env["crm.lead"].get_view(self.env.ref(name).id, "search")["arch"]
            filters = {node.get("name"): node for node in etree.fromstring(arch).iter("filter")}
            for key, expected in ((lost, self.one), ("inactive", self.one | self.two)):
                domain = literal_eval(filters[key].get("domain"))
                found = self.env["crm.lead"].search(
                    [*domain, ("id", "in", (self.opportunities | merged).ids)],
                    order="id",
                )
                self.assertEqual(found, expected)

    # The history ----------------------------------------------------------------------------

    @users("user_sales_leads")
    def test_84_a_loss_is_remembered_with_all_that_it_was(self):
        loss = self._lose(self.one)
        self.assertRecordValues(
            loss,
            [
                {
                    "lead_id": self.one.id,
                    "type": "opportunity",
                    "lost_reason_id": self.reason.id,
                    "stage_id": self.stage_team1_2.id,
                    "team_id": self.team.id,
                    "user_id": self.user_sales_leads.id,
                    "company_id": self.one.company_id.id,
                    "currency_id": self.one.company_currency.id,
                    "expected_revenue": 1000,
                    "state": "lost",
                    "recovered_count": 0,
                    "won_count": 0,
                }
            ],
        )
        self.assertAlmostEqual(loss.date, self.one.date_closed, delta=timedelta(minutes=1))
        self.one.write({"stage_id": self.stage_gen_1.id, "expected_revenue": 5})
        self.assertEqual((loss.stage_id, loss.expected_revenue), (self.stage_team1_2, 1000))

    @users("user_sales_leads")
    def test_84_recovered_and_won_are_counted(self):
        self._lose(self.opportunities)
        (self.one | self.two).with_env(self.env).action_restore()
        self.one.action_set_won()
        self.assertEqual(self.opportunities.lost_reason_id, self.reason)
        loss = self.one.sudo().loss_ids
        self.assertEqual((loss.state, loss.recovered_user_id), ("won", self.env.user))
        self.assertTrue(loss.recovered_date)
        self.assertEqual(loss.lost_reason_id, self.reason)
        groups = self.env["crm.lead.loss"]._read_group(
            [("lead_id", "in", self.opportunities.ids)],
            ["lost_reason_id"],
            ["__count", "recovered_count:sum", "won_count:sum"],
        )
        self.assertEqual(groups, [(self.reason, 3, 2, 1)])
        # Not won after all, and lost again: only the last loss can be won.
        self.one.stage_id = self.stage_team1_1
        self.assertEqual(loss.state, "recovered")
        self._lose(self.one, lost_reason_id=False)
        self.one.with_env(self.env).action_set_won()
        self.assertEqual(
            self.one.sudo().loss_ids.sorted("id").mapped("state"), ["recovered", "won"]
        )

    @users("user_sales_leads")
    def test_84_a_reason_that_is_corrected_is_corrected_in_the_history(self):
        loss = self._lose(self.one, lost_reason_id=False)
        self.one.with_env(self.env).lost_reason_id = self.reason
        self.assertEqual(loss.lost_reason_id, self.reason)
        self.one.with_env(self.env).action_restore()
        self.assertFalse(self.one.lost_reason_id)
        self.assertEqual(loss.lost_reason_id, self.reason)

    def test_84_created_as_lost_has_its_date(self):
        lead = self._create(
            {"active": False, "probability": 0, "date_closed": datetime(2025, 2, 3, 4, 5)}
        )
        self.assertEqual(lead.loss_ids.date, datetime(2025, 2, 3, 4, 5))
        context = {"default_state": "won", "default_recovered_date": "2025-01-01"}
        self.one.with_context(**context).action_set_lost()
        self.assertEqual(
            (self.one.loss_ids.state, self.one.loss_ids.recovered_date), ("lost", False)
        )

    def test_84_what_was_lost_before_gets_a_row_at_installation(self):
        self._lose(self.one | self.two)
        (self.one | self.two).loss_ids.filtered(lambda loss: loss.lead_id == self.one).unlink()
        values = [name for name in self.two.loss_ids._fields if name not in ("id", "display_name")]
        written = self.two.loss_ids.read(values)
        self.env["crm.lead.loss"]._fill()
        self.assertEqual(self.two.loss_ids.read(values), written)
        loss = self.one.loss_ids
        self.assertEqual(loss.stage_id, self.stage_team1_2)
        self.assertEqual((loss.lost_reason_id, loss.state), (self.reason, "lost"))
        self.assertEqual((loss.date, loss.expected_revenue), (self.one.date_closed, 1000))
        self.assertFalse(self.three.loss_ids)

    def test_84_losses_are_read_by_who_reads_the_record_and_written_by_nobody(self):
        loss = self._lose(self.one)
        self.one.user_id = self.user_sales_manager
        losses = self.env["crm.lead.loss"]
        for user, sees in (
            (self.user_sales_salesman, False),
            (self.user_sales_leads, True),
            (self.user_sales_manager, True),
        ):
            found = losses.with_user(user).search([("id", "=", loss.id)])
            self.assertEqual(bool(found), sees, user.login)
            for forge in (
                lambda as_user: as_user.write({"state": "won"}),
                lambda as_user: as_user.unlink(),
                lambda as_user: as_user.copy(),
            ):
                with self.assertRaises(AccessError):
                    forge(loss.with_user(user))
        self.one.user_id = self.user_sales_salesman
        self.assertTrue(losses.with_user(self.user_sales_salesman).search([("id", "=", loss.id)]))

    def test_84_losses_of_another_company_are_not_read(self):
        company = self.env["res.company"].create({"name": "شرکت دیگر"})
        loss = self._lose(self.one)
        self.one.write({"team_id": False, "user_id": False, "company_id": company.id})
        self.assertEqual(loss.company_id, self.env.company, "where it was when it was lost")
        user = new_test_user(
            self.env, "user_lost_company", "sales_team.group_sale_salesman_all_leads"
        )
        self.assertFalse(self.env["crm.lead.loss"].with_user(user).search([("id", "=", loss.id)]))

    def test_84_losing_many_takes_no_more_queries(self):
        def measure(leads):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads.action_set_lost(lost_reason_id=self.reason.id)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few = self._create(*({"type": "opportunity"} for _number in range(3)))
        many = self._create(*({"type": "opportunity"} for _number in range(30)))
        warm = self._create({"type": "opportunity"})
        measure(warm)
        self.assertLessEqual(measure(many), measure(few) + 2)

    # Merging --------------------------------------------------------------------------------

    def test_32_losses_stay_with_their_record_and_come_back(self):
        loss = self._lose(self.two)
        survivor = self._merge(self.one | self.two)
        self.assertEqual(survivor, self.one)
        self.assertEqual(loss.lead_id, self.two)
        self._lose(survivor)
        survivor.action_restore()
        self.assertEqual(loss.state, "lost")
        self.env["crm.lead.merge"].search([("survivor_id", "=", survivor.id)]).action_undo()
        self.assertEqual((self.two.won_status, self.two.loss_ids), ("lost", loss))

    def test_32_deleted_for_good_they_leave_their_losses_to_the_survivor(self):
        loss = self._lose(self.two)
        self._merge(self.one | self.two)
        self.env["crm.lead.merge"].search([("survivor_id", "=", self.one.id)])._delete_absorbed()
        self.assertFalse(self.two.exists())
        self.assertEqual(loss.lead_id, self.one)

    def test_32_as_in_odoo_losses_go_to_the_survivor(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("crm_lead_qualification.merge_survivor", "most_advanced")
        loss = self._lose(self.two)
        (self.one | self.two).merge_opportunity()
        self.assertEqual(loss.lead_id, (self.one | self.two).exists())

    def test_32_the_loss_of_a_deleted_record_stays_as_it_was(self):
        loss = self._lose(self.two, lost_feedback="<p>بار نخست</p>")
        self._merge(self.one | self.two)
        self.env["crm.lead.merge"].search([("survivor_id", "=", self.one.id)])._delete_absorbed()
        other = self.env["crm.lost.reason"].create({"name": "دیر شد"})
        self._lose(self.one, lost_feedback="<p>بار دوم</p>", lost_reason_id=other.id)
        own = self.one.loss_ids - loss
        self.assertEqual(own.lost_reason_id, other)
        self.assertIn("بار دوم", own.note)
        self.assertEqual(loss.lost_reason_id, self.reason)
        self.assertIn("بار نخست", loss.note)
        self.one.action_set_won()
        self.assertEqual((loss.state, own.state), ("lost", "won"))

    def test_32_deleted_after_the_survivor_of_its_survivor(self):
        loss = self._lose(self.three)
        self._merge(self.two | self.three)
        first = self.three.absorbed_by_merge_id
        self._merge(self.one | self.two)
        self.one.unlink()
        first._delete_absorbed()
        self.assertFalse(self.three.exists())
        self.assertFalse(loss.exists())

    def test_32_a_merge_does_not_change_why_its_survivor_was_lost(self):
        loss = self._lose(self.one, lost_reason_id=False)
        self._lose(self.two)
        self._merge(self.one | self.two)
        self.assertEqual(self.one.lost_reason_id, self.reason)
        self.env["crm.lead.merge"].search([("survivor_id", "=", self.one.id)]).action_undo()
        self.assertFalse(self.one.lost_reason_id)
        self.assertFalse(loss.lost_reason_id)

    def test_84_the_copy_of_a_lost_one_is_open(self):
        self._lose(self.one)
        copy = self.one.copy()
        self.assertEqual((copy.won_status, copy.active), ("pending", True))
        self.assertFalse(copy.lost_reason_id)
        self.assertFalse(copy.loss_ids)
        self.assertFalse(self.one.copy({"active": False}).active)
        self._merge(self.two | self.three)
        self.assertEqual((self.three.won_status, self.three.copy().active), ("merged", True))
