import functools
import json
import re

from lxml import html

from odoo import Command
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import misc

from odoo.addons.account.models import account_move

from ...models.persian.amounts import patch_amount_functions

FA, EN = "fa_IR", "en_US"
MINUS = "\u200e-"


@tagged("post_install", "-at_install")
class TestAmounts(TransactionCase):
    """On the server too the number comes before its unit, in a Persian text."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)
        cls.fa = cls.env(context={"lang": FA})
        cls.en = cls.env(context={"lang": EN})
        cls.before = cls.env.ref("base.USD")
        cls.before.write({"symbol": "$", "position": "before"})
        cls.after = cls.env.ref("base.IRR")
        cls.after.write({"symbol": "ریال", "position": "after", "rounding": 1, "active": True})

    def _format(self, env, amount, currency):
        """An amount as each of Odoo's functions writes it, once where all agree."""
        texts = {
            misc.formatLang(env, amount, currency_obj=currency),
            misc.format_amount(env, amount, currency).replace("\ufeff", ""),
            currency.with_env(env).format(amount).replace("\ufeff", ""),
        }
        return texts.pop() if len(texts) == 1 else texts

    def test_the_number_comes_first(self):
        self.assertEqual(self._format(self.fa, 1234.5, self.before), "1,234.50\xa0$")
        self.assertEqual(self._format(self.fa, 250000000, self.after), "250,000,000\xa0ریال")

    def test_the_minus_stays_on_its_side(self):
        self.assertEqual(self._format(self.fa, -1000, self.after), f"{MINUS}1,000\xa0ریال")
        self.assertEqual(self._format(self.fa, -2, self.before), f"{MINUS}2.00\xa0$")

    def test_other_languages_are_as_odoo_writes_them(self):
        self.assertEqual(self._format(self.en, -1234.5, self.before), "$\xa0-1,234.50")
        self.assertEqual(self._format(self.en, -5, self.after), "-5\xa0ریال")
        # The language of the text counts, not that of whoever writes it.
        self.assertEqual(misc.format_amount(self.en, 2, self.before, FA), "2.00\xa0$")
        self.assertEqual(misc.format_amount(self.fa, 2, self.before, EN), "$\xa02.00")

    def test_numbers_without_a_unit_are_left_alone(self):
        self.assertEqual(misc.formatLang(self.fa, -1000), "-1,000.00")
        self.assertEqual(misc.formatLang(self.fa, ""), "")
        self.before.symbol = ""
        self.assertEqual(misc.formatLang(self.fa, 2, currency_obj=self.before), "2.00")

    def test_modules_have_it_by_name(self):
        text = account_move.formatLang(self.fa, 2, currency_obj=self.before)
        self.assertEqual(text, "2.00\xa0$")

    def test_another_addon_may_wrap_them_first(self):
        core = misc.formatLang.__wrapped__

        @functools.wraps(core)
        def format_for_others(*args, **kwargs):
            return f"<{core(*args, **kwargs)}>"

        self.patch(misc, "formatLang", format_for_others)
        patch_amount_functions()
        self.assertEqual(misc.formatLang(self.fa, 2, currency_obj=self.before), "<$\xa02.00>")

    def test_documents(self):
        def write(env, amount, **options):
            field = env["ir.qweb.field.monetary"]
            return field.value_to_html(amount, {"display_currency": self.before, **options})

        number = '<span class="oe_currency_value">{}</span>'
        self.assertEqual(write(self.fa, 5.5), number.format("5.50") + "\xa0$")
        self.assertEqual(write(self.fa, -5.5), number.format(f"{MINUS}\ufeff5.50") + "\xa0$")
        self.assertEqual(write(self.en, -5.5), "$\xa0" + number.format("-\ufeff5.50"))
        self.before.symbol = "<&>"
        self.assertEqual(write(self.fa, 5.5), number.format("5.50") + "\xa0&lt;&amp;&gt;")

    def _create_order(self, lang):
        customer = self.env["res.partner"].create({"name": "مشتری", "lang": lang})
        product = self.env["product.product"].create({"name": "سوییچ", "taxes_id": False})
        line = {"product_id": product.id, "price_unit": 7777}
        order = self.env["sale.order"].create(
            {"partner_id": customer.id, "order_line": [Command.create(line)]}
        )
        order.currency_id = self.before
        return order

    def test_a_report_of_a_quotation(self):
        for lang, expected in ((FA, "7,777.00\xa0$"), (EN, "$\xa07,777.00")):
            content, _type = self.env["ir.actions.report"]._render_qweb_html(
                "sale.action_report_saleorder", self._create_order(lang).ids
            )
            amounts = html.fromstring(content).xpath(
                "//*[span[contains(@class, 'oe_currency_value')]]"
            )
            self.assertTrue(amounts)
            self.assertEqual({amount.text_content().strip() for amount in amounts}, {expected})


@tagged("post_install", "-at_install")
class TestAmountsSession(HttpCase):
    """What the browser is told of currencies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FA)
        cls.dollar = cls.env.ref("base.USD")
        cls.dollar.write({"position": "before", "active": True})

    def _get_session_info(self, lang, **values):
        login = f"amounts_{lang}_{len(values)}"
        user = new_test_user(self.env, login, "base.group_user", lang=lang, **values)
        self.authenticate(user.login, user.login)
        return self.make_jsonrpc_request("/web/session/get_session_info")

    def test_the_unit_of_every_currency_is_last_in_persian_alone(self):
        currencies = self._get_session_info(FA)["currencies"]
        self.assertEqual({each["position"] for each in currencies.values()}, {"after"})
        stock = self.env["res.currency"].get_all_currencies()
        self.assertEqual(stock[self.dollar.id]["position"], "before")
        english = self._get_session_info(EN)["currencies"]
        self.assertEqual(
            {int(key): currency["position"] for key, currency in english.items()},
            {key: currency["position"] for key, currency in stock.items()},
        )
        self.assertEqual(self.dollar.position, "before")

    def test_pages_for_customers(self):
        for lang, position in ((FA, "after"), (EN, "before")):
            user = new_test_user(self.env, f"customer_{lang}", "base.group_portal", lang=lang)
            self.authenticate(user.login, user.login)
            page = self.url_open("/my").text
            info = json.loads(re.search(r"__session_info__ = (\{.*?\});", page)[1])
            self.assertEqual(info["currencies"][str(self.dollar.id)]["position"], position)

    def test_toman_is_for_persian_users_who_want_it(self):
        self.assertNotIn("shows_toman", self._get_session_info(FA))
        self.assertTrue(self._get_session_info(FA, shows_toman=True)["shows_toman"])
        self.assertNotIn("shows_toman", self._get_session_info(EN, shows_toman=True))

    def test_users_choose_toman_for_themselves(self):
        user = new_test_user(self.env, "toman_user", "base.group_user", lang=FA)
        own = user.with_user(user)
        own.write({"shows_toman": True})
        self.assertTrue(own.read(["shows_toman"])[0]["shows_toman"])
