from datetime import datetime

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

from ..common import QualificationCommon


@tagged("post_install", "-at_install")
class TestLeadDuplicateGroup(QualificationCommon):
    """CRM > Leads > Duplicates: a row for all records that belong together (features.md #19, B8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir
        cls.twins = cls._create_twins("0098 912 555 0101", "+98 912 555 0101")
        cls.leads = cls.lead | cls.twins

    @classmethod
    def _create_twins(cls, *phones, **values):
        return cls.env["crm.lead"].create(
            [
                {
                    "name": f"همان شماره {number}",
                    "phone": phone,
                    "user_id": cls.user_sales_leads.id,
                    "team_id": cls.team.id,
                    **values,
                }
                for number, phone in enumerate(phones)
            ]
        )

    def _get_group(self, lead=None, state="open"):
        self.env.flush_all()
        self.env.invalidate_all()
        groups = self.env["crm.lead.duplicate.group"].search([("state", "=", state)])
        return groups.filtered(lambda group: (lead or self.lead) in group.lead_ids)

    @users("user_sales_leads")
    def test_19_a_group_has_its_records_and_its_reason(self):
        group = self._get_group()
        self.assertEqual(group.lead_ids, self.leads)
        self.assertEqual(group.lead_count, 3)
        self.assertEqual(group.reasons, "Same phone")
        self.assertEqual(group.value, "+989125550101")
        self.assertEqual(group.owners, self.user_sales_leads.name)
        self.assertEqual(
            group.newest_date, max(self.leads.mapped("create_date")).replace(microsecond=0)
        )

    def _find(self, text):
        """What Enter in the search box of the list finds."""
        groups = self.env["crm.lead.duplicate.group"]
        arch = etree.fromstring(groups.get_view(view_type="search")["arch"])
        [name] = [field.get("name") for field in arch.iter("field")]
        domain = [("state", "=", "open"), (name, "ilike", text)]
        found = groups.web_search_read(domain, {"lead_ids": {}})["records"]
        return [sorted(record["lead_ids"]) for record in found]

    @users("user_sales_leads")
    def test_19_a_group_is_found_by_what_its_records_are_known_by(self):
        self.twins[0].contact_name = "علی‌رضا كاظمي"
        others = self._create_twins("0912 555 0303", "09125550303")
        self.env.flush_all()
        for text in ("همان شماره 1", "علیرضا کاظمی", "۰۹۱۲ ۵۵۵ ۰۱۰۱", "+98 912 555 0101"):
            found = self._find(text)
            self.assertIn(sorted(self.leads.ids), found, text)
        self.assertEqual(self._find("۵۵۵ ۰۳۰۳"), [sorted(others.ids)])
        self.assertFalse(self._find("zzqq"))

    @users("user_sales_leads")
    def test_19_the_newest_record_is_not_said_to_be_newer(self):
        """Half a second later is still the same second."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2026-03-21 10:00:00.7' WHERE id IN %s",
            [tuple(self.leads.ids)],
        )
        self.assertEqual(self._get_group().newest_date, datetime(2026, 3, 21, 10))

    @users("user_sales_leads")
    def test_19_one_person_is_one_row_with_all_reasons(self):
        """The first shares its phone with the second, which shares its e-mail with the third."""
        customer = self.env["res.partner"].create({"name": "مشتری گروه"})
        self.twins[1].write({"phone": False, "email_from": "second@chain.example.com"})
        self.twins[0].email_from = "second@chain.example.com"
        other = self.twins[0].copy({"name": "دیگر", "phone": False, "email_from": False})
        (other | self.twins[1]).partner_id = customer
        other.user_id = False
        groups = self._get_group()
        self.assertEqual(len(groups), 1)
        self.assertEqual(groups.lead_ids, self.leads | other)
        self.assertEqual(groups.reasons, "Same e-mail, Same phone, and Same customer")
        for value in ("+989125550101", "second@chain.example.com", "مشتری گروه"):
            self.assertIn(value, groups.value)
        self.assertIn("No salesperson", groups.owners)
        for kind in ("email", "phone", "partner"):
            found = groups.search([("kinds", "like", kind)])
            self.assertIn(groups, found)

    @users("user_sales_leads")
    def test_19_the_largest_comes_first(self):
        counts = self.env["crm.lead.duplicate.group"].search([]).mapped("lead_count")
        self.assertEqual(counts, sorted(counts, reverse=True))

    @users("user_sales_leads")
    def test_19_an_office_number_is_shown_as_a_number(self):
        self.leads.write({"phone": "021-88776655", "contact_name": "مریم رضایی"})
        self.assertEqual(self._get_group().value, "+982188776655")

    @users("user_sales_leads")
    def test_19_what_cannot_be_merged_is_no_group(self):
        """Won, lost and archived records are none of the list's, and one record alone is no group."""
        self.twins[0].action_set_won()
        self.twins[1].action_set_lost()
        self.assertFalse(self._get_group())

    @users("user_sales_leads")
    def test_19_only_what_the_user_may_change_and_read(self):
        """A rule of the site hides one of three, and lets one of three be read alone."""
        rule = {
            "name": "rule of the site",
            "model_id": self.env["ir.model"]._get_id("crm.lead"),
            "domain_force": [("id", "!=", self.twins[0].id)],
        }
        rules = self.env["ir.rule"].sudo()
        rules.create({**rule, "perm_read": False, "perm_create": False, "perm_unlink": False})
        self.assertEqual(self._get_group().lead_ids, self.leads - self.twins[0])
        self.assertEqual(self._get_group().lead_count, 2)
        rules.create({**rule, "domain_force": [("id", "!=", self.twins[1].id)]})
        self.assertFalse(self._get_group(), "one is left")

    @users("user_sales_leads")
    def test_19_it_opens_its_records_to_compare_and_merge(self):
        group = self._get_group()
        action = group.action_open()
        self.assertEqual(action["res_model"], "crm.merge.opportunity")
        window = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual({*window.opportunity_ids}, {*self.leads.with_env(self.env)})
        action = group.action_compare()
        window = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertFalse({*window.opportunity_ids}, "to compare, nothing is ticked")
        self.assertEqual(
            {column["id"] for column in window.comparison["columns"]}, {*self.leads.ids}
        )

    @users("user_sales_leads")
    def test_19_more_than_are_merged_at_once_are_all_there(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "crm_lead_qualification.merge_maximum", "2"
        )
        action = self._get_group().action_open()
        window = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual(len(window.comparison["columns"]), 3)
        self.assertEqual({*window.opportunity_ids}, {*self.leads[:2].with_env(self.env)})
        self.assertIn("3 records", window.limit_text)
        window.save().action_merge()
        self.assertEqual(self._get_group().lead_ids, self.leads - self.twins[0])

    @users("user_sales_leads")
    def test_b4_a_group_is_dismissed_as_a_whole(self):
        group = self._get_group()
        with self.assertQueryCount(25):
            action = group.action_dismiss()
        self.assertFalse(self._get_group())
        self.assertEqual(self.lead._get_dismissed(), self.twins)
        ignored = self._get_group(state="ignored")
        self.assertEqual(ignored.lead_ids, self.leads)
        with self.assertRaisesRegex(UserError, "no duplicates any more"):
            ignored.action_merge_in_bulk()
        # As the button of the toast does.
        effect = action["effect"]
        leads = self.env[effect["model"]].browse(effect["ids"])
        getattr(leads, effect["method"])()
        self.assertEqual(self._get_group().lead_ids, self.leads)

    @users("user_sales_leads")
    def test_b4_what_was_told_apart_before_stays_so(self):
        """The message takes back what it tells of, and nothing else."""
        lead, twin = self.lead.with_env(self.env), self.twins[0].with_env(self.env)
        twin.with_context(similar_to=lead.id).action_not_duplicate()
        # A transaction of its own, a minute ago.
        self.env.cr.execute(
            "UPDATE crm_lead_match_dismissal SET create_date = create_date - interval '1 minute'"
        )
        self.env.invalidate_all()
        action = self._get_group().action_dismiss()
        self.assertEqual(lead._get_dismissed(), self.twins)
        effect = action["effect"]
        leads = self.env[effect["model"]].browse(effect["ids"])
        getattr(leads, effect["method"])()
        self.assertEqual(lead._get_dismissed(), self.twins[0])
        self.assertFalse(self.twins[1]._get_dismissed())

    @users("user_sales_leads")
    def test_b4_more_than_are_merged_at_once_are_told_apart_in_the_group(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "crm_lead_qualification.merge_maximum", "2"
        )
        with self.assertRaisesRegex(UserError, "has 3 records, and at most 2 are told apart"):
            self._get_group().action_dismiss()
        self.assertFalse(self.lead._get_dismissed())

    @users("user_sales_leads")
    def test_b4_a_group_is_taken_back(self):
        self._get_group().action_dismiss()
        self._get_group(state="ignored").action_undismiss()
        self.assertEqual(self._get_group().lead_ids, self.leads)
        self.assertFalse(self._get_group(state="ignored"))

    @users("user_sales_leads")
    def test_b4_an_ignored_group_stays_so_until_a_record_changes(self):
        self.twins[1].write({"phone": "0935 000 0202", "email_from": "third@chain.example.com"})
        self.twins[0].email_from = "third@chain.example.com"
        group = self._get_group()
        self.assertEqual(group.lead_ids, self.leads, "tied through the second")
        group.action_dismiss()
        self.env["crm.lead"]._fill_match_keys(again=True)
        self.assertFalse(self._get_group(), "the keys were written anew, and nothing has changed")
        self.twins[1].phone = self.lead.phone
        self.assertEqual(self._get_group().lead_ids, self.lead | self.twins[1])

    @users("user_sales_leads")
    def test_b4_only_what_one_may_change_is_dismissed(self):
        group = self._get_group()
        rights = self.env["ir.model.access"].sudo()
        rights.search([("model_id.model", "=", "crm.lead")]).perm_write = False
        with self.assertRaisesRegex(UserError, "no duplicates any more"):
            group.action_dismiss()
        self.assertFalse(self.lead._get_dismissed())

    @users("user_sales_leads")
    def test_b4_the_right_to_change_is_asked_for_too(self):
        """Whatever the list had in it: as an addon may have extended it."""
        self.env["ir.rule"].sudo().create(
            {
                "name": "rule of the site",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": [("id", "!=", self.twins[0].id)],
                **dict.fromkeys(("perm_read", "perm_create", "perm_unlink"), False),
            }
        )
        ids = self.leads.ids
        self.patch(
            self.env.registry["crm.lead"],
            "_query_mergeable",
            lambda leads: leads._search([("id", "in", ids)]),
        )
        for name, state in (("action_dismiss", "open"), ("action_undismiss", "ignored")):
            with self.subTest(name):
                group = self._get_group(state=state)
                self.assertEqual(group.lead_ids, self.leads)
                with self.assertRaises(AccessError):
                    getattr(group, name)()
                # As somebody else did who may.
                leads = self.leads.sudo()
                pairs = [(one.id, two.id) for one in leads for two in leads]
                self.env["crm.lead.match.dismissal"]._write_pairs(pairs, dismissed=True)

    @users("user_sales_leads")
    def test_40_another_company_is_another_group(self):
        self._activate_multi_company()
        self.twins[1].write({"team_id": False, "user_id": False})
        self.twins[1].company_id = self.company_2
        # Both companies are switched on.
        groups = self.env["crm.lead.duplicate.group"].with_context(
            allowed_company_ids=(self.company_main | self.company_2).ids
        )
        self.env.user.sudo().company_ids = [Command.link(self.company_2.id)]
        self.env.flush_all()
        found = groups.search([]).filtered(lambda group: self.lead in group.lead_ids)
        self.assertEqual(found.lead_ids, self.leads - self.twins[1])

    @users("user_sales_salesman")
    def test_40_who_sees_only_their_own_has_no_list_of_all(self):
        with self.assertRaises(AccessError):
            self.env["crm.lead.duplicate.group"].search([])

    @users("user_sales_leads")
    def test_40_nobody_writes_a_group(self):
        with self.assertRaises(AccessError):
            self._get_group().write({"kinds": "email"})

    @users("user_sales_leads")
    def test_b8_the_queries_do_not_grow_with_the_groups(self):
        """As the client reads a page of the list."""
        names = ("reasons", "value", "lead_count", "owners", "newest_date", "state")
        specification = {name: {} for name in names}
        specification["lead_ids"] = {"fields": {"display_name": {}}}
        counts = []
        for number in range(4):
            for person in range(5 * number):
                phone = f"0912 7{number}0 {person:04}"
                self._create_twins(phone, phone, email_from=f"{number}@{person}.example.com")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.env["crm.lead.duplicate.group"].web_search_read([], specification)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertGreater(found["length"], 5 * number)
        self.assertEqual(len(set(counts[1:])), 1, counts)
