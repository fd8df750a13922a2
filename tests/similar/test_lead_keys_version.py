from odoo.tests import tagged
from odoo.tools import convert_file

from ...tools.match_keys import KEY_VERSION
from ..common import QualificationCommon

PARAMETER = "crm_lead_qualification.match_keys_version"


@tagged("post_install", "-at_install")
class TestLeadKeysVersion(QualificationCommon):
    """Keys that another version of the addon computed are computed anew by an upgrade (B5)."""

    def setUp(self):
        super().setUp()
        self.other = self.lead.copy({"phone": "09125550101"})
        self.env.flush_all()
        # As another version has left them.
        leads = self.lead | self.other
        self.env.cr.execute(
            "UPDATE crm_lead_match_key SET value = 'old ' || value WHERE lead_id IN %s",
            [leads._ids],
        )
        self.env.cr.execute(
            "UPDATE crm_lead SET match_keys = 'old', write_date = '2020-01-01' WHERE id IN %s",
            [leads._ids],
        )
        self.env.invalidate_all()

    def _set_version(self, version):
        self.env["ir.config_parameter"].set_param(PARAMETER, version)

    def _upgrade(self, mode="update"):
        """What an upgrade of the addon does with the file."""
        name = "data/crm_lead_match_key_data.xml"
        convert_file(self.env, "crm_lead_qualification", name, {}, mode=mode)

    def _get_values(self, lead):
        self.env.flush_all()
        self.env.cr.execute("SELECT value FROM crm_lead_match_key WHERE lead_id = %s", [lead.id])
        return {value for (value,) in self.env.cr.fetchall()}

    def test_b5_an_upgrade_with_another_version_computes_them_anew(self):
        for version in ("0", str(KEY_VERSION - 1), str(KEY_VERSION + 1)):
            self._set_version(version)
            self._upgrade()
            self.assertIn("+989125550101", self._get_values(self.other))
            self.assertFalse([v for v in self._get_values(self.lead) if v.startswith("old")])
            self.assertIn("phone:+989125550101", self.lead.sudo().match_keys)
            self.assertEqual(self.lead.write_date.year, 2020, "nobody has written it")
            self.assertEqual(self.env["ir.config_parameter"].get_param(PARAMETER), str(KEY_VERSION))

    def test_b5_an_upgrade_from_a_version_without_a_number_too(self):
        self.env["ir.config_parameter"].search([("key", "=", PARAMETER)]).unlink()
        self._upgrade()
        self.assertIn("+989125550101", self._get_values(self.lead))

    def test_b5_an_upgrade_with_the_same_version_does_nothing(self):
        self.assertEqual(self.env["ir.config_parameter"].get_param(PARAMETER), str(KEY_VERSION))
        self._upgrade()
        self.assertIn("old +989125550101", self._get_values(self.lead))
        self.assertEqual(self.lead.sudo().match_keys, "old")

    def test_b5_an_installation_leaves_it_to_its_end(self):
        self._set_version("0")
        module = self.env.ref("base.module_crm_lead_qualification")
        module.state = "to install"
        self._upgrade(mode="init")
        self.assertIn("old +989125550101", self._get_values(self.lead))

    def test_b5_in_batches(self):
        self._set_version("0")
        self.lead.copy().action_archive()
        with self.assertLogs("odoo.addons.crm_lead_qualification.tools.fill") as logs:
            self.env["crm.lead"]._fill_match_keys(size=7, again=True)
        count = self.env["crm.lead"].with_context(active_test=False).search_count([])
        self.assertEqual(len(logs.output), -(-count // 7))
        self.assertIn("+989125550101", self._get_values(self.lead))

    def test_b5_the_queries_grow_with_the_batches_alone(self):
        def count(size):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["crm.lead"].browse(leads[:size].ids)._store_match_keys()
            return self.env.cr.sql_log_count - before

        leads = self.env["crm.lead"].create(
            [
                # Of no country and no company, so that the database's is asked for.
                {"name": str(n), "phone": f"0912444{n:04}", "team_id": False, "user_id": False}
                for n in range(40)
            ]
        )
        count(2)
        self.assertEqual(count(40), count(4))
