import re

from lxml import html

from odoo.tests import HttpCase, new_test_user, tagged

from ...tools.guide import LANGUAGES, PAGES

ADDRESS = "/crm_lead_qualification/docs/guide"
# Addresses of what a page fetches or leads to.
OUTSIDE = re.compile(r"""(?:src|href|url\()\s*=?\s*["']?\s*(?:https?:)?//""")


@tagged("post_install", "-at_install")
class TestGuide(HttpCase):
    """The pages of docs/guide, as Odoo shows them to who is signed in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fa_IR")
        cls.user = new_test_user(
            cls.env, "guide reader", "sales_team.group_sale_salesman", lang="fa_IR"
        )

    def _get(self, path):
        response = self.url_open(f"{ADDRESS}/{path}")
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.content)

    def test_every_page_is_shown_with_its_pictures(self):
        self.authenticate("guide reader", "guide reader")
        pictures = set()
        for language, direction in (("fa", "rtl"), ("en", "ltr")):
            for name in PAGES:
                page = self._get(f"{language}/{name}.rst")
                self.assertEqual((page.get("lang"), page.get("dir")), (language, direction))
                self.assertFalse(OUTSIDE.search(html.tostring(page, encoding="unicode")))
                page.make_links_absolute(f"{self.base_url()}{ADDRESS}/{language}/{name}.rst")
                pictures |= set(page.xpath("//main//img/@src"))
        self.assertGreater(len(pictures), 20)
        for picture in pictures:
            self.assertEqual(self.url_open(picture).headers["Content-Type"], "image/png")

    def test_it_opens_in_the_language_of_the_user(self):
        self.authenticate("guide reader", "guide reader")
        for lang, language in (("fa_IR", "fa"), ("en_US", "en")):
            self.user.lang = lang
            response = self.url_open("/crm_lead_qualification/guide")
            self.assertTrue(response.url.endswith(f"{ADDRESS}/{language}/index.rst"))
        response = self.url_open("/crm_lead_qualification/guide/merge")
        self.assertTrue(response.url.endswith(f"{ADDRESS}/en/merge.rst"))
        # Where the guide is not in a language, it is in English.
        self.env["res.lang"]._activate_lang("fr_FR")
        self.user.lang = "fr_FR"
        response = self.url_open("/crm_lead_qualification/guide")
        self.assertTrue(response.url.endswith(f"{ADDRESS}/en/index.rst"))

    def test_empty_screens_lead_to_their_page(self):
        self.authenticate("guide reader", "guide reader")
        for action, name in (
            ("crm_lead_duplicate_group_action", "similar"),
            ("crm_lead_bulk_action", "bulk"),
            ("crm_lead_merge_action", "merge"),
            ("crm_lead_loss_action", "lost"),
        ):
            text = self.env.ref(f"crm_lead_qualification.{action}").with_context(lang="fa_IR").help
            (link,) = html.fromstring(text).xpath("//a[@target='_blank']")
            self.assertRegex(link.text, "[آ-ی]")
            response = self.url_open(link.get("href"))
            self.assertTrue(response.url.endswith(f"{ADDRESS}/fa/{name}.rst"))

    def test_one_goes_from_page_to_page_and_to_the_other_language(self):
        self.authenticate("guide reader", "guide reader")
        page = self._get("fa/convert.rst")
        self.assertEqual(
            page.xpath("//nav[@class='o_guide_pages']//a/@href"),
            [f"{name}.rst" for name in PAGES[1:]],
        )
        self.assertEqual(page.xpath("//a[@aria-current='page']/@href"), ["convert.rst"])
        self.assertEqual(page.xpath("//a[@rel='prev']/@href"), ["leads.rst"])
        self.assertEqual(page.xpath("//a[@rel='next']/@href"), ["similar.rst"])
        self.assertEqual(page.xpath("//header//a[@lang='en']/@href"), ["../en/convert.rst"])
        self.assertFalse(self._get("fa/index.rst").xpath("//a[@rel='prev']"))
        self.assertFalse(self._get(f"fa/{PAGES[-1]}.rst").xpath("//a[@rel='next']"))

    def test_it_wears_the_face_of_its_language(self):
        self.authenticate("guide reader", "guide reader")
        face = "//div[contains(@class, 'o_guide') and contains(@class, 'o_vazirmatn')]"
        self.assertTrue(self._get("fa/index.rst").xpath(face))
        self.assertFalse(self._get("en/index.rst").xpath(face))

    def test_nothing_else_is_read(self):
        self.authenticate("guide reader", "guide reader")
        for path in (
            *("fa/nothing.rst", "de/index.rst", "fa/index", "fa/index.txt", "index.rst"),
            *("..%2F..%2FREADME.rst", "fa/..%2F..%2Fhooks.rst", "fa/../../hooks.md"),
        ):
            with self.subTest(path):
                self.assertEqual(self.url_open(f"{ADDRESS}/{path}").status_code, 404)

    def test_only_internal_users_see_it(self):
        new_test_user(self.env, "guide portal", "base.group_portal")
        self.authenticate("guide portal", "guide portal")
        self.assertEqual(self.url_open(f"{ADDRESS}/fa/index.rst").status_code, 404)
        self.authenticate(None, None)
        for path in (f"{ADDRESS}/fa/index.rst", "/crm_lead_qualification/guide"):
            response = self.url_open(path, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertIn("/web/login", response.headers["Location"])

    def test_the_menu_is_the_last_one_of_crm(self):
        menu = self.env.ref("crm_lead_qualification.menu_guide")
        shown = self.env["ir.ui.menu"].with_user(self.user)._visible_menu_ids()
        menus = self.env.ref("crm.crm_menu_root").child_id.filtered(lambda one: one.id in shown)
        self.assertEqual(menus.sorted(lambda one: (one.sequence, one.id))[-1], menu)
        self.assertEqual(menu.with_context(lang="fa_IR").name, "راهنما")
        self.assertEqual(menu.action.target, "new")
        self.authenticate("guide reader", "guide reader")
        self.assertEqual(self.url_open(menu.action.url).status_code, 200)


@tagged("post_install", "-at_install")
class TestGuideOnPhone(HttpCase):
    """Nothing of a page stands beyond the edge of a phone."""

    browser_size = "390x844"
    touch_enabled = True

    def test_no_page_is_wider_than_a_phone(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        new_test_user(self.env, "guide phone", "sales_team.group_sale_salesman", lang="fa_IR")
        for language in LANGUAGES:
            self.browser_js(
                f"{ADDRESS}/{language}/merge.rst",
                """
                const { scrollWidth, clientWidth, dir } = document.documentElement;
                const list = document.querySelector(".o_guide_pages");
                if (scrollWidth > clientWidth || getComputedStyle(list).display !== "none") {
                    throw new Error(`${dir}: ${scrollWidth} of ${clientWidth} pixels`);
                }
                console.log("test successful");
                """,
                ready="document.readyState === 'complete'",
                login="guide phone",
            )
