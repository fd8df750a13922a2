from odoo.tests import tagged
from odoo.tools import SQL

from .common import MergeCommon


@tagged("post_install", "-at_install")
class TestLeadMergeIndexes(MergeCommon):
    """What the database lets move is moved, whatever its indexes say (features.md #32)."""

    def setUp(self):
        super().setUp()
        self._add_field("res.partner", "x_lead_id", "many2one", relation="crm.lead")

    def _index(self, statement):
        self.env.cr.execute(statement)
        self.env.registry.clear_cache()

    def _link(self, *values):
        """Contacts that point to the leads: the first to the survivor, and so on.

        :param values: dicts, one a lead, beside the lead
        """
        partners = self.env["res.partner"].create(
            [
                {"name": "x", "x_lead_id": lead.id, **vals}
                for lead, vals in zip(self.leads, values, strict=True)
            ]
        )
        partners.flush_recordset()
        return partners

    def _assert_merged(self, partners, moved):
        """Merge, and look where the contacts point; then undo it, and all are where they were.

        :param moved: list of bool, whether each of them points to the survivor
        """
        before = [partner.x_lead_id for partner in partners]
        self._merge(self.leads)
        self.env.invalidate_all()
        now = [self.lead if moves else lead for lead, moves in zip(before, moved, strict=True)]
        self.assertEqual([partner.x_lead_id for partner in partners], now)
        self.lead.action_undo_merge()
        self.env.invalidate_all()
        self.assertEqual([partner.x_lead_id for partner in partners], before)

    def test_32_partial_index(self):
        """Rows that are not in the index are in nobody's way."""
        self._index("CREATE UNIQUE INDEX ON res_partner (x_lead_id) WHERE ref = 'main'")
        partners = self._link({"ref": "main"}, {"ref": "main"}, {"ref": "other"})
        self._assert_merged(partners, [True, False, True])

    def test_32_partial_index_of_what_is_not_empty(self):
        self._index(
            "CREATE UNIQUE INDEX ON res_partner (x_lead_id, ref) WHERE x_lead_id IS NOT NULL"
        )
        partners = self._link({"ref": "a"}, {"ref": "a"}, {"ref": "b"})
        self._assert_merged(partners, [True, False, True])

    def test_32_index_on_an_expression(self):
        self._index("CREATE UNIQUE INDEX ON res_partner (x_lead_id, lower(ref))")
        partners = self._link({"ref": "A"}, {"ref": "a"}, {"ref": "100%s"})
        self._assert_merged(partners, [True, False, True])

    def test_32_expression_with_a_percent_sign(self):
        self._index("CREATE UNIQUE INDEX ON res_partner (x_lead_id, (ref LIKE 'a%'))")
        partners = self._link({"ref": "ab"}, {"ref": "ac"}, {"ref": "b"})
        self._assert_merged(partners, [True, False, True])

    def test_32_included_columns_are_no_keys(self):
        self._index("CREATE UNIQUE INDEX ON res_partner (x_lead_id) INCLUDE (ref)")
        partners = self._link({"ref": "a"}, {"ref": "b"}, {"ref": "c"})
        self._assert_merged(partners, [True, False, False])

    def test_32_empty_values_that_are_the_same(self):
        if self.env.cr._cnx.server_version < 150000:
            self.skipTest("NULLS NOT DISTINCT came with PostgreSQL 15")
        self._index(
            "CREATE UNIQUE INDEX ON res_partner (x_lead_id, ref) NULLS NOT DISTINCT "
            "WHERE x_lead_id IS NOT NULL"
        )
        partners = self._link({"ref": "a"}, {}, {})
        self._assert_merged(partners, [True, True, False])

    def test_32_index_on_an_expression_of_the_lead(self):
        self._index("CREATE UNIQUE INDEX ON res_partner ((x_lead_id % 1000000), ref)")
        partners = self._link({"ref": "a"}, {"ref": "a"}, {"ref": "b"})
        self._assert_merged(partners, [True, False, True])

    def test_32_exclusion(self):
        self._index(
            "ALTER TABLE res_partner ADD EXCLUDE USING hash (x_lead_id WITH =) WHERE (ref = 'main')"
        )
        partners = self._link({"ref": "main"}, {"ref": "main"}, {"ref": "other"})
        self._assert_merged(partners, [True, False, True])

    def test_32_a_check_that_only_some_pass(self):
        third = self.leads[2].id
        self._index(
            "ALTER TABLE res_partner ADD CHECK "
            f"(x_lead_id IS NULL OR ref IS DISTINCT FROM 'stays' OR x_lead_id = {third})"
        )
        partners = self._link({"ref": "a"}, {"ref": "b"}, {"ref": "stays"})
        self._assert_merged(partners, [True, True, False])

    def test_32_two_indexes(self):
        self._index("CREATE UNIQUE INDEX ON res_partner (x_lead_id, ref)")
        self._index("CREATE UNIQUE INDEX ON res_partner (x_lead_id, function) WHERE is_company")
        partners = self._link(
            {"ref": "a", "function": "f", "is_company": True},
            {"ref": "b", "function": "f", "is_company": True},
            {"ref": "c", "function": "f"},
        )
        self._assert_merged(partners, [True, False, True])

    def test_32_what_stays_is_told_among_the_origins(self):
        self._index("CREATE UNIQUE INDEX ON res_partner (x_lead_id, ref)")
        partners = self._link({"ref": "a"}, {"ref": "a", "function": "خریدار"}, {"ref": "b"})
        self._assert_merged(partners, [True, False, True])
        merge = self._merge(self.leads).survived_merge_ids.filtered(
            lambda merge: merge.state == "done"
        )
        line = merge.line_ids.filtered(lambda line: line.model == "res.partner")
        self.assertEqual(line.origin_id, self.leads[1])
        self.assertIn("خریدار", line.others)
        self.assertEqual(line.label, "Contact")

    def test_32_what_stays_is_told_to_whoever_may_read_it(self):
        self._index("CREATE UNIQUE INDEX ON crm_phonecall (opportunity_id) WHERE direction = 'in'")
        owner, other = self.user_sales_manager, self.user_sales_salesman
        calls = self.env["crm.phonecall"].create(
            [
                {
                    "name": "محرمانه",
                    "direction": "in",
                    "opportunity_id": lead.id,
                    "user_id": owner.id,
                    "state": "done",
                }
                for lead in self.leads[:2]
            ]
        )
        self._merge(self.leads)
        self.assertEqual(calls.mapped("opportunity_id"), self.leads[:2])
        self.lead.message_subscribe(other.partner_id.ids)
        line = self.lead.survived_merge_ids.line_ids.filtered(
            lambda line: line.model == "crm.phonecall"
        )
        self.assertIn("محرمانه", line.with_user(owner).others)
        self.assertTrue(line.with_user(other).label)
        self.assertFalse(line.with_user(other).others)
        # Where the row is gone, nobody can say any more whose it was.
        calls[1].unlink()
        self.assertFalse(line.with_user(other).others)

    # Inside of JSON -----------------------------------------------------------------------------

    def _read_json(self, table, column, row):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT %s FROM %s WHERE id = %s",
                SQL.identifier(column),
                SQL.identifier(table),
                row,
            )
        )
        return self.env.cr.fetchone()[0]

    def test_32_a_value_for_each_company(self):
        self._add_field(
            "res.partner",
            "x_company_lead_id",
            "many2one",
            relation="crm.lead",
            company_dependent=True,
        )
        other = self.env["res.company"].create({"name": "شرکت دیگر"})
        partner = self.env["res.partner"].create({"name": "x"})
        stranger = self._create({"name": "دیگری"})
        partner.x_company_lead_id = self.leads[1]
        partner.with_company(other).x_company_lead_id = stranger
        before = self._read_json("res_partner", "x_company_lead_id", partner.id)
        self._merge(self.leads)
        self.env.invalidate_all()
        self.assertEqual(partner.x_company_lead_id, self.lead)
        self.assertEqual(partner.with_company(other).x_company_lead_id, stranger)
        self.lead.action_undo_merge()
        self.assertEqual(self._read_json("res_partner", "x_company_lead_id", partner.id), before)

    def test_32_properties_that_point_to_leads(self):
        one = {"name": "one", "string": "One", "type": "many2one", "comodel": "crm.lead"}
        many = {"name": "many", "string": "Many", "type": "many2many", "comodel": "crm.lead"}
        other = {"name": "other", "string": "Other", "type": "many2one", "comodel": "res.partner"}
        self.team.lead_properties_definition = [one, many, other]
        stranger = self._create({"name": "دیگری"})
        number = self.leads[1].id
        stranger.lead_properties = {
            "one": number,
            # In an order of its own, the survivor in the middle.
            "many": [self.leads[2].id, self.lead.id, number],
            "other": self.env["res.partner"].search([], limit=1).id,
        }
        before = self._read_json("crm_lead", "lead_properties", stranger.id)
        self._merge(self.leads)
        now = self._read_json("crm_lead", "lead_properties", stranger.id)
        self.assertEqual(now, {**before, "one": self.lead.id, "many": self.lead.ids})
        self.lead.action_undo_merge()
        now = self._read_json("crm_lead", "lead_properties", stranger.id)
        self.assertEqual(now, before)
