from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"


@tagged("post_install", "-at_install")
class TestSearchOrder(TransactionCase):
    """Names are sorted by the Persian alphabet, for users in Persian."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.partners = cls.env["res.partner"].create(
            [{"name": f"{letter}وش", "city": f"{letter}باد"} for letter in reversed(ALPHABET)]
        )
        cls.tags = cls.env["crm.tag"].create(
            [{"name": f"{letter} آزمون"} for letter in reversed(ALPHABET)]
        )

    def _sort(self, records, field, order=None, lang="fa_IR"):
        records = records.with_context(lang=lang)
        found = records.search([("id", "in", records.ids)], order=order)
        return "".join(name[0] for name in found.mapped(field))

    def test_the_alphabet(self):
        for records, field, order in (
            (self.partners, "name", None),
            (self.partners, "name", "name"),
            (self.partners, "city", "city"),
            (self.tags, "name", "name"),
        ):
            self.assertEqual(self._sort(records, field, order), ALPHABET, order)
        self.assertEqual(self._sort(self.partners, "name", "name desc"), ALPHABET[::-1])

    def test_other_languages_sort_as_odoo(self):
        by_code_point = "".join(sorted(ALPHABET))
        self.assertNotEqual(by_code_point, ALPHABET)
        for lang in ("en_US", None):
            self.assertEqual(self._sort(self.partners, "name", lang=lang), by_code_point)

    def test_records_that_point_to_names(self):
        leads = self.env["crm.lead"].create(
            [{"name": partner.name, "partner_id": partner.id} for partner in self.partners]
        )
        self.assertEqual(self._sort(leads, "name", "partner_id"), ALPHABET)
        self.assertEqual(self._sort(leads, "name", "partner_id desc"), ALPHABET[::-1])
        groups = leads.with_context(lang="fa_IR").formatted_read_group(
            [("id", "in", leads.ids)], ["partner_id"], order="partner_id"
        )
        self.assertEqual("".join(group["partner_id"][1][0] for group in groups), ALPHABET)

    def test_ties_and_empty_names_stay_where_they_are(self):
        one, two, three = self.env["res.partner"].create(
            [{"name": "کاوه"}, {"name": "کاوه"}, {"name": "کاوه", "city": "ری"}]
        )
        found = one.with_context(lang="fa_IR").search([("name", "=", "کاوه")])
        self.assertEqual(found & (one | two | three), three | two | one)
        for order, first in (("city nulls first", False), ("city", "ری"), ("city desc", False)):
            found = one.with_context(lang="fa_IR").search(
                [("id", "in", (one | two | three).ids)], order=order
            )
            self.assertEqual(found[0].city, first, order)

    def test_what_is_no_name_keeps_its_order(self):
        for model, field in (
            ("res.partner", "ref"),
            ("ir.ui.view", "name"),
            ("res.users", "login"),
        ):
            query = self.env[model].with_context(lang="fa_IR")._search([], order=field)
            self.assertNotIn("COLLATE", query.order.code)

    def test_a_page_of_customers_needs_no_sort_of_the_table(self):
        """The order of the list has an index, as in Odoo."""
        # The few customers of a test are read and sorted as a whole, unless that is dear.
        self.env.cr.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        for lang, name in (
            ("fa_IR", "res_partner__complete_name__persian_index"),
            ("en_US", "res_partner__complete_name_index"),
        ):
            partners = self.env["res.partner"].with_context(lang=lang)
            query = partners._search([], limit=80, order=partners._order)
            rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            plan = "\n".join(line for (line,) in rows)
            self.assertIn(f"using {name}", plan)
            self.assertIn("Incremental Sort", plan)

    def test_without_the_collation_names_sort_as_odoo(self):
        self.patch(self.registry, "has_persian_order", False)
        self.assertEqual(self._sort(self.partners, "name"), "".join(sorted(ALPHABET)))
