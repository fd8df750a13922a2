from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from ...models.persian.choices import CALENDARS, DEFAULTS
from ..uninstalling import uninstall

FA, EN = "fa_IR", "en_US"
SITE = "crm_lead_qualification.calendar_system"


@tagged("post_install", "-at_install")
class TestCalendarChoice(TransactionCase):
    """Jalali or Gregorian: the language of the text, then the user, then the site."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)
        cls.user = new_test_user(cls.env, "jalali user", "base.group_portal", lang=FA)
        cls.users = cls.env["res.users"].with_user(cls.user).with_context(lang=FA)

    def test_persian_is_jalali_and_nothing_else(self):
        self.assertTrue(self.users._is_jalali())
        self.assertTrue(self.users.with_context(lang=EN)._is_jalali(FA))
        self.assertFalse(self.users._is_jalali(EN))
        self.assertFalse(self.users.with_context(lang=EN)._is_jalali())
        # A language that is not installed falls back as Odoo's own dates do.
        self.assertTrue(self.users._is_jalali("fr_FR"))

    def test_users_choose_for_themselves(self):
        own = self.user.with_user(self.user)
        own.write({"calendar_system": "gregorian"})
        self.assertEqual(own.read(["calendar_system"])[0]["calendar_system"], "gregorian")
        self.assertFalse(self.users._is_jalali())
        own.write({"calendar_system": "jalali"})
        self.assertTrue(self.users._is_jalali())

    def test_site_decides_for_whoever_has_not_chosen(self):
        settings = self.env["res.config.settings"].create({"calendar_system": "gregorian"})
        settings.execute()
        self.assertFalse(self.users._is_jalali())
        self.user.calendar_system = "jalali"
        self.assertTrue(self.users._is_jalali())

    def test_uninstalling_forgets_the_choices_of_the_site(self):
        names = [f"crm_lead_qualification.{name}" for name in DEFAULTS]
        for name in names:
            self.env["ir.config_parameter"].set_param(name, "chosen")
        uninstall(self)
        self.assertEqual(
            [self.env["ir.config_parameter"].get_param(name) for name in names], [False] * 3
        )

    def test_dates_are_written_while_the_addon_is_uninstalled(self):
        """Its columns go first; what is computed meanwhile writes dates."""
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE res_users DROP COLUMN calendar_system")
        self.env.registry.clear_cache()
        self.addCleanup(self.env.registry.clear_cache)
        self.user.invalidate_recordset()
        self.assertEqual(self.user.login, "jalali user")
        self.assertTrue(self.users._is_jalali())

    def test_choices_of_site_and_user_are_the_same(self):
        for model in ("res.users", "res.config.settings"):
            self.assertEqual(self.env[model]._fields["calendar_system"].selection, CALENDARS)


@tagged("post_install", "-at_install")
class TestCalendarSession(HttpCase):
    def _get_session_info(self, lang, **values):
        # A login of eight letters or more is its own password.
        login = f"session_{lang}_{len(values)}"
        user = new_test_user(self.env, login, "base.group_user", lang=lang, **values)
        self.authenticate(user.login, user.login)
        return self.make_jsonrpc_request("/web/session/get_session_info")

    def test_session_tells_persian_users_alone(self):
        self.env["res.lang"]._activate_lang(FA)
        self.assertEqual(self._get_session_info(FA)["calendar_system"], "jalali")
        self.assertNotIn("calendar_system", self._get_session_info(EN))

    def test_session_of_a_gregorian_site(self):
        self.env["res.lang"]._activate_lang(FA)
        self.env["ir.config_parameter"].set_param(SITE, "gregorian")
        self.assertNotIn("calendar_system", self._get_session_info(FA))
        own = self._get_session_info(FA, calendar_system="jalali")
        self.assertEqual(own["calendar_system"], "jalali")

    def test_session_of_a_user_who_chooses_gregorian(self):
        self.env["res.lang"]._activate_lang(FA)
        info = self._get_session_info(FA, calendar_system="gregorian")
        self.assertEqual(info["calendar_system"], "gregorian")
        self.assertNotIn("calendar_system", self._get_session_info(EN, calendar_system="gregorian"))
