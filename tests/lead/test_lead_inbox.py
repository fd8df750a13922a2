from ast import literal_eval
from datetime import timedelta

from lxml import etree

from odoo import Command, fields
from odoo.tests import tagged, users

from ..common import QualificationCommon

COLUMNS = [
    "name",
    "contact_name",
    "partner_name",
    "phone",
    "tag_ids",
    "user_id",
    "age",
    "last_contact_date",
    "activity_ids",
    "duplicate_lead_count_text",
]


@tagged("post_install", "-at_install")
class TestLeadInbox(QualificationCommon):
    """The list of leads for who triages: what it shows, and what it does on the row (#40, #47)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir

    def _get_list(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_all_leads")
        view_id = next(view_id for view_id, mode in action["views"] if mode == "list")
        return etree.fromstring(self.env["crm.lead"].get_view(view_id, "list")["arch"])

    def _post(self, **values):
        message = self.lead.message_post(body="متن", **values)
        self.lead.invalidate_recordset(["last_contact_date"])
        return message

    # Columns --------------------------------------------------------------------------------

    @users("user_sales_leads")
    def test_40_the_list_shows_what_a_triage_looks_at(self):
        shown = {
            field.get("name")
            for field in self._get_list().iterfind("field")
            if field.get("column_invisible") not in ("True", "1")
            and field.get("optional") != "hide"
        }
        self.assertLessEqual(set(COLUMNS), shown)

    @users("user_sales_leads")
    def test_54_who_it_is_costs_no_query(self):
        self.env["crm.lead"].create(
            [
                {
                    "name": f"سرنخ {number}",
                    "contact_name": f"مریم {number}",
                    "partner_name": f"شرکت {number}",
                    "phone": f"0912888{number:04}",
                }
                for number in range(80)
            ]
        )

        def count_queries(names):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            order = self._get_list().get("default_order")
            specification = {name: {} for name in names}
            found = self.env["crm.lead"].web_search_read([], specification, limit=80, order=order)
            self.assertEqual(len(found["records"]), 80)
            return self.cr.sql_log_count - before

        plain = [name for name in COLUMNS if name not in ("tag_ids", "user_id", "activity_ids")]
        count_queries(plain)
        who = {"contact_name", "partner_name", "phone"}
        before = count_queries([name for name in plain if name not in who])
        self.assertEqual(count_queries(plain), before)

    @users("user_sales_leads")
    def test_54_the_newest_comes_first_and_the_phone_dials(self):
        arch = self._get_list()
        older = self.lead.sudo().copy({"user_id": self.env.uid, "priority": "3"})
        older.flush_recordset()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = create_date - interval '3 days' WHERE id = %s",
            [older.id],
        )
        found = self.env["crm.lead"].search(
            [("id", "in", (older | self.lead).ids)], order=arch.get("default_order")
        )
        self.assertEqual(found.ids, [self.lead.id, older.id], "stars do not come before")
        self.assertEqual(arch.find("field[@name='phone']").get("widget"), "phone")

    def _get_sms_action(self):
        action = self.env.ref("crm_sms.crm_lead_act_window_sms_composer_multi", False)
        return str(action.id) if action else None

    @users("user_sales_leads")
    def test_40_the_buttons_of_rows_are_icons_with_tooltips(self):
        for xmlid in (
            "crm.crm_case_tree_view_leads",
            "crm.crm_case_tree_view_oppor",
            "crm.crm_lead_view_list_activities",
        ):
            arch = self.env["crm.lead"].get_view(self.env.ref(xmlid).id, "list")["arch"]
            for button in etree.fromstring(arch).iterfind("button"):
                if button.get("name") == self._get_sms_action():
                    # Of an addon that this one does not depend on.
                    continue
                with self.subTest(xmlid, name=button.get("name")):
                    self.assertTrue(button.get("icon"))
                    self.assertTrue(button.get("title"))
                    self.assertFalse(button.get("string"))

    @users("user_sales_leads")
    def test_40_tags_are_coloured_and_the_clock_is_there(self):
        fields_by_name = {field.get("name"): field for field in self._get_list().iterfind("field")}
        self.assertEqual(fields_by_name["tag_ids"].get("widget"), "many2many_tags")
        options = literal_eval(fields_by_name["tag_ids"].get("options"))
        self.assertEqual(options["color_field"], "color")
        self.assertEqual(fields_by_name["activity_ids"].get("widget"), "list_activity")
        self.assertEqual(fields_by_name["age"].get("widget"), "remaining_days")
        self.assertEqual(fields_by_name["duplicate_lead_count_text"].get("widget"), "badge")

    @users("user_sales_leads")
    def test_40_the_age_sorts(self):
        older = self.lead.sudo().copy({"user_id": self.env.uid}).with_env(self.env)
        older.flush_recordset()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = create_date - interval '3 days' WHERE id = %s",
            [older.id],
        )
        older.invalidate_recordset()
        leads = older | self.lead.with_env(self.env)
        self.assertEqual(older.age, older.create_date)
        self.assertTrue(leads.fields_get(["age"])["age"]["sortable"])
        self.assertEqual(leads.search([("id", "in", leads.ids)], order="age"), leads)
        found = leads.search([("id", "in", leads.ids)], order="age desc")
        self.assertEqual(found.ids, leads.ids[::-1])

    @users("user_sales_leads")
    def test_40_the_queries_do_not_grow_with_the_leads(self):
        tags = self.env["crm.tag"].create([{"name": "برچسب ۱"}, {"name": "برچسب ۲"}])
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"سرنخ {number}",
                    "type": "lead",
                    "phone": f"0912777{number // 2:04}",
                    "tag_ids": [Command.set(tags.ids)],
                    "user_id": self.env.uid,
                }
                for number in range(80)
            ]
        )
        for lead in leads:
            lead.message_post(body="پیام", message_type="comment", subtype_xmlid="mail.mt_comment")
        specification = {name: {} for name in (*COLUMNS, "duplicate_lead_count")} | {
            "tag_ids": {"fields": {"display_name": {}, "color": {}}},
            "user_id": {"fields": {"display_name": {}}},
            "activity_state": {},
            "activity_summary": {},
            "activity_type_icon": {},
            "activity_exception_decoration": {},
        }

        def read(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            domain = [("id", "in", records.ids)]
            found = records.web_search_read(domain, specification)["records"]
            self.assertEqual(len(found), len(records))
            self.assertTrue(all(values["last_contact_date"] for values in found))
            self.assertTrue(all(values["duplicate_lead_count"] == 1 for values in found))
            return self.cr.sql_log_count - before

        # The rules of access and the view are read once a process.
        read(leads[:2])
        count = read(leads[:10])
        self.assertEqual(read(leads), count)

    @users("user_sales_leads")
    def test_40_the_cards_of_a_telephone_show_it_too(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_all_leads")
        view_id = next(view_id for view_id, mode in action["views"] if mode == "kanban")
        arch = etree.fromstring(self.env["crm.lead"].get_view(view_id, "kanban")["arch"])
        names = {field.get("name") for field in arch.iterfind(".//t[@t-name='card']//field")}
        who = {"contact_name", "partner_name", "phone"}
        what = {"tag_ids", "source_id", "age", "duplicate_lead_count_text"}
        self.assertLessEqual(who | what, names)

    # Last contact ---------------------------------------------------------------------------

    @users("user_sales_leads")
    def test_47_the_last_contact_is_one_query(self):
        leads = self.env["crm.lead"].create([{"name": str(number)} for number in range(40)])
        self.env.flush_all()
        leads.mapped("last_contact_date")
        for records in (leads[:1], leads):
            self.env.invalidate_all()
            with self.assertQueryCount(1):
                records.mapped("last_contact_date")

    def test_47_a_letter_of_the_customer_is_contact(self):
        self.assertFalse(self.lead.last_contact_date)
        message = self._post(message_type="email", email_from="maryam@pars.example.com")
        self.assertEqual(self.lead.last_contact_date, message.date)

    def test_47_a_message_to_the_customer_is_contact(self):
        message = self._post(message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertEqual(self.lead.last_contact_date, message.date)

    def test_47_notes_and_machines_are_no_contact(self):
        self._post(message_type="comment", subtype_xmlid="mail.mt_note")
        self._post(message_type="auto_comment", subtype_xmlid="mail.mt_comment")
        self._post(message_type="notification", subtype_xmlid="crm.mt_lead_stage")
        self.assertFalse(self.lead.last_contact_date)

    def test_47_a_call_and_a_meeting_done_are_contact(self):
        for xmlid, counts in (
            ("mail.mail_activity_data_todo", False),
            ("mail.mail_activity_data_call", True),
        ):
            self.lead.activity_schedule(xmlid, user_id=self.user_sales_leads.id)
            self.lead.invalidate_recordset(["last_contact_date"])
            self.assertFalse(self.lead.last_contact_date, "what is planned was not done")
            self.lead.activity_feedback([xmlid], feedback="انجام شد")
            self.lead.invalidate_recordset(["last_contact_date"])
            self.assertEqual(bool(self.lead.last_contact_date), counts, xmlid)

    def test_47_a_call_held_and_a_meeting_begun_are_contact(self):
        now = fields.Datetime.now().replace(microsecond=0)
        call = self.env["crm.phonecall"].create(
            {"name": "تماس", "opportunity_id": self.lead.id, "date": now - timedelta(days=3)}
        )
        event = {"name": "جلسه", "opportunity_id": self.lead.id}
        for days in (2, -2):
            start = now - timedelta(days=days)
            stop = start + timedelta(hours=1)
            self.env["calendar.event"].create({**event, "start": start, "stop": stop})
        self.lead.invalidate_recordset(["last_contact_date"])
        self.assertEqual(self.lead.last_contact_date, now - timedelta(days=2))
        call.write({"state": "done", "date": now - timedelta(days=1)})
        self.lead.invalidate_recordset(["last_contact_date"])
        self.assertEqual(self.lead.last_contact_date, now - timedelta(days=1))

    @users("user_sales_leads")
    def test_47_who_was_never_spoken_to_is_a_filter(self):
        leads = self.env["crm.lead"]
        self.assertIn(self.lead, leads.search([("last_contact_date", "=", False)]))
        self._post(message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertNotIn(self.lead, leads.search([("last_contact_date", "=", False)]))
        self.assertIn(self.lead, leads.search([("last_contact_date", "!=", False)]))

    # Filters --------------------------------------------------------------------------------

    @users("user_sales_leads")
    def test_40_the_filters_of_a_triage(self):
        view = self.env.ref("crm.view_crm_case_leads_filter")
        arch = etree.fromstring(self.env["crm.lead"].get_view(view.id, "search")["arch"])
        domains = {node.get("name"): node.get("domain") for node in arch.iter("filter")}
        names = ("new_today", "new_this_week", "no_activity", "no_contact", "possible_duplicates")
        found = {name: self.lead in self.lead.search(literal_eval(domains[name])) for name in names}
        self.assertEqual(found, {**dict.fromkeys(names, True), "possible_duplicates": False})
        self.lead.sudo().activity_schedule("mail.mail_activity_data_call")
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = create_date - interval '3 days' WHERE id = %s",
            [self.lead.id],
        )
        for name, expected in (("new_today", False), ("new_this_week", True)):
            leads = self.lead.search(literal_eval(domains[name]))
            self.assertEqual(self.lead in leads, expected)
        self.assertNotIn(self.lead, self.lead.search(literal_eval(domains["no_activity"])))

    # Quick actions --------------------------------------------------------------------------

    def _get_buttons(self):
        return {
            button.get("name"): button
            for button in self._get_list().iterfind("button")
            if button.get("icon")
        }

    def _get_visible(self, lead):
        """Titles of the quick actions that the row of a lead has."""
        values = lead.read(["active", "type", "won_status", "duplicate_lead_count"])[0]
        titles = set()
        for button in self._get_buttons().values():
            # The expressions are those of Python, and what they name are the columns.
            if not eval(button.get("invisible"), {}, dict(values)):  # noqa: S307  # pylint: disable=eval-used
                titles.add(button.get("title"))
        return titles

    @users("user_sales_leads")
    def test_40_the_quick_actions_of_a_row(self):
        lead = self.lead.with_env(self.env)
        actions = {"Convert to Opportunity", "Mark Lost", "Archive"}
        self.assertEqual(self._get_visible(lead), actions)
        twin = lead.copy()
        lead.invalidate_recordset()
        self.assertEqual(self._get_visible(lead), actions | {"Show the similar leads"})
        twin.sudo().unlink()
        lead.invalidate_recordset()
        buttons = self._get_buttons()
        convert = self.env["ir.actions.act_window"]._for_xml_id(
            "crm.action_crm_lead2opportunity_partner"
        )
        lost = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_lost_action")
        self.assertIn(str(convert["id"]), buttons)
        self.assertIn(str(lost["id"]), buttons)

    @users("user_sales_leads")
    def test_40_what_makes_no_sense_is_not_offered(self):
        lead = self.lead.with_env(self.env)
        lead.action_archive()
        self.assertEqual(self._get_visible(lead), {"Recover"})
        lead.action_unarchive()
        lead.action_set_lost()
        self.assertEqual(self._get_visible(lead), {"Recover"})
        lead.action_restore()
        lead.action_set_won()
        self.assertFalse(self._get_visible(lead))

    @users("user_sales_leads")
    def test_40_an_opportunity_is_not_converted_again(self):
        lead = self.lead.with_env(self.env)
        lead.convert_opportunity(False)
        self.assertEqual(self._get_visible(lead), {"Mark Lost", "Archive"})

    @users("user_sales_leads")
    def test_40_a_merged_record_offers_nothing(self):
        other = self.lead.sudo().copy({"user_id": self.env.uid}).with_env(self.env)
        survivor = (self.lead.with_env(self.env) | other)._merge_opportunity()
        absorbed = (self.lead.with_env(self.env) | other) - survivor
        self.assertEqual(absorbed.won_status, "merged")
        self.assertFalse(self._get_visible(absorbed))

    @users("user_sales_leads")
    def test_40_archiving_is_not_losing(self):
        lead = self.lead.with_env(self.env)
        self.assertIn("action_archive", self._get_buttons())
        self.assertTrue(lead.probability)
        lead.action_archive()
        self.assertFalse(lead.active)
        self.assertEqual(lead.won_status, "pending")

    @users("user_sales_leads")
    def test_40_the_titles_are_translated(self):
        self.env["res.lang"].sudo()._activate_lang("fa_IR")
        arch = self._get_list()
        view = self.env.ref("crm.crm_case_tree_view_leads")
        persian = etree.fromstring(
            self.env["crm.lead"].with_context(lang="fa_IR").get_view(view.id, "list")["arch"]
        )
        for english, translated in zip(
            arch.iterfind("button"), persian.iterfind("button"), strict=True
        ):
            self.assertTrue(translated.get("title"))
            self.assertNotEqual(english.get("title"), translated.get("title"))
