from odoo.tests import TransactionCase, tagged

from ...tools.persian.provinces import PROVINCES
from ..uninstalling import uninstall

FA, EN = "fa_IR", "en_US"


@tagged("post_install", "-at_install")
class TestProvinces(TransactionCase):
    """The provinces of Iran, for addresses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)
        cls.iran = cls.env.ref("base.ir")
        cls.states = cls.env["res.country.state"]

    def _find(self, lang=EN):
        states = self.states.with_context(lang=lang).search([("country_id", "=", self.iran.id)])
        return dict(states.mapped(lambda state: (state.code, state.name)))

    def _make_anew(self, *values):
        """:param values: dicts, what another addon has brought before"""
        self.states.search([("country_id", "=", self.iran.id)]).unlink()
        self.states.create([{"country_id": self.iran.id, **vals} for vals in values])
        self.states._make_iran_provinces()

    def _bring(self, *names_and_codes):
        """As the data of another addon are loaded, which brings its own list of provinces."""
        addon = self.states.with_context(install_module="base_setup", lang=EN)
        return addon._load_records(
            [
                {
                    "xml_id": f"base_setup.state_test_{number}",
                    "noupdate": False,
                    "values": {"country_id": self.iran.id, "name": name, "code": code},
                }
                for number, (name, code) in enumerate(names_and_codes)
            ]
        )

    def test_they_are_there_in_both_languages(self):
        for lang, number in ((EN, 0), (FA, 1)):
            expected = {f"IR-{code}": names[number] for code, names in PROVINCES.items()}
            self.assertEqual(self._find(lang), expected)

    def test_they_are_made_where_there_are_none(self):
        self._make_anew()
        self.assertEqual(len(self._find()), len(PROVINCES))

    def test_an_upgrade_makes_none_twice(self):
        before = self.states.search([("country_id", "=", self.iran.id)])
        self.states._make_iran_provinces()
        self.assertEqual(self.states.search([("country_id", "=", self.iran.id)]), before)

    def test_none_are_made_where_another_addon_has_brought_some(self):
        self._make_anew({"name": "استان تهران", "code": "10"})
        self.assertEqual(self._find(), {"10": "استان تهران"})

    def test_another_addon_that_comes_later_takes_them_over(self):
        """An address keeps its province, and no province is there twice."""
        tehran = self.env.ref("crm_lead_qualification.state_ir_23")
        partner = self.env["res.partner"].create(
            {"name": "مشتری", "country_id": self.iran.id, "state_id": tehran.id}
        )
        # The old codes of ISO, in another order; a spelling of Arabic keyboards; no province.
        brought = self._bring(
            ("استان تهران", "IR-07"), ("استان سيستان وبلوچستان", "66"), ("کشورها", "98")
        )
        self.assertEqual(brought[:2], tehran + self.env.ref("crm_lead_qualification.state_ir_11"))
        self.assertEqual(brought.mapped("code"), ["IR-07", "66", "98"])
        self.assertEqual(partner.state_id.name, "استان تهران")
        self.assertEqual(len(self._find()), len(PROVINCES) + 1)
        # Whose code was taken is still there.
        self.assertEqual(self.env.ref("crm_lead_qualification.state_ir_07").name, "Fars")

    def test_other_countries_are_left_alone(self):
        values = {"country_id": self.env.ref("base.af").id, "name": "تهران", "code": "IR-23"}
        data = [{"xml_id": "base_setup.state_test", "noupdate": False, "values": values}]
        state = self.states._load_records(data)
        self.assertNotIn(state.country_id, self.iran)
        self.assertEqual(self._find()["IR-23"], "Tehran")

    def test_uninstalling_leaves_them_to_the_site(self):
        tehran = self.env.ref("crm_lead_qualification.state_ir_23")
        self.env.company.partner_id.lang = FA
        uninstall(self)
        self.assertFalse(
            self.env["ir.model.data"].search(
                [("module", "=", "crm_lead_qualification"), ("model", "=", "res.country.state")]
            )
        )
        self.assertEqual(tehran.exists(), tehran)
        # What is left of its name when names of states are not translated any more.
        self.assertEqual(tehran.with_context(lang=EN).name, "تهران")

    def test_an_address_says_the_name_of_the_province(self):
        partner = self.env["res.partner"].create(
            {
                "name": "مشتری",
                "street": "خیابان ولیعصر",
                "city": "ساری",
                "state_id": self.env.ref("crm_lead_qualification.state_ir_02").id,
                "country_id": self.iran.id,
            }
        )
        self.assertIn("ساری مازندران", partner.with_context(lang=FA)._display_address())
        # A site's own layout stays.
        self.iran.address_format = "%(city)s (%(state_code)s)"
        self.assertEqual(partner._display_address(without_company=True), "ساری (IR-02)")
        # And so do other countries.
        partner.write(
            {
                "country_id": self.env.ref("base.us").id,
                "state_id": self.env.ref("base.state_us_5").id,
            }
        )
        self.assertIn("ساری CA", partner._display_address())
