import random
import re

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...models.bulk import crm_lead_bulk
from .common import BulkCommon


@tagged("post_install", "-at_install")
class TestLeadBulkConvert(BulkCommon):
    """Leads are converted in bulk; what was shown before is what happens (#54, #55, B6)."""

    def _create_team(self):
        return self.env["crm.team"].create({"name": "تیم مذاکره", "use_leads": True})

    def test_team_and_stage_are_those_that_were_chosen(self):
        """#55"""
        team = self._create_team()
        stage = self.env["crm.stage"].create({"name": "مذاکره", "team_ids": team.ids})
        self._convert(self.leads, team_id=team.id, stage_id=stage.id, user_ids=[])
        self.assertEqual(set(self.leads.mapped("type")), {"opportunity"})
        self.assertEqual(self.leads.team_id, team)
        self.assertEqual(self.leads.stage_id, stage)

    def test_without_a_choice_each_keeps_its_team_and_salesperson(self):
        """#13, #55: not the team of whoever converts them"""
        other = self._create_team()
        self.leads[0].write({"team_id": other.id, "user_id": False})
        users = self.leads.mapped("user_id.id")
        self._convert(self.leads)
        self.assertEqual(set(self.leads.mapped("type")), {"opportunity"})
        self.assertEqual(self.leads[0].team_id, other)
        self.assertEqual(self.leads[1:].team_id, self.team)
        self.assertEqual(self.leads.mapped("user_id.id"), users)

    def test_single_window_has_a_stage_too(self):
        """#55"""
        stage = self.env["crm.stage"].create({"name": "مذاکره"})
        window = self._open_window(self.lead, self.user_sales_leads, stage_id=stage.id)
        window.name = "convert"
        window.action_apply()
        self.assertEqual(self.lead.type, "opportunity")
        self.assertEqual(self.lead.stage_id, stage)

    def test_stage_of_another_team_is_taken_back(self):
        """#55"""
        stage = self.env["crm.stage"].create({"name": "مذاکره", "team_ids": self.team.ids})
        window = self._open_mass_window(self.leads, team_id=self.team.id, stage_id=stage.id)
        window.team_id = self._create_team()
        self.assertFalse(window.stage_id)

    def test_salespersons_take_turns(self):
        """#55"""
        sellers = self.user_sales_leads + self.user_sales_salesman
        self._convert(self.leads, user_ids=[Command.set(sellers.ids)], force_assignment=True)
        self.assertEqual(self.leads[0::2].user_id, sellers[0])
        self.assertEqual(self.leads[1::2].user_id, sellers[1])

    def test_salespersons_of_others_stay_unless_forced(self):
        """#55"""
        self.leads[0].user_id = False
        bulk = self._convert(self.leads, user_ids=self.user_sales_salesman.ids)
        self.assertEqual(self.leads[0].user_id, self.user_sales_salesman)
        self.assertEqual(self.leads[1:].user_id, self.user_sales_leads)
        self.assertEqual(len(bulk.line_ids.user_id), 1)

    def test_one_message_a_salesperson(self):
        """In place of one a record."""
        self._convert(self.leads, user_ids=self.user_sales_salesman.ids, force_assignment=True)
        self.flush_tracking()
        partner = self.user_sales_salesman.partner_id
        messages = self.env["mail.message"].search([("partner_ids", "in", partner.ids)])
        self.assertEqual(len(messages), 1)
        self.assertIn("4", messages.subject)

    def test_customers(self):
        """#55: each choice of the window"""
        known = self.env["res.partner"].create(
            {"name": "مشتری قدیمی", "email": self.leads[0].email_from}
        )
        other = self.env["res.partner"].create({"name": "مشتری دیگر"})
        choices = {
            "nothing": ["none"] * 4,
            "exist": ["linked"] * 4,
            "create": ["created"] * 4,
            "each_exist_or_create": ["linked"] + ["created"] * 3,
        }
        for action, expected in choices.items():
            with self.subTest(action=action), self.env.cr.savepoint() as savepoint:
                values = {"partner_id": other.id} if action == "exist" else {}
                bulk = self._convert(self.leads, action=action, deduplicate=False, **values)
                self.assertEqual(bulk.line_ids.mapped("customer"), expected)
                partners = {
                    "nothing": self.env["res.partner"],
                    "exist": other,
                    "create": self.leads.partner_id - known - other,
                    "each_exist_or_create": known | self.leads.partner_id - other,
                }
                self.assertEqual(self.leads.partner_id, partners[action])
                self.assertEqual(
                    len(self.leads.filtered("partner_id")), 0 if action == "nothing" else 4
                )
                if action == "create":
                    self.assertEqual(len(self.leads.partner_id), 4)
                    self.assertEqual(self.leads[1].partner_id.name, self.leads[1].contact_name)
                savepoint.rollback()

    def test_customer_is_what_core_would_create(self):
        """The values of core's hooks, organization and person."""
        self.lead.copy({"name": "همان"}).unlink()
        one = self.env["crm.lead"].create(
            self.lead.copy_data()[0] | {"email_from": "a@b.example.com"}
        )
        reference = one.copy({"email_from": "c@d.example.com"})
        reference._handle_partner_assignment(create_missing=True)
        self._convert(one, deduplicate=False)
        names = ("name", "phone", "function", "street", "city", "is_company", "lang")
        for theirs, mine in (
            (reference.partner_id, one.partner_id),
            (reference.partner_id.parent_id, one.partner_id.parent_id),
        ):
            self.assertTrue(mine)
            for name in names:
                self.assertEqual(mine[name], theirs[name], name)

    def test_two_leads_of_one_address_get_one_customer(self):
        leads = self._create_leads(2, email_from="yeki@bulk.example.com")
        bulk = self._convert(leads, deduplicate=False)
        self.assertEqual(len(leads.partner_id), 1)
        self.assertEqual(bulk.line_ids.mapped("customer"), ["created", "linked"])

    def test_deduplicated(self):
        """#36: with what was selected, and with what was not"""
        opportunity = self._create_leads(1, type="opportunity", email_from="yeki@bulk.example.com")
        leads = self._create_leads(2, email_from="yeki@bulk.example.com") | self.leads[:1]
        bulk = self._convert(leads)
        self.assertEqual(opportunity.won_status, "pending")
        self.assertEqual(leads[:2].absorbed_by_merge_id.survivor_id, opportunity)
        self.assertEqual(leads[2].type, "opportunity")
        outcomes = {line.lead_id: line.outcome for line in bulk.line_ids}
        self.assertEqual(
            outcomes,
            {opportunity: "keep", leads[0]: "absorb", leads[1]: "absorb", leads[2]: "convert"},
        )
        self.assertEqual(bulk.line_ids.survivor_id, opportunity)

    def test_without_deduplication_nothing_is_merged(self):
        leads = self._create_leads(2, email_from="yeki@bulk.example.com")
        self._convert(leads, deduplicate=False)
        self.assertFalse(leads.absorbed_by_merge_id)
        self.assertEqual(set(leads.mapped("type")), {"opportunity"})

    def test_left_out_with_a_reason(self):
        """#7, B6"""
        won, lost = self._create_leads(1, type="opportunity"), self.leads[0]
        won.action_set_won()
        lost.action_set_lost()
        bulk = self._convert(won | lost | self.leads[1])
        states = self._get_states(bulk)
        self.assertEqual(states, {won: "left_out", lost: "left_out", self.leads[1]: "done"})
        for line in bulk.line_ids.filtered(lambda line: line.state == "left_out"):
            self.assertIn(line.lead_id.name, line.reason)
        self.assertEqual(lost.type, "lead")

    def test_preview_is_what_happens(self):
        """B6: a mixture of everything"""
        rng = random.Random(5)  # noqa: S311
        customers = self.env["res.partner"].create(
            [{"name": f"م {n}", "email": f"n{n}@mix.example.com"} for n in range(4)]
        )
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"آمیخته {number}",
                    "type": rng.choice(["lead", "lead", "lead", "opportunity"]),
                    "email_from": rng.choice([False, f"n{rng.randrange(12)}@mix.example.com"]),
                    "phone": rng.choice([False, f"۰۹۱۲۵۵۵۰۰{rng.randrange(10, 25)}"]),
                    "contact_name": rng.choice([False, "نگار", "کاوه"]),
                    "partner_name": rng.choice([False, False, "شرکت"]),
                    "partner_id": rng.choice([False, False, rng.choice(customers).id]),
                    "user_id": rng.choice([False, self.user_sales_leads.id]),
                    "team_id": self.team.id,
                }
                for number in range(40)
            ]
        )
        selected = leads.browse(rng.sample(leads.ids, 25))
        window = self._open_mass_window(selected, user_ids=self.sellers.ids)
        bulk = window._prepare_bulk()
        preview = window.preview
        self.assertEqual(preview, bulk.summary)
        partners = self.env["res.partner"].search_count([])
        opportunities = self.env["crm.lead"].search_count([("type", "=", "opportunity")])
        becoming = {
            line.survivor_id or line.lead_id: line.user_id
            for line in bulk.line_ids
            if line.outcome in ("convert", "keep")
        }
        bulk._start()
        self.assertEqual(set(bulk.line_ids.mapped("state")), {"done"})
        numbers = re.compile(r"\d+")
        self.assertEqual(numbers.findall(bulk.summary), numbers.findall(preview))
        lines = bulk.line_ids
        absorbed = lines.filtered(lambda line: line.outcome == "absorb")
        self.assertGreater(len(absorbed), 3)
        self.assertEqual(set(absorbed.lead_id.mapped("won_status")), {"merged"})
        for line in absorbed:
            self.assertEqual(line.lead_id.absorbed_by_merge_id.survivor_id, line.survivor_id)
        self.assertFalse((lines - absorbed).lead_id.absorbed_by_merge_id)
        self.assertEqual(set((lines - absorbed).lead_id.mapped("type")), {"opportunity"})
        for lead, user in becoming.items():
            if user:
                self.assertEqual(lead.user_id, user)
        created = lines.filtered(lambda line: line.customer in ("created", "joined"))
        customers = created.lead_id.partner_id
        self.assertEqual(len(customers), len(created))
        self.assertEqual(
            self.env["res.partner"].search_count([]) - partners,
            len(customers | customers.parent_id),
        )
        absorbed_opportunities = absorbed.lead_id.filtered(lambda lead: lead.type == "opportunity")
        self.assertEqual(
            self.env["crm.lead"].search_count([("type", "=", "opportunity")]),
            opportunities
            + len(lines.filtered(lambda line: line.outcome == "convert"))
            - len(absorbed_opportunities),
        )

    def test_preview_changes_nothing(self):
        window = self._open_mass_window(self.leads)
        action = window.action_preview()
        bulk = self.env["crm.lead.bulk"].browse(action["res_id"])
        self.assertEqual(bulk.state, "draft")
        self.assertEqual(set(self.leads.mapped("type")), {"lead"})
        bulk.with_user(self.user_sales_manager).action_run()
        self.assertEqual(bulk.state, "done")
        self.assertEqual(set(self.leads.mapped("type")), {"opportunity"})
        with self.assertRaisesRegex(UserError, "started already"):
            bulk.with_user(self.user_sales_manager).action_run()

    def test_preview_takes_the_same_queries_for_any_number(self):
        """B8"""
        counts = []
        for number in (8, 80):
            leads = self._create_leads(number)
            for lead in leads[::3]:
                lead.email_from = leads[0].email_from
            window = self._open_mass_window(leads, user_ids=self.sellers.ids)
            self.assertTrue(window.preview)
            self.env.flush_all()
            window.invalidate_recordset()
            leads.invalidate_recordset()
            before = self.cr.sql_log_count
            self.assertIn("New customers", window.preview)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_converting_takes_the_same_queries_for_any_number(self):
        """B8: customers, links, salespersons and the chatter, none of them a lead at a time"""
        counts = []
        # Odoo inserts a hundred rows in a statement, and a lead has four changes tracked.
        for number in (10, 10, 20):
            leads = self._create_leads(number, email_from=False)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._convert(leads, user_ids=self.sellers.ids, force_assignment=True)
            self.env.cr.flush()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(len(leads.partner_id), number)
        # The first has the caches to fill.
        self.assertLessEqual(counts[2], counts[1])

    def test_reading_runs_takes_the_same_queries_for_any_number_of_records(self):
        """The form is read again every few seconds while a run is going on."""
        counts = []
        for number in (4, 40):
            bulk = self._convert(self._create_leads(number, email_from=False))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            bulk.read(["summary", "progress", "can_undo", "display_name"])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[0])

    def test_previews_that_nobody_ran_are_forgotten(self):
        self._open_mass_window(self.leads).action_preview()
        bulk = self._get_last_bulk()
        self.env["crm.lead.bulk"]._gc_previews()
        self.assertTrue(bulk.exists())
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead_bulk SET create_date = now() - interval '2 days'")
        bulk.invalidate_recordset()
        self.env["crm.lead.bulk"]._gc_previews()
        self.assertFalse(bulk.exists())

    def test_result_opens(self):
        """One opportunity by itself, several in a list, and the request when something failed."""
        action = self._open_mass_window(self.leads[0]).action_mass_convert()
        self.assertEqual(action["res_id"], self.leads[0].id)
        action = self._open_mass_window(self.leads[1:3]).action_mass_convert()
        self.assertEqual(action["domain"], [("id", "in", self.leads[1:3].ids)])
        action = self._open_mass_window(self.leads).action_mass_convert()
        self.assertEqual(action["res_model"], "crm.lead")
        self.leads[3].action_set_lost()
        action = self._open_mass_window(self.leads[3]).action_mass_convert()
        self.assertEqual(action["res_model"], "crm.lead.bulk")

    def test_markup_in_names_stays_text(self):
        lead = self._create_leads(1, name="<script>alert(1)</script>", contact_name="<b>x</b>")
        lead.action_set_lost()
        bulk = self._convert(lead | self.leads, user_ids=self.user_sales_salesman.ids)
        self.assertIn("<script>", bulk.line_ids.filtered("reason").reason)
        self.assertNotIn("<script>", str(bulk.summary))

    def test_own_documents(self):
        """Whoever sees their own leads alone converts these, and reads their own runs."""
        mine = self._create_leads(1, user_id=self.user_sales_salesman.id)
        bulk = self._convert(mine, self.user_sales_salesman)
        self.assertEqual(mine.type, "opportunity")
        self.assertEqual(bulk.user_id, self.user_sales_salesman)
        other = self._convert(self.leads[0])
        with self.assertRaises(AccessError):
            other.with_user(self.user_sales_salesman).read(["state"])
        with self.assertRaises(AccessError):
            other.with_user(self.user_sales_salesman).action_run()
        bulk.with_user(self.user_sales_leads).read(["state"])
        with self.assertRaisesRegex(AccessError, "sales manager"):
            bulk.with_user(self.user_sales_leads).action_cancel()
        with self.assertRaises(AccessError):
            bulk.with_user(self.user_sales_salesman).write({"state": "draft"})
        for records in (bulk, bulk.line_ids):
            with self.assertRaises(AccessError):
                records.with_user(self.user_portal).read(["state"])
            with self.assertRaises(AccessError):
                records.with_user(self.user_sales_leads).unlink()
        with self.assertRaises(AccessError):
            other.line_ids.with_user(self.user_sales_salesman).read(["state"])
        with self.assertRaises(AccessError):
            self.leads.with_user(self.user_portal).action_convert_to_lead()

    def test_a_manager_deletes_what_is_not_running(self):
        bulk = self._convert(self.leads)
        with self.assertRaises(AccessError):
            bulk.with_user(self.user_sales_leads).unlink()
        bulk.state = "waiting"
        with self.assertRaisesRegex(UserError, "Stop it first"):
            bulk.with_user(self.user_sales_manager).unlink()
        bulk.state = "done"
        bulk.with_user(self.user_sales_manager).unlink()
        self.assertFalse(bulk.exists())
        self.assertEqual(set(self.leads.mapped("type")), {"opportunity"})

    def test_what_may_not_be_read_is_not_named(self):
        hidden = self._create_leads(1, name="پنهان از دیگران")
        leads = hidden | self._create_leads(1, user_id=self.user_sales_salesman.id)
        bulks = self.env["crm.lead.bulk"].with_user(self.user_sales_salesman)
        bulk = bulks._prepare("convert", leads.with_env(bulks.env), action="nothing")
        bulk._start()
        line = bulk.problem_ids
        self.assertEqual(line.lead_id, hidden)
        self.assertEqual(line.lead_name, f"#{hidden.id}")
        self.assertNotIn(hidden.name, line.reason)
        self.assertEqual(hidden.type, "lead")
        self.assertEqual(bulk.done_count, 1)

    def test_other_companies_do_not_see_the_run(self):
        company = self.env["res.company"].create({"name": "شرکت دیگر"})
        bulk = self._convert(self.leads)
        manager = self.user_sales_manager
        manager.write({"company_ids": [Command.link(company.id)]})
        there = bulk.with_user(manager).with_context(allowed_company_ids=company.ids)
        self.assertFalse(there.search([("id", "=", bulk.id)]))
        self.assertTrue(bulk.with_user(manager).search([("id", "=", bulk.id)]))


@tagged("post_install", "-at_install")
class TestLeadBulkFailures(BulkCommon):
    """One bad record stops no other (B6)."""

    def _prepare(self, leads, user=None, **values):
        window = self._open_mass_window(leads, user, **values)
        return self.env["crm.lead.bulk"].browse(window.action_preview()["res_id"])

    def _run(self, bulk):
        bulk.with_user(bulk.user_id).action_run()

    def _run_cron(self, bulk):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("crm_lead_qualification.crm_lead_bulk_cron").method_direct_trigger()
        self.env.invalidate_all()
        return bulk

    def test_deleted_since(self):
        bulk = self._prepare(self.leads)
        name = self.leads[1].name
        self.leads[1].unlink()
        self._run(bulk)
        left = self.leads.exists()
        self.assertEqual(set(left.mapped("type")), {"opportunity"})
        failed = bulk.line_ids.filtered(lambda line: line.state == "failed")
        self.assertEqual(failed.lead_name, name)
        self.assertIn("deleted", failed.reason)

    def test_right_lost_since(self):
        bulk = self._prepare(self.leads, self.user_sales_leads)
        rule = {
            "name": "Not this one",
            "model_id": self.env["ir.model"]._get_id("crm.lead"),
            "domain_force": f"[('id', '!=', {self.leads[2].id})]",
            "perm_read": False,
        }
        self.env["ir.rule"].create(rule)
        self._run(bulk)
        self.assertEqual(self._get_states(bulk)[self.leads[2]], "failed")
        self.assertEqual(set((self.leads - self.leads[2]).mapped("type")), {"opportunity"})
        self.assertEqual(self.leads[2].type, "lead")

    def test_constraint(self):
        """A check of a site's own says what is wrong."""
        convert = type(self.env["crm.lead"])._convert_opportunity_data

        text = "کد ملی را وارد کنید."

        def check(lead, *args, **kwargs):
            if lead == self.leads[3]:
                raise ValidationError(text)
            return convert(lead, *args, **kwargs)

        self.patch(type(self.env["crm.lead"]), "_convert_opportunity_data", check)
        bulk = self._prepare(self.leads)
        self._run(bulk)
        self.assertEqual(bulk.problem_ids.lead_id, self.leads[3])
        self.assertEqual(bulk.problem_ids.reason, text)
        self.assertEqual(self.leads[3].type, "lead")
        self.assertFalse(self.leads[3].partner_id)
        self.assertEqual(set(self.leads[:3].mapped("type")), {"opportunity"})

    def test_error_of_the_database(self):
        self.env.cr.execute(
            f"ALTER TABLE crm_lead ADD CONSTRAINT a_rule_of_the_site CHECK "
            f"(id <> {self.leads[1].id} OR type = 'lead')"
        )
        bulk = self._prepare(self.leads)
        self._run(bulk)
        self.assertEqual([line.state for line in bulk.line_ids], ["done", "failed", "done", "done"])
        self.assertIn("a_rule_of_the_site", bulk.problem_ids.reason)

    def test_unexpected_error(self):
        """An addon that breaks on a record is told of in the log, and stops no other."""
        broken = self.leads[0]
        convert = type(self.env["crm.lead"])._convert_opportunity_data

        def break_on_one(lead, *args, **kwargs):
            if lead == broken:
                raise KeyError("missing")
            return convert(lead, *args, **kwargs)

        self.patch(type(self.env["crm.lead"]), "_convert_opportunity_data", break_on_one)
        bulk = self._prepare(self.leads)
        with self.assertLogs("odoo.addons.crm_lead_qualification", "WARNING") as log:
            self._run(bulk)
        self.assertIn("KeyError", log.output[0])
        self.assertEqual(self._get_states(bulk)[broken], "failed")
        self.assertEqual(bulk.done_count, 3)
        self.assertIn("missing", bulk.problem_ids.reason)

    def test_a_group_fails_together(self):
        """Nothing is half done: a merge whose conversion fails is not there."""
        twin = self._create_leads(1, email_from=self.leads[0].email_from)
        self.env.cr.execute(
            f"ALTER TABLE crm_lead ADD CONSTRAINT a_rule_of_the_site CHECK "
            f"(id <> {self.leads[0].id} OR type = 'lead')"
        )
        bulk = self._prepare(self.leads | twin)
        self._run(bulk)
        self.assertFalse(twin.absorbed_by_merge_id)
        self.assertTrue(twin.active)
        states = self._get_states(bulk)
        self.assertEqual((states[twin], states[self.leads[0]]), ("failed", "failed"))
        self.assertEqual(states[self.leads[1]], "done")

    def test_converted_by_somebody_else_since(self):
        bulk = self._prepare(self.leads)
        self._convert(self.leads[:1])
        date = self.leads[0].date_conversion
        self._run(bulk)
        line = bulk.line_ids.filtered(lambda line: line.lead_id == self.leads[0])
        self.assertEqual(line.state, "failed")
        self.assertIn("already", line.reason)
        self.assertEqual(self.leads[0].date_conversion, date)

    def test_failed_ones_are_selected_again(self):
        bulk = self._prepare(self.leads, user_ids=self.user_sales_salesman.ids)
        self.leads[0].action_set_lost()
        self._run(bulk)
        action = bulk.action_open_failed()
        self.assertEqual(action["domain"], [("id", "in", self.leads[0].ids)])
        self.leads[0].action_unarchive()
        again = self.env["crm.lead.bulk"].browse(
            bulk.with_user(bulk.user_id).action_retry()["res_id"]
        )
        self.assertEqual(again.state, "draft")
        self.assertEqual(again.line_ids.lead_id, self.leads[0])
        self.assertEqual(again.user_ids, self.user_sales_salesman)
        self._run(again)
        self.assertEqual(self.leads[0].type, "opportunity")

    def test_background(self):
        """More than a few hundred are left to the background, with a message in the end."""
        self.patch(crm_lead_bulk, "AT_ONCE", 3)
        self.env["res.lang"]._activate_lang("fa_IR")
        self.user_sales_manager.lang = "fa_IR"
        bulk = self._convert(self.leads, user_ids=self.user_sales_salesman.ids)
        self.assertEqual(bulk.state, "waiting")
        self.assertEqual(bulk.progress, 0)
        self.assertEqual(set(self.leads.mapped("type")), {"lead"})
        self._run_cron(bulk)
        self.assertEqual(bulk.state, "done")
        self.assertEqual(bulk.progress, 100)
        self.assertEqual(set(self.leads.mapped("type")), {"opportunity"})
        message = self.env["mail.message"].search(
            [("partner_ids", "in", bulk.user_id.partner_id.ids)], limit=1
        )
        self.assertEqual((message.model, message.res_id), (bulk._name, bulk.id))
        # In the language of whoever asked: the background has another.
        self.assertIn(bulk.with_context(lang="fa_IR").summary.split("\n")[0], message.body)
        self.assertIn("فرصت", message.subject)
        changes = self.leads[0].message_ids.filtered("tracking_value_ids")
        self.assertEqual(changes.author_id, self.user_sales_manager.partner_id)

    def test_what_others_have_done_does_not_hold_up_the_next(self):
        """A run of which nothing is left is ended, and the next one is worked off at once."""
        self.patch(crm_lead_bulk, "AT_ONCE", 1)
        first, second = (self._convert(leads) for leads in (self.leads[:2], self.leads[2:]))
        first.line_ids.state = "done"
        self._run_cron(first)
        self.assertEqual((first.state, second.state), ("done", "done"))
        self.assertEqual(set(self.leads[2:].mapped("type")), {"opportunity"})

    def test_a_requester_without_an_address(self):
        self.user_sales_manager.partner_id.email = False
        self.patch(crm_lead_bulk, "AT_ONCE", 1)
        bulk = self._convert(self.leads, user_ids=self.user_sales_salesman.ids)
        self._run_cron(bulk)
        self.assertEqual(bulk.state, "done")

    def test_stop_and_go_on(self):
        self.patch(crm_lead_bulk, "AT_ONCE", 1)
        bulk = self._convert(self.leads)
        mine = bulk.with_user(bulk.user_id)
        mine.action_cancel()
        self._run_cron(bulk)
        self.assertEqual(bulk.state, "cancelled")
        self.assertEqual(set(self.leads.mapped("type")), {"lead"})
        self.assertEqual(bulk._run_chunk(), 0)
        mine.action_run()
        self.assertEqual(bulk.state, "waiting")
        self._run_cron(bulk)
        self.assertEqual(bulk.state, "done")
        self.assertEqual(set(self.leads.mapped("type")), {"opportunity"})
