import json

from odoo.tests import TransactionCase, tagged
from odoo.tools.safe_eval import safe_eval

from .earlier_release import BULK_LEADS, PARAMETER, read_links, read_values


@tagged("post_install", "-at_install")
class TestUpgrade(TransactionCase):
    """A database of an earlier release, upgraded: `./dev test --upgrade` makes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        text = cls.env["ir.config_parameter"].sudo().get_param(PARAMETER)
        cls.remembered = json.loads(text) if text else None

    def setUp(self):
        super().setUp()
        if not self.remembered:
            self.skipTest("This database was made by this release.")
        self.leads = self.env["crm.lead"].browse(self.remembered["leads"])
        self.survivor = self.env["crm.lead"].browse(self.remembered["survivor"])
        self.merges = self.env["crm.lead.merge"].browse(self.remembered["merges"])

    def test_the_addon_is_of_this_release(self):
        module = self.env["ir.module.module"]._get("crm_lead_qualification")
        self.assertEqual(module.state, "installed")
        self.assertGreater(module.latest_version, self.remembered["version"])
        # What Odoo calls a field was renamed, not deleted and made again.
        fields = self.env["ir.model.fields"].search(
            [("model", "=", "crm.lead"), ("name", "=like", "%merge\\_id%")]
        )
        self.assertEqual(set(fields.mapped("name")), {"absorbed_by_merge_id", "survived_merge_ids"})
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = 'crm_lead' AND column_name LIKE '%merge\\_id'"
        )
        self.assertEqual(self.env.cr.fetchall(), [("absorbed_by_merge_id",)])

    def test_an_old_merge_is_undone(self):
        merge, undone = self.merges
        absorbed = self.leads[:3] - self.survivor
        self.assertEqual((merge.state, undone.state), ("done", "undone"))
        self.assertEqual(self.survivor.survived_merge_ids.filtered("can_undo"), merge)
        self.assertEqual(absorbed.absorbed_by_merge_id, merge)
        self.assertEqual(set(absorbed.mapped("won_status")), {"merged"})
        merge.action_undo()
        self.assertFalse(self.leads.absorbed_by_merge_id)
        self.env.flush_all()
        after = json.loads(json.dumps(read_values(self.leads)))
        for lead_id, values in self.remembered["before"]["values"].items():
            same = {name: after[lead_id].get(name) for name in values}
            self.assertEqual(same, values)
        self.assertEqual(read_links(self.leads), self.remembered["before"]["links"])

    def test_records_merge_and_undo_again(self):
        self.merges[0].action_undo()
        survivor = self.leads[:3].merge_opportunity()
        self.assertEqual(survivor, self.survivor)
        survivor.survived_merge_ids.filtered("can_undo").action_undo()
        self.assertFalse(self.leads.absorbed_by_merge_id)

    def test_a_bulk_run_goes_on(self):
        bulk = self.env["crm.lead.bulk"].browse(self.remembered["bulk"])
        lines = bulk.line_ids
        self.assertEqual(len(lines), BULK_LEADS)
        self.assertEqual(set(lines.mapped("state")), {"done", "waiting"})
        while bulk.state == "waiting":
            bulk._run_chunk()
        self.assertEqual(set(lines.mapped("state")), {"done"})
        self.assertEqual(set(lines.lead_id.mapped("type")), {"opportunity"})

    def test_keys_are_as_this_release_computes_them(self):
        leads = (
            self.leads + self.env["crm.lead.bulk"].browse(self.remembered["bulk"]).line_ids.lead_id
        )
        stored = {lead.id: lead.match_keys for lead in leads}
        leads._store_match_keys()
        self.assertEqual({lead.id: lead.match_keys for lead in leads}, stored)

    def test_what_names_a_field_names_the_new_one(self):
        favourite = self.env["ir.filters"].browse(self.remembered["favourite"])
        self.assertEqual(
            favourite.domain,
            "[('absorbed_by_merge_id', '!=', False), ('absorbed_by_merge_id.state', '=', 'done')]",
        )
        self.assertEqual(favourite.context, "{'group_by': ['absorbed_by_merge_id']}")
        found = self.env["crm.lead"].with_context(active_test=False)
        self.assertEqual(found.search(safe_eval(favourite.domain)), self.leads[:3] - self.survivor)
        rule = self.env["ir.rule"].browse(self.remembered["rule"])
        self.assertIn("('survived_merge_ids.state', '!=', 'x')", rule.domain_force)
        export = self.env["ir.exports"].browse(self.remembered["export"])
        self.assertEqual(
            export.export_fields.mapped("name"),
            ["name", "absorbed_by_merge_id/state", "survived_merge_ids"],
        )

    def test_rules_are_those_of_this_release(self):
        rule = self.env.ref("crm_lead_qualification.crm_lead_note_read_rule")
        self.assertIn("hidden_from_ids", rule.domain_force)
        rules = self.env["ir.rule"].search([("model_id.model", "=", "crm.lead")])
        self.assertNotIn("('merge_id", " ".join(rules.mapped(lambda r: r.domain_force or "")))

    def test_a_lost_record_is_restored(self):
        lost = self.env["crm.lead"].browse(self.remembered["lost"])
        self.assertEqual(lost.won_status, "lost")
        lost.action_unarchive()
        self.assertEqual(lost.won_status, "pending")

    def test_iran_has_its_provinces(self):
        provinces = self.env["res.country.state"].search([("country_id.code", "=", "IR")])
        self.assertEqual(len(provinces), 31)
        self.assertIn("Isfahan", provinces.with_context(lang="en_US").mapped("name"))
