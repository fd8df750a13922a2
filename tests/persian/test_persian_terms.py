from unittest.mock import patch

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path
from odoo.tools.translate import code_translations, get_translation

from ...tools.core_terms import (
    ADDON,
    code_terms,
    core_terms,
    record_terms,
)
from ..uninstalling import uninstall

FA = "fa_IR"
JAVASCRIPT, PYTHON = "odoo-javascript", "odoo-python"


@tagged("post_install", "-at_install")
class TestPersianTerms(TransactionCase):
    """Our Persian for what other modules leave in English or say wrongly."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)
        cls.modules = cls.env["ir.module.module"]
        cls.stage_color = cls.env.ref("crm.field_crm_lead__stage_id_color")
        cls.conversion = cls.env.ref("crm.field_crm_lead__date_conversion")

    def _persian(self, record, field):
        return record.with_context(lang=FA)[field]

    def _not_ours(self):
        """Where something else than our Persian stands."""
        return [
            (term, current)
            for term, _record_id, current in self.modules._find_core_terms(FA)
            if current != term.value
        ]

    def _find_ours(self):
        return [
            (term, current)
            for term, _record_id, current in self.modules._find_core_terms(FA)
            if current == term.value
        ]

    def _forget_persian(self):
        """The database as it is before Persian is activated."""
        for term in record_terms(FA):
            field = self.env[term.model]._fields.get(term.field) if term.model in self.env else None
            if field and field.store:
                self.env.cr.execute(
                    f'UPDATE "{self.env[term.model]._table}" '  # noqa: S608
                    f'SET "{term.field}" = "{term.field}" - \'{FA}\' WHERE id IN '
                    "(SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s)",
                    [term.module, term.xmlid],
                )
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def test_installed_while_persian_is_active(self):
        self.assertFalse(self._not_ours())
        self.assertEqual(self._persian(self.stage_color, "field_description"), "رنگ مرحله")
        self.assertEqual(self._persian(self.conversion, "field_description"), "تاریخ تبدیل")

    def test_persian_is_activated_later(self):
        self._forget_persian()
        self.assertTrue(self._not_ours())
        names = sorted({term.module for term in record_terms(FA)})
        self.modules._load_module_terms([*names, ADDON], [FA])
        self.assertFalse(self._not_ours())

    def test_crm_is_upgraded(self):
        for overwrite in (False, True):
            self.modules._load_module_terms(["crm"], [FA], overwrite=overwrite)
            self.modules._load_module_terms([ADDON], [FA], overwrite=overwrite)
            self.assertFalse(self._not_ours(), f"overwrite={overwrite}")

    def test_what_a_module_brings_that_is_installed_later_is_mended(self):
        self.stage_color.with_context(lang=FA).field_description = "Stage Color"
        self.modules._load_module_terms(["mail"], [FA])
        self.assertEqual(self._persian(self.stage_color, "field_description"), "Stage Color")
        self.modules._load_module_terms(["crm"], [FA])
        self.assertEqual(self._persian(self.stage_color, "field_description"), "رنگ مرحله")

    def test_a_sites_own_words_stay(self):
        self.conversion.with_context(lang=FA).field_description = "روز تبدیل"
        view = self.env.ref("crm.view_crm_lead2opportunity_partner_mass")
        view.update_field_translations("arch_db", {FA: {"Conversion Options": "چه بشود"}})
        self.modules._load_module_terms([ADDON], [FA])
        self.assertEqual(self._persian(self.conversion, "field_description"), "روز تبدیل")
        self.assertIn("چه بشود", self._persian(view, "arch_db"))

    def test_a_record_that_a_site_has_renamed_is_left_alone(self):
        menu = self.env.ref("crm.crm_menu_sales")
        menu.with_context(lang="en_US").name = "Deals"
        menu.with_context(lang=FA).name = "فروش ها"
        self.modules._load_module_terms([ADDON], [FA])
        self.assertEqual(self._persian(menu, "name"), "فروش ها")

    def test_uninstalled(self):
        self.conversion.with_context(lang=FA).field_description = "روز تبدیل"
        english = self.stage_color.with_context(lang="en_US").field_description
        uninstall(self)
        menu = self.env.ref("crm.crm_menu_sales")
        self.assertEqual(self._persian(menu, "name"), core_terms("crm", FA)["Sales"])
        self.assertEqual(self._persian(self.stage_color, "field_description"), english)
        self.assertNotIn(
            FA,
            self.stage_color._fields["field_description"]._get_stored_translations(
                self.stage_color
            ),
        )
        self.assertEqual(self._persian(self.conversion, "field_description"), "روز تبدیل")
        view = self.env.ref("crm.view_crm_lead2opportunity_partner_mass")
        self.assertIn(core_terms("crm", FA)["Conversion Options"], self._persian(view, "arch_db"))
        for term, current in self._find_ours():
            self.assertEqual(core_terms(term.module, FA).get(term.source), current)

    def test_english_stays_english(self):
        persian = [
            term
            for term, record_id, _current in self.modules._find_core_terms(FA)
            if term.value
            in str(self.env[term.model].browse(record_id).with_context(lang="en_US")[term.field])
        ]
        self.assertFalse(persian)
        for lang in ("en_US", "fr_FR"):
            self.assertFalse(code_terms(lang, JAVASCRIPT))

    def test_javascript_of_other_modules(self):
        def ask(lang):
            translations = self.env["ir.http"]._get_translations_for_webclient(
                ["web", "mail"], lang
            )
            return {term["id"]: term["string"] for term in translations[0]["web"]["messages"]}

        self.assertEqual(ask(FA)["Home Menu"], "منوی اصلی")
        self.assertEqual(ask(FA)["Save current search"], "ذخیره جستجوی فعلی")
        self.assertNotIn("Home Menu", ask("en_US"))
        core = core_terms("web", FA)
        self.assertEqual(ask(FA)["Save"], core["Save"])

    def test_python_of_other_modules(self):
        def say(source):
            return get_translation("mail_bot", FA, source, ())

        self.assertEqual(say("Hello,"), "سلام،")
        self.assertEqual(get_translation("mail_bot", "en_US", "Hello,", ()), "Hello,")
        terms = [code_translations.get_python_translations("mail_bot", FA) for _time in range(2)]
        self.assertIs(*terms, "put together once, not for each text")
        # Another database of the same process, without the addon.
        with patch.object(self.env.registry, "_init_modules", {"base", "mail_bot"}):
            self.assertNotEqual(say("Hello,"), "سلام،")

    def test_favorites_of_crm_phonecall(self):
        filters = self.env["ir.filters"]

        def names(lang):
            found = filters.with_context(lang=lang).get_filters("crm.phonecall.report")
            return {values["name"] for values in found}

        self.assertIn("بر اساس تیم فروش", names(FA))
        self.assertIn("By Sales Team", names("en_US"))
        self.env.ref("crm_phonecall.filter_crm_phonecall_sales_team").name = "Teams"
        self.assertIn("Teams", names(FA))

    def test_every_term_is_still_one_of_odoos(self):
        """A term that Odoo has changed would be a dead line in our file."""
        found = {term for term, _record_id, _current in self.modules._find_core_terms(FA)}
        installed = self.env.registry._init_modules
        dead = [t for t in record_terms(FA) if t.module in installed and t not in found]
        self.assertFalse(dead)
        for comment in (JAVASCRIPT, PYTHON):
            for module, terms in code_terms(FA, comment).items():
                pot = polib.pofile(file_path(f"{module}/i18n/{module}.pot"))
                known = {entry.msgid for entry in pot} | {"Shortcuts"}
                self.assertFalse(set(terms) - known, module)


@tagged("post_install", "-at_install")
class TestRightToLeft(TransactionCase):
    """Without rtlcss Odoo serves Persian from left to right, and does not say so."""

    LOGGER = "odoo.addons.crm_lead_qualification.models.persian.res_lang"

    def _start(self, rtlcss):
        with patch(f"{self.LOGGER}.shutil.which", return_value=rtlcss):
            self.env["res.lang"]._register_hook()

    def test_the_log_warns(self):
        self.env["res.lang"]._activate_lang(FA)
        with self.assertLogs(self.LOGGER, "WARNING") as logs:
            self._start(None)
        self.assertIn("rtlcss is not on the PATH", logs.output[0])
        with self.assertNoLogs(self.LOGGER, "WARNING"):
            self._start("/usr/bin/rtlcss")

    def test_it_does_not_where_nobody_writes_from_right_to_left(self):
        self.env["res.lang"].search([("direction", "=", "rtl")]).direction = "ltr"
        with self.assertNoLogs(self.LOGGER, "WARNING"):
            self._start(None)
