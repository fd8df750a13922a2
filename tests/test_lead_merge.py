from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import QualificationCommon


class MergeCommon(QualificationCommon):
    """Three records of one customer, each a day younger than the one before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir
        cls.leads = cls.lead | cls._create(
            {"name": "همان مشتری، سرنخ", "type": "lead"},
            {"name": "همان مشتری، فرصت", "type": "opportunity"},
        )
        cls._set_ages(cls.leads)

    @classmethod
    def _create(cls, *values):
        default = {"user_id": cls.user_sales_leads.id, "team_id": cls.team.id, "name": "رکورد"}
        return cls.env["crm.lead"].create([{**default, **vals} for vals in values])

    @classmethod
    def _set_ages(cls, leads):
        """The first is the oldest."""
        leads.flush_recordset()
        now = fields.Datetime.now()
        for number, lead in enumerate(leads):
            cls.env.cr.execute(
                "UPDATE crm_lead SET create_date = %s WHERE id = %s",
                [now - timedelta(days=len(leads) - number), lead.id],
            )
        leads.invalidate_recordset(["create_date"])

    def _merge(self, leads, user=None, **choices):
        leads = leads.with_user(user or self.user_sales_leads)
        return leads.with_context(merge_choices=choices).merge_opportunity().with_env(self.env)


@tagged("post_install", "-at_install")
class TestLeadMerge(MergeCommon):
    """Merging: the oldest survives and receives everything (features.md #24-#34)."""

    def test_29_the_record_created_first_survives(self):
        merged = self._merge(self.leads[::-1])
        self.assertEqual(merged, self.lead)

    def test_30_a_lead_and_an_opportunity_give_an_opportunity(self):
        merged = self._merge(self.leads)
        self.assertEqual(merged.type, "opportunity")
        self.assertTrue(merged.date_conversion)
        self.assertTrue(merged.stage_id)

    def test_32_absorbed_records_are_kept_and_lead_to_the_survivor(self):
        absorbed = self.leads - self.lead
        self._merge(self.leads)
        self.assertEqual(absorbed.exists(), absorbed)
        self.assertEqual(absorbed.mapped("won_status"), ["merged", "merged"])
        self.assertFalse(any(absorbed.mapped("active")))
        self.assertEqual(absorbed.survivor_id, self.lead)

    def test_b1_undone(self):
        merged = self._merge(self.leads)
        merged.with_user(self.user_sales_leads).action_undo_merge()
        self.assertEqual(self.leads.mapped("type"), ["lead", "lead", "opportunity"])
        self.assertTrue(all(self.leads.mapped("active")))
        self.assertFalse(self.leads.merge_id)
