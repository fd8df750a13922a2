from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users
from odoo.tools.safe_eval import safe_eval

from odoo.addons.mail.tests.common import MailCase

from .test_lead_lost import LostCommon


class RecoverCommon(LostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create({"name": "میز", "list_price": 100})
        cls.call = cls.env.ref("mail.mail_activity_data_call")
        cls.template = cls.env.ref("crm_lead_qualification.mail_template_recovery")
        cls.one.partner_id = cls.customer

    def _open_recover(self, leads, **values):
        return self.env["crm.lead.recover"].create({"lead_ids": [Command.set(leads.ids)], **values})

    def _recover(self, leads, **values):
        self._open_recover(leads, **values).action_recover()

    def _quote(self, lead, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "opportunity_id": lead.id,
                "order_line": [
                    Command.create({"product_id": self.product.id, "product_uom_qty": 2}),
                    Command.create({"product_id": self.product.id, "discount": 50}),
                    Command.create({"display_type": "line_section", "name": "بخش"}),
                ],
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestLeadRestore(RecoverCommon):
    """Restoring what was lost or archived (features.md #83-#85)."""

    @users("user_sales_leads")
    def test_83_a_lost_opportunity_comes_back_in_the_first_stage(self):
        self._lose(self.opportunities)
        for lead, method in zip(
            self.opportunities,
            ("action_restore", "action_unarchive", "action_restore"),
            strict=True,
        ):
            getattr(lead.with_env(self.env), method)()
            self.assertEqual(lead.stage_id, self.stage_gen_1 & lead.stage_id or self.stage_team1_1)
            self.assertEqual(lead.stage_id, lead._stage_find(domain=[("fold", "=", False)]))
            self.assertEqual((lead.won_status, lead.active), ("pending", True))
            self.assertFalse(lead.date_closed)
            self.assertTrue(lead.probability)
            self.assertEqual(lead.probability, lead.automated_probability)

    @users("user_sales_leads")
    def test_83_a_probability_set_by_hand_comes_back(self):
        self.opportunities.automated_probability = 12
        self.opportunities.probability = 12
        for lead, method, probability in zip(
            self.opportunities,
            ("action_restore", "action_unarchive", "action_undo_lost"),
            (30, 30, 45),
            strict=True,
        ):
            mine = lead.with_env(self.env)
            mine.probability = probability
            self._lose(mine)
            self.assertEqual((mine.probability, mine.won_status), (0, "lost"))
            getattr(mine, method)()
            self.assertEqual(mine.probability, probability, method)
            self.assertFalse(mine.is_automated_probability)

    @users("user_sales_leads")
    def test_83_nothing_comes_back_lost_or_closed(self):
        leads = (self.one | self.two).with_env(self.env)
        self.opportunities.automated_probability = 12
        for lead, probability in zip(leads, (0, 100), strict=True):
            lead.probability = probability
        self.assertFalse(any(leads.mapped("is_automated_probability")))
        self._lose(leads)
        leads.action_restore()
        for lead in leads:
            self.assertEqual((lead.won_status, lead.date_closed), ("pending", False))
            self.assertTrue(lead.is_automated_probability)
        # What is archived then is no loss.
        leads.action_archive()
        self.assertEqual(leads.mapped("won_status"), ["pending"] * 2)

    @users("user_sales_leads")
    def test_83_several_come_back_each_with_its_own(self):
        for lead, probability in zip(self.opportunities, (30, 30, 45), strict=True):
            lead.probability = probability
        self._lose(self.opportunities)
        # A loss of before is none of the one that is open.
        self.opportunities.action_restore()
        self.one.action_set_automated_probability()
        self._lose(self.opportunities)
        self._recover(self.opportunities)
        self.assertTrue(self.one.is_automated_probability)
        self.assertEqual((self.two | self.three).mapped("probability"), [30, 45])

    def test_83_each_team_has_its_own_first_stage(self):
        first = self.env["crm.stage"].create(
            {"name": "اول دیگران", "sequence": -10, "team_ids": self.team_without_leads.ids}
        )
        self.env["crm.stage"].create({"name": "بسته", "sequence": -20, "fold": True})
        self.env["crm.stage"].create({"name": "برد", "sequence": -20, "is_won": True})
        generic = self.env.ref("crm.stage_lead3")
        self.two.write({"team_id": self.team_without_leads.id, "stage_id": generic.id})
        self._lose(self.opportunities)
        self.opportunities.action_restore()
        self.assertEqual(self.two.stage_id, first)
        self.assertNotEqual(self.one.stage_id, first)
        self.assertFalse(self.one.stage_id.fold or self.one.stage_id.is_won)

    def test_83_a_lead_keeps_its_stage_for_its_conversion(self):
        self.one.action_convert_to_lead()
        self._lose(self.one)
        self.one.action_restore()
        self.assertEqual(self.one.stage_id, self.stage_team1_2)

    def test_83_what_comes_back_is_not_rotting(self):
        self.env["crm.stage"].search([]).rotting_threshold_days = 5
        first = self.one._stage_find(domain=[("fold", "=", False)])
        self.opportunities.stage_id = first
        self.two.action_archive()
        self._lose(self.one)
        with freeze_time(fields.Datetime.now() + timedelta(days=30)):
            self.env.cr.flush()
            later = fields.Datetime.now()
            self.env.cr._now = later
            (self.one | self.two).action_restore()
            self.assertEqual((self.one | self.two).mapped("date_last_stage_update"), [later] * 2)
            self.assertEqual(self.opportunities.mapped("is_rotting"), [False, False, True])

    @users("user_sales_leads")
    def test_84_an_archived_one_is_open_again_where_it_was(self):
        opportunity = self.one.with_env(self.env)
        opportunity.probability = 37
        opportunity.action_archive()
        self.assertTrue(opportunity.date_closed)
        opportunity.action_restore()
        self.assertTrue(opportunity.active)
        self.assertFalse(opportunity.date_closed)
        self.assertEqual((opportunity.probability, opportunity.stage_id), (37, self.stage_team1_2))

    def test_84_a_won_one_keeps_its_date(self):
        self.one.action_set_won()
        self.one.action_archive()
        date = self.one.date_closed
        self.one.action_restore()
        self.assertEqual((self.one.date_closed, self.one.won_status), (date, "won"))

    def test_84_winning_a_lost_one_takes_the_won_stage_after_its_own(self):
        # A mixed pipeline: won in the middle, and at the end.
        first = self.one._stage_find(domain=[("fold", "=", False)])
        won = self.env["crm.stage"].create({"name": "برد میانه", "is_won": True})
        for sequence, stage in enumerate([first, won, self.stage_team1_2, self.stage_gen_won]):
            stage.sequence = sequence
        self._lose(self.one)
        self.one.action_set_won()
        self.assertNotEqual(self.one.stage_id, won)
        self.assertEqual(self.one.won_status, "won")

    @users("user_sales_leads")
    def test_85_several_are_restored_and_open_ones_stay_as_they_are(self):
        self._lose(self.one)
        self.two.action_archive()
        self.three.probability = 37
        self.opportunities.with_env(self.env).action_restore()
        self.assertTrue(all(self.opportunities.mapped("active")))
        self.assertEqual(self.three.probability, 37)
        with self.assertRaisesRegex(UserError, "nothing to restore"):
            self.three.with_env(self.env).action_restore()

    @users("user_sales_leads")
    def test_85_merged_ones_are_not_restored(self):
        self._merge(self.one | self.two)
        for method in ("action_restore", "action_unarchive"):
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                getattr(self.two.with_env(self.env), method)()

    @users("user_sales_salesman")
    def test_85_others_records_are_not_restored(self):
        self.one.action_set_lost()
        with self.assertRaises(AccessError):
            self.one.with_env(self.env).action_restore()

    def test_85_scoring_forgets_the_loss(self):
        frequencies = self.env["crm.lead.scoring.frequency"]
        domain = [("team_id", "=", self.team.id), ("variable", "=", "stage_id")]
        domain.append(("value", "=", str(self.stage_team1_2.id)))
        self._lose(self.two)
        before = frequencies.search(domain).lost_count
        self._lose(self.one)
        self.assertAlmostEqual(frequencies.search(domain).lost_count, before + 1)
        self.one.action_restore()
        self.assertAlmostEqual(frequencies.search(domain).lost_count, before)

    def test_85_restoring_many_takes_no_more_queries(self):
        def measure(leads):
            leads.action_set_lost()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads.action_restore()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        values = {"type": "opportunity", "stage_id": self.stage_team1_2.id}
        measure(self._create(values))
        few, many = self._create(*[values] * 3), self._create(*[values] * 30)
        self.assertLessEqual(measure(many), measure(few) + 2)


@tagged("post_install", "-at_install")
class TestLeadRecover(RecoverCommon, MailCase):
    """The window that recovers lost records (features.md #82)."""

    @users("user_sales_leads")
    def test_82_two_are_recovered_with_call_mail_and_discount(self):
        order = self._quote(self.one)
        later = self._quote(self.one)
        later.order_line[0].price_unit = 80
        self._quote(self.one).action_cancel()
        self.two.partner_id = self.customer
        leads = (self.one | self.two).with_env(self.env)
        self._lose(leads)
        with self.mock_mail_gateway():
            self._recover(
                leads,
                activity_type_id=self.call.id,
                activity_days=1,
                activity_summary="هنوز بودجه هست؟",
                template_id=self.template.id,
                with_quotation=True,
                discount=10,
            )
        self.assertEqual(leads.mapped("won_status"), ["pending"] * 2)
        self.assertEqual(leads.stage_id, self.one._stage_find(domain=[("fold", "=", False)]))
        self.assertEqual(leads.loss_ids.mapped("state"), ["recovered"] * 2)
        tomorrow = fields.Date.context_today(leads) + timedelta(days=1)
        for lead in leads:
            activity = lead.activity_ids
            self.assertEqual(activity.activity_type_id, self.call)
            self.assertEqual(activity.date_deadline, tomorrow)
            self.assertEqual(activity.summary, "هنوز بودجه هست؟")
            self.assertEqual(activity.user_id, self.user_sales_leads)
        # In the queue, and in the chatter.
        mails = self._new_mails.filtered(lambda mail: mail.model == "crm.lead")
        self.assertEqual(mails.mapped("state"), ["outgoing"] * 2)
        self.assertEqual(mails.recipient_ids, self.customer)
        for lead in leads:
            self.assertIn(lead.name, lead.message_ids.filtered("subject").subject)
        # The last one that was not cancelled, with ten percent off; sections have no price.
        new = max(self.one.order_ids, key=lambda quotation: quotation.id)
        self.assertNotIn(new, order | later)
        self.assertEqual((new.state, new.partner_id), ("draft", self.customer))
        self.assertEqual(new.order_line.mapped("price_unit"), [80, 100, 0])
        self.assertEqual(new.order_line.mapped("discount"), [10, 55, 0])
        self.assertEqual(later.order_line.mapped("discount"), [0, 50, 0])
        empty = self.two.order_ids
        self.assertEqual((len(empty), empty.partner_id), (1, self.customer))
        self.assertFalse(empty.order_line)
        bodies = " ".join(self.one.message_ids.mapped("body"))
        self.assertIn(f">{new.name}</a>: the last one", bodies)
        self.assertIn("discount of 10% on every line", bodies)
        self.assertIn("none to copy", " ".join(self.two.message_ids.mapped("body")))

    @users("user_sales_leads")
    def test_82_a_cancelled_quotation_is_better_than_none(self):
        self._quote(self.one).action_cancel()
        self._lose(self.one)
        self._recover(self.one, with_quotation=True, discount=10)
        new = self.one.order_ids.filtered(lambda order: order.state == "draft")
        self.assertEqual(new.order_line.mapped("discount"), [10, 55, 0])

    @users("user_sales_leads")
    def test_82_the_window_says_where_there_is_no_quotation_to_copy(self):
        self._quote(self.one)
        self.two.partner_id = self.customer
        self._lose(self.one | self.two)
        window = self._open_recover(self.one | self.two, with_quotation=True)
        self.assertIn("An empty quotation, for there is none to copy: فرصت 2", str(window.notice))
        self.assertNotIn("فرصت 1", str(window.notice))

    @users("user_sales_leads")
    def test_82_the_window_itself_says_so_as_soon_as_it_is_ticked(self):
        self.one.probability = 30
        self._quote(self.one)
        self.two.partner_id = self.customer
        self._lose(self.one | self.two)
        action = self.env.ref("crm_lead_qualification.action_crm_lead_recover").sudo()
        context = safe_eval(action.context, {"active_ids": (self.one | self.two).ids})
        with Form(self.env["crm.lead.recover"].with_context(**context)) as window:
            self.assertFalse(window.notice)
            window.with_quotation = True
            self.assertIn("there is none to copy: فرصت 2", window.notice)
            self.assertNotIn("فرصت 1", window.notice)
        window.record.action_recover()
        self.assertEqual(self.one.probability, 30)
        self.assertEqual([len(lead.order_ids) for lead in self.one | self.two], [2, 1])

    @users("user_sales_leads")
    def test_82_the_currency_and_the_lines_are_those_of_the_last_quotation(self):
        usd = self.env.ref("base.USD")
        other = self.env.ref("base.EUR") if self.env.company.currency_id == usd else usd
        other.sudo().active = True
        prices = (
            self.env["product.pricelist"].sudo().create({"name": "ارزی", "currency_id": other.id})
        )
        last = self._quote(self.one)
        last.pricelist_id = prices
        self._lose(self.one)
        self._recover(self.one, with_quotation=True, discount=10)
        new = self.one.order_ids - last
        self.assertEqual(new.currency_id, other)
        self.assertEqual(len(new.order_line), len(last.order_line))

    @users("user_sales_leads")
    def test_82_the_window_says_before_what_it_leaves_out(self):
        lead = self._create({"name": "سرنخ بی‌ایمیل"})
        won = self._create({"name": "برده", "type": "opportunity"})
        won.action_set_won()
        absorbed = self._create({"name": "ادغام‌شده", "type": "opportunity"})
        self._merge(self.three | absorbed)
        self._lose(self.one | self.two | lead)
        everything = self.one | self.two | lead | won | absorbed | self.three
        window = self._open_recover(everything, template_id=self.template.id, with_quotation=True)
        for text in (
            "برده” is won",
            "ادغام‌شده” is not there any more",
            "فرصت 3” is neither lost nor archived",
            "No e-mail, for it has no address: فرصت 2 and سرنخ بی‌ایمیل",
            "No quotation, for it is a lead, has no customer, or its team makes none: فرصت 2 and "
            "سرنخ بی‌ایمیل",
        ):
            self.assertIn(text, window.notice)
        with self.mock_mail_gateway():
            window.action_recover()
        self.assertEqual((self.one | self.two | lead).mapped("won_status"), ["pending"] * 3)
        self.assertEqual((won.won_status, absorbed.won_status), ("won", "merged"))
        self.assertEqual(len(self.one.order_ids), 1)
        self.assertFalse((self.two | lead).order_ids)
        self.assertEqual(self._new_mails.mapped("res_id"), self.one.ids)
        # Nothing is left for a second one.
        with self.assertRaisesRegex(UserError, "neither lost nor archived"):
            window.action_recover()
        self.assertEqual(len(self.one.order_ids), 1)

    @users("user_sales_leads")
    def test_82_a_name_is_no_html(self):
        self.one.name = "<script>alert(1)</script>"
        self.assertIn("&lt;script&gt;", self._open_recover(self.one).notice)

    @users("user_sales_leads")
    def test_82_the_defaults_of_a_menu_give_nothing_away(self):
        self._lose(self.one)
        self.one.user_id = self.user_sales_manager
        window = (
            self.env["crm.lead.recover"]
            .with_context(default_user_id=self.env.uid, default_team_id=self.team_without_leads.id)
            .create({"lead_ids": self.one.ids, "with_quotation": True})
        )
        window.action_recover()
        self.assertEqual(self.one.user_id, self.user_sales_manager)
        self.assertEqual(self.one.order_ids.user_id, self.user_sales_manager)
        self.assertEqual(self.one.order_ids.team_id, self.team)

    @users("user_sales_leads")
    def test_82_the_stage_is_kept_on_request(self):
        self._lose(self.one)
        self._recover(self.one, stage="keep")
        self.assertEqual(self.one.stage_id, self.stage_team1_2)
        self.assertTrue(self.one.probability)

    @users("user_sales_salesman")
    def test_82_given_to_another_salesperson_with_all_that_belongs_to_it(self):
        """Who sees their own documents alone gives theirs away."""
        first = (
            self.env["crm.stage"]
            .sudo()
            .create(
                {"name": "اول دیگران", "sequence": -10, "team_ids": self.team_without_leads.ids}
            )
        )
        self.one.sudo().write({"user_id": self.env.uid, "team_id": self.team.id})
        lead = self.one.with_env(self.env)
        self._lose(lead)
        with self.mock_mail_gateway():
            self._recover(
                lead,
                salesperson_id=self.user_vip.id,
                activity_type_id=self.call.id,
                template_id=self.template.id,
                with_quotation=True,
            )
        self.assertEqual(
            (self.one.user_id, self.one.team_id), (self.user_vip, self.team_without_leads)
        )
        # The first stage of the team that it is in now.
        self.assertEqual(self.one.stage_id, first)
        self.assertEqual(self.one.activity_ids.user_id, self.user_vip)
        self.assertEqual(self.one.order_ids.user_id, self.user_vip)
        self.assertEqual(self.one.order_ids.create_uid, self.env.user)

    @users("user_sales_leads")
    def test_82_of_another_company_it_stays_with_its_salesperson(self):
        company = self.env["res.company"].sudo().create({"name": "شرکت دیگر"})
        self.env.user.sudo().company_ids |= company
        lead = self._create(
            {"name": "مال دیگری", "company_id": company.id, "team_id": False, "type": "opportunity"}
        )
        leads = (lead | self.one).with_env(self.env)
        leads = leads.with_context(allowed_company_ids=self.env.user.company_ids.ids)
        leads.action_set_lost()
        window = self._open_recover(leads, salesperson_id=self.user_vip.id).with_env(leads.env)
        self.assertIn("it is of another company: مال دیگری", window.notice)
        window.action_recover()
        self.assertEqual((lead | self.one).mapped("won_status"), ["pending"] * 2)
        self.assertEqual((lead | self.one).user_id, self.user_sales_leads | self.user_vip)

    @users("user_sales_salesman")
    def test_82_others_records_are_not_recovered(self):
        self.one.action_set_lost()
        with self.assertRaises(AccessError):
            self._recover(self.one)
        self.assertEqual(self.one.won_status, "lost")

    @users("user_sales_leads")
    def test_82_numbers_and_templates_that_make_no_sense_are_refused(self):
        self._lose(self.one)
        other = (
            self.env["mail.template"]
            .sudo()
            .create({"name": "دیگر", "model_id": self.env["ir.model"]._get_id("res.partner")})
        )
        for values, text in (
            ({"activity_type_id": self.call.id, "activity_days": -1}, "0 days or more"),
            ({"activity_type_id": self.call.id, "activity_days": 10**9}, "at most 3,?650 days"),
            ({"with_quotation": True, "discount": 0}, "above 0"),
            ({"with_quotation": True, "discount": 100}, "below 100"),
            ({"template_id": other.id}, "Choose an e-mail template"),
        ):
            with self.assertRaisesRegex(UserError, text):
                self._recover(self.one, **values)
        self.assertEqual(self.one.won_status, "lost")

    def test_82_the_buttons_are_there_for_lost_ones(self):
        view = self.env.ref("crm.crm_case_tree_view_oppor")
        arch = etree.fromstring(self.env["crm.lead"].get_view(view.id, "list")["arch"])
        mail = self.env.ref("crm.action_lead_mail_compose")
        button = arch.find(f"./button[@name='{mail.id}']")
        self.assertEqual(button.get("invisible"), "won_status == 'merged'")
        action = self.env.ref("crm_lead_qualification.action_crm_lead_recover")
        for name in ("crm.crm_case_tree_view_oppor", "crm.crm_case_tree_view_leads"):
            arch = self.env["crm.lead"].get_view(self.env.ref(name).id, "list")["arch"]
            self.assertIn(f'name="{action.id}"', arch)

    def test_82_recovering_many_takes_no_more_queries(self):
        """But for the letter to a new salesperson and new orders, which Odoo makes one by one."""

        def measure(leads):
            leads.action_set_lost()
            window = self._open_recover(
                leads, activity_type_id=self.call.id, template_id=self.template.id
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            window.action_recover()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        values = {"type": "opportunity", "partner_id": self.customer.id}
        measure(self._create(values))
        few, many = self._create(*[values] * 3), self._create(*[values] * 30)
        self.assertLessEqual(measure(many), measure(few) + 2)

    @users("user_sales_leads")
    def test_82_a_team_without_quotations_gets_none(self):
        self.team.use_quotations = False
        lead = self.one.with_env(self.env)
        self._lose(lead)
        self.assertIn(
            f"its team makes none: {lead.name}",
            self._open_recover(lead, with_quotation=True).notice,
        )
        self._recover(lead, with_quotation=True)
        self.assertEqual(lead.won_status, "pending")
        self.assertFalse(self.one.order_ids)

    @users("user_sales_leads")
    def test_82_the_activity_of_a_salesperson_who_left_is_ones_own(self):
        self.one.user_id = self.user_sales_salesman
        self.user_sales_salesman.active = False
        lead = self.one.with_env(self.env)
        self._lose(lead)
        self._recover(lead, activity_type_id=self.call.id)
        self.assertEqual(self.one.activity_ids.user_id, self.env.user)
