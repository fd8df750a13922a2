from unittest.mock import patch

from odoo.tests import tagged

from .common import SpeedCommon

MANUAL = [{"probability": 42}, {"probability": 42}, {"probability": 37}]
AUTOMATED = [{}, {}]


@tagged("post_install", "-at_install")
class TestRestoring(SpeedCommon):
    """Probabilities that Odoo writes one by one, of records that are restored together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads = cls.env["crm.lead"].create(
            [
                {"name": f"Lost {number}", "type": "opportunity", **values}
                for number, values in enumerate(MANUAL + AUTOMATED)
            ]
        )

    def setUp(self):
        super().setUp()
        self.flush_tracking()
        self._lose(self.leads)
        self.flush_tracking()

    def test_two_records_with_the_same_manual_probability(self):
        self._check_same(self.leads.action_restore)
        self.leads.action_restore()
        self.assertEqual(self.leads[:3].mapped("probability"), [42, 42, 37])
        self.assertFalse(any(self.leads[:3].mapped("is_automated_probability")))
        self.assertTrue(all(self.leads[3:].mapped("is_automated_probability")))

    def test_another_addon_that_watches_what_is_written_finds_it_written(self):
        model = self.registry["crm.lead"]
        core = model.write
        found = []

        def write(leads, vals):
            result = core(leads, vals)
            if "probability" in vals:
                found.extend((lead.probability, vals["probability"]) for lead in leads)
            return result

        with patch.object(model, "write", write):
            self.leads.action_restore()
        self.assertTrue(found)
        for probability, written in found:
            self.assertAlmostEqual(probability, written, 2)
