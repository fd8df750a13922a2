import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..merge.common import MergeCommon


@tagged("post_install", "-at_install")
class TestLeadParticipant(MergeCommon):
    """A deal shows its people (features.md #42, #51)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env["res.partner"].create(
            [
                {"name": f"همراه {number}", "email": f"p{number}@example.com"}
                for number in range(1, 4)
            ]
        )
        cls.first, cls.second, cls.third = cls.people

    def _participate(self, lead, *people, **values):
        return self.env["crm.lead.participant"].create(
            [{"lead_id": lead.id, "partner_id": person.id, **values} for person in people]
        )

    def test_51_participants_on_the_form(self):
        for lead in self.leads[1:]:
            with (
                self.subTest(type=lead.type),
                Form(lead.with_user(self.user_sales_leads), "crm.crm_lead_view_form") as form,
                form.participant_ids.new() as row,
            ):
                row.partner_id = self.first
                row.role = "decision_maker"
                row.note = "تصمیم نهایی با اوست"
            self.assertEqual(lead.participant_ids.partner_id, self.first)
            self.assertEqual(lead.participant_ids.role, "decision_maker")

    @mute_logger("odoo.sql_db")
    def test_51_a_contact_takes_part_once(self):
        self._participate(self.lead, self.first)
        with self.assertRaises(psycopg2.errors.UniqueViolation), self.cr.savepoint():
            self._participate(self.lead, self.first)

    def test_51_export(self):
        self._participate(self.lead, self.first, role="user")
        names = ["participant_ids/partner_id/name", "participant_ids/role"]
        rows = self.lead.export_data(names)["datas"]
        self.assertEqual(rows[0][0], "همراه 1")

    # E-mail ----------------------------------------------------------------------------------

    def test_51_suggested_as_recipients(self):
        self._participate(self.lead, self.first, self.second)
        lead = self.lead.with_user(self.user_sales_leads)
        suggested = lead._message_get_suggested_recipients()
        self.assertLessEqual(set(self.people[:2].ids), {row["partner_id"] for row in suggested})
        self.assertNotIn(self.third.id, {row["partner_id"] for row in suggested})

    def test_51_suggestions_of_many_leads_take_no_query_more(self):
        def count(number):
            leads = self._create(*({} for _number in range(number)))
            for lead in leads:
                self._participate(lead, self.first, self.second)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads._message_add_suggested_recipients()
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertEqual(count(2), count(20))

    # Merging ---------------------------------------------------------------------------------

    def test_51_merge_moves_them_and_undo_gives_them_back(self):
        survivor, absorbed, third = self.leads
        self._participate(survivor, self.first, note="از اول")
        twin, moved = self._participate(absorbed, self.first, self.second, note="از سرنخ دوم")
        (last,) = self._participate(third, self.second)
        self._merge(self.leads)
        self.assertEqual(survivor.participant_ids.partner_id, self.first | self.second)
        self.assertEqual(len(survivor.participant_ids), 2)
        self.assertEqual(twin.lead_id, absorbed)
        self.assertEqual(last.lead_id, third)
        survivor.action_undo_merge()
        self.assertEqual(survivor.participant_ids.partner_id, self.first)
        self.assertEqual(absorbed.participant_ids, twin | moved)
        self.assertEqual(third.participant_ids, last)
        self.assertEqual(moved.note, "از سرنخ دوم")

    def test_51_those_of_an_absorbed_record_are_frozen(self):
        absorbed = self.leads[1]
        self._participate(self.lead, self.first)
        (twin,) = self._participate(absorbed, self.first)
        self._merge(self.leads)
        with self.assertRaises(UserError):
            twin.note = "تغییر"
        with self.assertRaises(UserError):
            twin.unlink()
        with self.assertRaises(UserError):
            self._participate(absorbed, self.third)

    def test_51_told_before_a_deletion(self):
        self._participate(self.lead, *self.people)
        self.assertIn("participants: 3", self.lead.get_deletion_warning())
        self.lead.unlink()
        self.assertFalse(
            self.env["crm.lead.participant"].search([("partner_id", "in", self.people.ids)])
        )

    # Rights ----------------------------------------------------------------------------------

    def test_51_as_the_lead(self):
        (participant,) = self._participate(self.lead, self.first)
        everyone = self.user_sales_leads | self.user_sales_manager
        for user in everyone:
            participant.with_user(user).note = user.name
        salesman = participant.with_user(self.user_sales_salesman)
        with self.assertRaises(AccessError):
            salesman.read(["note"])
        self.lead.message_subscribe(self.user_sales_salesman.partner_id.ids)
        salesman.read(["note"])
        for forbidden in (lambda: salesman.write({"note": "x"}), salesman.unlink):
            with self.assertRaises(AccessError):
                forbidden()
        self.lead.user_id = self.user_sales_salesman
        salesman.note = "سرنخ خودم"
        with self.assertRaises(AccessError):
            participant.with_user(self.user_portal).read(["note"])

    def test_51_not_added_to_or_moved_to_anothers_lead(self):
        mine = self._create({"user_id": self.user_sales_salesman.id})
        people = self.env["crm.lead.participant"].with_user(self.user_sales_salesman)
        own = people.create({"lead_id": mine.id, "partner_id": self.first.id})
        with self.assertRaises(AccessError):
            people.create({"lead_id": self.lead.id, "partner_id": self.first.id})
        with self.assertRaises(AccessError):
            own.lead_id = self.lead

    def test_51_companies(self):
        company = self.env["res.company"].create({"name": "شرکت دیگر"})
        lead = self._create({"company_id": company.id, "user_id": False, "team_id": False})
        self._participate(lead, self.first)
        found = self.env["crm.lead.participant"].with_user(self.user_sales_manager)
        self.assertFalse(found.search([("lead_id", "=", lead.id)]))
        self.second.company_id = self.env.company
        with self.assertRaises(UserError):
            self._participate(lead, self.second)

    def test_51_not_carried_to_quotations(self):
        self._participate(self.lead, self.first)
        context = self.lead._prepare_opportunity_quotation_context()
        self.assertNotIn(self.first.id, [value for value in context.values() if value])

    def test_51_forged_through_the_lead(self):
        """A follower who only reads the lead writes nothing through its list either."""
        self.lead.message_subscribe(self.user_sales_salesman.partner_id.ids)
        with self.assertRaises(AccessError):
            self.lead.with_user(self.user_sales_salesman).write(
                {"participant_ids": [Command.create({"partner_id": self.first.id})]}
            )
