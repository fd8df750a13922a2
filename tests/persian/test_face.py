from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from ...models.persian.choices import DEFAULTS, DIGITS, FONTS

FA, EN = "fa_IR", "en_US"
FONT = "crm_lead_qualification.persian_font"
SITE_DIGITS = "crm_lead_qualification.persian_digits"


@tagged("post_install", "-at_install")
class TestFaceChoice(HttpCase):
    """Vazirmatn for whoever reads Persian: the user, then the site."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)

    def _get_face(self, lang, **values):
        # A login of eight letters or more is its own password.
        login = f"session_{lang}_{len(self.env['res.users'].search([]))}"
        user = new_test_user(self.env, login, "base.group_user", lang=lang, **values)
        self.authenticate(login, login)
        info = self.make_jsonrpc_request("/web/session/get_session_info")
        self.assertEqual(user.lang, lang)
        return [info.get(name) for name in ("persian_font", "persian_digits")]

    def test_persian_users_have_it_and_nobody_else(self):
        self.assertEqual(self._get_face(FA), ["vazirmatn", "latin"])
        self.assertEqual(self._get_face(EN), [None, None])

    def test_users_choose_for_themselves(self):
        face = self._get_face(FA, persian_font="odoo", persian_digits="persian")
        self.assertEqual(face, ["odoo", "persian"])
        self.assertEqual(self._get_face(FA), ["vazirmatn", "latin"])

    def test_site_decides_for_whoever_has_not_chosen(self):
        values = {"persian_font": "odoo", "persian_digits": "persian"}
        self.env["res.config.settings"].create(values).execute()
        self.assertEqual(self._get_face(FA), ["odoo", "persian"])
        self.assertEqual(self._get_face(FA, persian_font="vazirmatn"), ["vazirmatn", "persian"])

    def test_choices_of_site_and_user_are_the_same(self):
        for name, choices in (("persian_font", FONTS), ("persian_digits", DIGITS)):
            self.assertIn(DEFAULTS[name], dict(choices))
            for model in ("res.users", "res.config.settings"):
                self.assertEqual(self.env[model]._fields[name].selection, choices)


@tagged("post_install", "-at_install")
class TestFaceDocuments(HttpCase):
    """Quotations in PDF have the face of the customer's language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)
        cls.env.company.external_report_layout_id = False

    def _make_orders(self, *langs):
        partners = self.env["res.partner"].create([{"name": f"In {x}", "lang": x} for x in langs])
        return self.env["sale.order"].create([{"partner_id": x.id} for x in partners])

    def _render(self, orders, lang=EN):
        reports = self.env["ir.actions.report"].with_context(lang=lang)
        return reports._render_qweb_html("sale.action_report_saleorder", orders.ids)[0].decode()

    def _read_parts(self, orders, **kwargs):
        """What goes into the PDF, as Odoo takes the page apart: its headers, body and footers."""
        report = self.env.ref("sale.action_report_saleorder")
        bodies, _ids, header, footer, _args = report._prepare_html(
            self._render(orders, **kwargs), report_model="sale.order"
        )
        return [header, *bodies, footer]

    def test_each_document_has_the_face_of_its_customer(self):
        """Header, body and footer, whoever prints it."""
        for printed_in in (EN, FA):
            for text in self._read_parts(self._make_orders(FA), lang=printed_in):
                self.assertIn("o_vazirmatn", text)
                self.assertNotIn("o_persian_digits", text)
            for text in self._read_parts(self._make_orders(EN), lang=printed_in):
                self.assertNotIn("o_vazirmatn", text)

    def test_documents_of_both_languages_in_one_file(self):
        _header, *bodies, _footer = self._read_parts(self._make_orders(FA, EN))
        self.assertEqual(["o_vazirmatn" in body for body in bodies], [True, False])

    def test_every_layout_has_it(self):
        layouts = self.env["report.layout"].search([]).view_id
        self.assertGreater(len(layouts), 3)
        orders = self._make_orders(FA)
        for layout in layouts:
            self.env.company.external_report_layout_id = layout
            for text in self._read_parts(orders):
                self.assertIn("o_vazirmatn", text, layout.key)

    def test_digits_are_those_of_the_site(self):
        self.env["ir.config_parameter"].set_param(SITE_DIGITS, "persian")
        for text in self._read_parts(self._make_orders(FA)):
            self.assertIn("o_vazirmatn o_persian_digits", text)

    def test_a_site_without_it(self):
        self.env["ir.config_parameter"].set_param(FONT, "odoo")
        self.env["ir.config_parameter"].set_param(SITE_DIGITS, "persian")
        self.assertNotRegex(self._render(self._make_orders(FA)), "o_vazirmatn|o_persian_digits")

    def test_what_is_written_stays_as_it_is(self):
        self.env["ir.config_parameter"].set_param(SITE_DIGITS, "persian")
        order = self._make_orders(FA)
        order.order_line = [
            Command.create({"display_type": "line_note", "name": "Model 4870", "product_uom_qty": 0})
        ]
        self.assertIn("Model 4870", self._render(order))

    def _check_page(self, order, pattern):
        """Let a browser tell which font a page asks for, and which files it has got for it."""
        script = """(async () => {
            const frame = document.createElement("iframe");
            frame.src = "/report/html/sale.report_saleorder/%s";
            await new Promise((resolve) => {
                frame.onload = resolve;
                document.body.append(frame);
            });
            const page = frame.contentDocument;
            const asked = getComputedStyle(page.querySelector(".article .page")).fontFamily;
            await page.fonts.ready;
            const got = [...page.fonts]
                .filter(({ family, status }) => /Vazirmatn/.test(family) && status !== "unloaded")
                .map(({ family, weight, status }) => `${family} ${weight} ${status}`);
            const found = `${asked} | ${got.sort()}`.replaceAll('"', "");
            if (!/%s/.test(found)) {
                throw new Error(found);
            }
            console.log("test successful");
        })()"""
        self.browser_js("/odoo", script % (order.id, pattern), login="admin")

    def test_a_page_is_drawn_in_it(self):
        order = self._make_orders(FA)
        self._check_page(order, r"^Vazirmatn, .*\| .*Vazirmatn (400|normal) loaded")
        self.env["ir.config_parameter"].set_param(SITE_DIGITS, "persian")
        self._check_page(order, r"^Vazirmatn FD, .*\| .*Vazirmatn FD (400|normal) loaded")

    def test_a_page_in_another_language_is_not(self):
        self._check_page(self._make_orders(EN), r"^(?!Vazirmatn)[^|]* \| $")


@tagged("post_install", "-at_install")
class TestFaceTour(HttpCase):
    """The screens of a salesperson."""

    def _walk(self, lang, tour):
        self.env["res.lang"]._activate_lang(FA)
        user = mail_new_test_user(
            self.env,
            login="user_face",
            name="لیلا فروشنده",
            lang=lang,
            groups="sales_team.group_sale_salesman",
        )
        self.env["crm.lead"].create(
            {"name": "فرصت 123", "type": "opportunity", "user_id": user.id, "color": 1}
        )
        url = "/odoo/action-crm.crm_lead_action_pipeline?view_type=list"
        self.start_tour(url, tour, login="user_face")
        return user

    def test_persian_screens_are_in_vazirmatn_until_it_is_switched_off(self):
        user = self._walk(FA, "crm_lead_qualification_persian_face")
        self.assertEqual((user.persian_font, user.persian_digits), ("odoo", "persian"))

    def test_english_screens_do_not_even_fetch_it(self):
        self._walk(EN, "crm_lead_qualification_english_face")
