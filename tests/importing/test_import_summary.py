from odoo.tests import tagged, users

from .common import ImportCommon

HEADERS = "Lead,Mobile"
KNOWN = "again,0912 555 0101"
NEW = "new,0935 111 2233"
# What is known by the row above it.
SAME = "same,+98 935 111 2233"


@tagged("post_install", "-at_install")
class TestImportSummary(ImportCommon):
    """An import says what has become of the rows (#40)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir

    def _summarize(self, *rows, known_rows, headers=HEADERS, **options):
        result = self._import(headers, *rows, known_rows=known_rows, **options)
        self.assertFalse(result["messages"])
        return result["summary"]

    def _count(self, summary):
        return {name: value if name == "skipped" else len(value) for name, value in summary.items()}

    @users("user_sales_leads")
    def test_40_merged_rows_are_told_from_created_records(self):
        summary = self._summarize(KNOWN, NEW, SAME, known_rows="merge")
        created = self.env["crm.lead"].browse(summary["created"])
        self.assertEqual(created.mapped("name"), ["new"])
        self.assertEqual(summary["merged"], [self.lead.id, created.id])
        self.assertEqual((summary["updated"], summary["skipped"]), ([], 0))

    @users("user_sales_leads")
    def test_40_a_test_says_what_would_become_of_them(self):
        for known_rows, expected in (
            ("merge", {"created": 1, "updated": 0, "merged": 2, "skipped": 0}),
            ("skip", {"created": 1, "updated": 0, "merged": 0, "skipped": 2}),
            ("create", {"created": 3, "updated": 0, "merged": 0, "skipped": 0}),
            # The user has not said what becomes of the others.
            ("ask", {"created": 1, "updated": 0, "merged": 0, "skipped": 0}),
        ):
            with self.subTest(known_rows):
                summary = self._summarize(KNOWN, NEW, SAME, known_rows=known_rows, test=True)
                self.assertEqual(self._count(summary), expected)

    @users("user_sales_leads")
    def test_40_skipped_rows_are_counted_whyever_they_are(self):
        summary = self._summarize(KNOWN, NEW, SAME, known_rows="skip")
        self.assertEqual(len(summary["created"]), 1)
        self.assertEqual(summary["skipped"], 2)
        nothing = self._summarize(KNOWN, known_rows="skip")
        self.assertEqual(self._count(nothing), {**dict.fromkeys(nothing, 0), "skipped": 1})
        unmatched = self._summarize(
            f"{NEW} 1,nowhere",
            headers=f"{HEADERS},Country",
            known_rows="create",
            import_skip_records=["country_id"],
        )
        self.assertEqual(self._count(unmatched)["skipped"], 1)

    @users("user_sales_leads")
    def test_40_updated_records_are_told_from_created_ones(self):
        summary = self._summarize(
            f"{self.lead.id},another name",
            headers="Number,Lead",
            chosen={0: ".id"},
            known_rows="merge",
        )
        self.assertEqual(summary["updated"], self.lead.ids)
        self.assertFalse(summary["created"])

    @users("user_sales_leads")
    def test_40_two_that_cannot_be_merged_are_created(self):
        self.lead.action_set_won()
        summary = self._summarize(KNOWN, known_rows="merge")
        self.assertEqual((len(summary["created"]), summary["merged"]), (1, []))

    @users("user_sales_leads")
    def test_40_nothing_is_said_of_an_import_that_failed(self):
        for known_rows, row in (("ask", f"{KNOWN},"), ("create", "new,,a type of nobody's")):
            result = self._import(f"{HEADERS},Type", row, known_rows=known_rows)
            self.assertTrue(result["messages"])
            self.assertNotIn("summary", result)
