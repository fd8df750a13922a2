from lxml import etree

from odoo.tests import tagged, users

from ..bulk.common import BulkCommon

SPECIFICATION = {"name": {}, "duplicate_lead_count": {}, "duplicate_lead_count_text": {}}


@tagged("post_install", "-at_install")
class TestLeadKeysMany(BulkCommon):
    """Many records that share a key are planned and counted in a bounded time (B6, B8, #20)."""

    def _create_of_one_customer(self, count, **values):
        customer = self.env["res.partner"].sudo().create({"name": "مشتری پرکار"})
        leads = self._create_leads(count, email_from=False, partner_id=customer.id, **values)
        self.env.flush_all()
        return leads.with_env(self.env)

    def _get_counts(self, leads):
        found = leads.web_search_read([("id", "in", leads.ids)], SPECIFICATION)["records"]
        return {(row["duplicate_lead_count"], row["duplicate_lead_count_text"]) for row in found}

    @users("user_sales_leads")
    def test_20_counts_stop_at_a_limit_and_say_so(self):
        leads = self._create_of_one_customer(21)
        self.assertEqual(self._get_counts(leads), {(20, "20")})
        self.assertEqual(leads[0].similar_notice, "Records that look like this one: 20.")
        more = leads[0].copy({"partner_id": leads.partner_id.id})
        leads.invalidate_recordset()
        self.assertEqual(self._get_counts(leads | more), {(21, "20+")})
        self.assertEqual(leads[0].similar_notice, "Records that look like this one: 20+.")
        leads[0].copy({"partner_id": leads.partner_id.id})
        leads.invalidate_recordset()
        self.assertEqual(self._get_counts(leads), {(21, "20+")})
        self.assertEqual(len(leads[0].duplicate_lead_ids), 23, "all are shown that there are")

    @users("user_sales_leads")
    def test_20_what_was_told_apart_is_not_counted_beyond_the_limit(self):
        leads = self._create_of_one_customer(40)
        pairs = [(leads[-1].id, lead.id) for lead in leads[:30]]
        self.env["crm.lead.match.dismissal"]._write_pairs(pairs, dismissed=True)
        self.assertEqual(leads[-1].duplicate_lead_count, 9)
        self.assertEqual(leads[-1].similar_notice, "Records that look like this one: 9.")
        self.assertEqual(leads[0].duplicate_lead_count, 21)

    @users("user_sales_salesman")
    def test_20_what_may_not_be_read_is_not_counted_beyond_the_limit(self):
        leads = self._create_of_one_customer(40)
        leads.sudo()[-3:].user_id = self.env.uid
        leads.invalidate_recordset()
        self.assertEqual(self._get_counts(leads[-3:]), {(2, "2")})

    def test_20_lists_cards_and_form_show_it(self):
        for kind, xml_id in (
            ("list", "crm.crm_case_tree_view_leads"),
            ("list", "crm.crm_case_tree_view_oppor"),
            ("kanban", "crm.view_crm_lead_kanban"),
            ("form", "crm.crm_lead_view_form"),
        ):
            arch = self.env["crm.lead"].get_view(self.env.ref(xml_id).id, kind)["arch"]
            nodes = etree.fromstring(arch).xpath("//field[@name='duplicate_lead_count_text']")
            self.assertTrue(nodes, xml_id)
            # From right to left, "20+" would read "+20".
            for node in nodes:
                self.assertIn("o_force_ltr", node.get("class", ""), xml_id)

    @users("user_sales_leads")
    def test_20_the_notice_in_persian_keeps_the_number_whole(self):
        self.env["res.lang"].sudo()._activate_lang("fa_IR")
        leads = self._create_of_one_customer(22).with_context(lang="fa_IR")
        self.assertIn("\u206620+\u2069", leads[0].similar_notice)

    @users("user_sales_manager")
    def test_b8_the_work_grows_with_the_records(self):
        def measure(size):
            leads = self._create_of_one_customer(size)
            self.env.cr.execute("ANALYZE crm_lead_match_key")
            self.env.invalidate_all()
            window = self._open_mass_window(leads, self.env.user, deduplicate=True)
            before = self.env.cr.sql_log_count
            shared = leads._find_shared_keys()
            groups = leads._group_by_shared_keys(shared)
            self.assertEqual([len(group) for group in groups], [size])
            self.assertEqual(sum(len(key.others) for key in shared.keys), size, "no pairs")
            self.assertEqual(len(window.duplicated_lead_ids), size)
            self.assertIn("Left out", window.preview)
            return self.env.cr.sql_log_count - before

        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("crm_lead_qualification.merge_maximum", "10")
        measure(30)
        self.assertEqual(measure(30), measure(120))

    @users("user_sales_leads")
    def test_b8_a_page_is_one_query(self):
        leads = self._create_of_one_customer(60)
        leads.mapped("duplicate_lead_count_text")
        for records in (leads[:1], leads):
            self.env.invalidate_all()
            with self.assertQueryCount(1):
                records.mapped("duplicate_lead_count")
                records.mapped("duplicate_lead_count_text")

    # Groups ---------------------------------------------------------------------------------

    def _get_groups(self, leads, user=None):
        plan = self.env["crm.lead.bulk"].with_user(user or self.env.user)
        components, apart = plan._group_duplicates(leads.with_user(user or self.env.user), True)
        self.assertFalse(apart)
        return [set(component.ids) for component in components]

    @users("user_sales_leads")
    def test_b4_two_that_were_told_apart_are_not_planned_together(self):
        one, two, three = self._create_of_one_customer(3)
        self.env["crm.lead.match.dismissal"]._write_pairs([(one.id, two.id)], dismissed=True)
        three.partner_id = False
        self.assertEqual(self._get_groups(one | two), [{one.id}, {two.id}])

    @users("user_sales_leads")
    def test_b6_a_record_brings_along_what_is_like_it_and_no_more(self):
        selected, brought = self._create_of_one_customer(2)
        brought.email_cc = "cc@beyond.example.com"
        beyond = self._create_leads(1, email_from="cc@beyond.example.com")
        self.assertEqual(self._get_groups(selected), [{selected.id, brought.id}])
        self.assertEqual(
            self._get_groups(selected | beyond), [{selected.id, brought.id, beyond.id}]
        )

    @users("user_sales_leads")
    def test_b6_what_may_not_be_changed_or_is_closed_is_not_brought_along(self):
        one, two, lost = self._create_of_one_customer(3)
        lost.action_set_lost()
        self.assertEqual(self._get_groups(one), [{one.id, two.id}])
        two.sudo().user_id = self.user_vip
        one.sudo().user_id = self.user_sales_salesman
        self.assertEqual(self._get_groups(one, self.user_sales_salesman), [{one.id}])

    def test_b6_never_of_two_companies(self):
        self._activate_multi_company()
        here, there, none = self._create_of_one_customer(3, team_id=False, user_id=False)
        companies = self.company_main | self.company_2
        here.company_id, there.company_id = companies
        none.company_id = False
        leads = (here | there).with_context(allowed_company_ids=companies.ids)
        shared = leads._find_shared_keys()
        self.assertEqual(
            [set(group) for group in leads[0]._group_by_shared_keys(shared)],
            [{here.id, none.id}],
        )
        self.assertEqual(
            [set(group) for group in leads[1]._group_by_shared_keys(shared)],
            [{there.id, none.id}],
        )
