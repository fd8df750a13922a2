import unicodedata
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ...tools.persian import unaccent
from ...tools.persian.search_fold import BLOCKS, TABLE, search_fold

# Of other alphabets: what searches of them find must not change.
OTHERS = "éÉèßẞıİiIşğœøñçàöüěčžАбёЁΩάأ中あ한ไทย"
typed = st.text(
    st.one_of(
        st.sampled_from([chr(code_point) for code_point in TABLE]),
        st.sampled_from("علیرضاکریمپگچژ آ\u200c،؟٪%_\\ aé1"),
        st.characters(codec="utf-8", exclude_characters="\x00"),
    )
)


@tagged("post_install", "-at_install")
class TestSearchFold(TransactionCase):
    """The function that PostgreSQL searches with, beside that of Python."""

    def _fold(self, texts):
        rows = self.env.execute_query(
            SQL(
                "SELECT unaccent(text) FROM unnest(%s::text[]) WITH ORDINALITY AS texts(text, place) "
                "ORDER BY place",
                list(texts),
            )
        )
        return [text for (text,) in rows]

    def _assert_same(self, texts):
        wrong = {
            ascii(text): (ascii(folded), ascii(search_fold(text)))
            for text, folded in zip(texts, self._fold(texts), strict=True)
            if folded != search_fold(text)
        }
        self.assertFalse(wrong)

    def test_every_character_of_the_arabic_blocks(self):
        characters = [
            chr(code_point) for first, last in BLOCKS for code_point in range(first, last + 1)
        ]
        self.assertEqual(len(characters), 1280)
        self._assert_same(characters)
        # In a text, with what is folded quickly and what is not.
        self._assert_same([f"a{character}کي" for character in characters])
        self._assert_same([f"{character}۱\u064b" for character in characters])

    def test_every_other_character_stays(self):
        characters = [
            chr(code_point)
            for code_point in range(1, 0x10FFFF + 1)
            if code_point not in TABLE and unicodedata.category(chr(code_point)) != "Cs"
        ]
        self.assertEqual(self._fold(["".join(characters)]), ["".join(characters)])

    @settings(max_examples=300, deadline=None)
    @given(st.lists(typed, max_size=20))
    def test_any_text(self, texts):
        self._assert_same(texts)

    def test_nothing_is_nothing(self):
        self.assertEqual(self._fold([None, ""]), [None, ""])

    def test_it_may_be_indexed_and_stands_by_itself(self):
        """In a dump that is restored nothing is found by a short name, and it comes before indexes."""
        function = unaccent.find(self.env.cr)
        self.assertEqual((function.volatility, bool(function.ours)), ("i", True))
        self.env.cr.execute("CREATE TABLE search_dump (name text)")
        self.env.cr.execute("INSERT INTO search_dump VALUES ('علي ۱'), ('\ufefb ۱'), ('مُحمد')")
        self.env.cr.execute(
            SQL(
                "SET LOCAL search_path = ''; CREATE INDEX ON %s.search_dump (%s.unaccent(name))",
                SQL.identifier(function.schema),
                SQL.identifier(function.schema),
            )
        )
        self.env.cr.execute(
            SQL("SET LOCAL search_path = DEFAULT; SELECT unaccent(name) FROM search_dump")
        )
        self.assertEqual({text for (text,) in self.env.cr.fetchall()}, {"علی 1", "لا 1", "محمد"})

    # What Odoo does with it -----------------------------------------------------------------------

    def test_all_models_are_searched_in_any_spelling(self):
        tag = self.env["crm.tag"].create({"name": "مشتريان كليدي آينده ۱۴۰۵"})
        product = self.env["product.product"].create({"name": "ميز كنفرانس علي‌رضا"})
        for record, texts in (
            (tag, ("مشتریان کلیدی", "اینده", "1405", "مُشتریان")),
            (product, ("میز کنفرانس", "علیرضا", "عليرضا")),
        ):
            for text in texts:
                domain = [("name", "ilike", text)]
                self.assertIn(record, record.search(domain), text)
                self.assertEqual(record.filtered_domain(domain), record, text)
                self.assertIn(record.id, dict(record.name_search(text)))

    def test_other_scripts_are_found_as_without_it(self):
        """Beside a database that has no function at all: no accent is found that was not."""
        self.assertFalse(unaccent.find(self.env.cr).ours.get("before"))
        tags = self.env["crm.tag"].create([{"name": f"x{letter}y"} for letter in OTHERS])
        for letter in {*OTHERS, *"eEsSiIoncaАΩ"}:
            domain = [("name", "ilike", f"x{letter}y"), ("id", "in", tags.ids)]
            found = tags.search(domain)
            in_memory = tags.filtered_domain(domain)
            with patch.object(self.registry, "unaccent_python", lambda text: text):
                self.assertLessEqual(tags.filtered_domain(domain), in_memory)
                if letter not in "أ":
                    self.assertEqual(tags.filtered_domain(domain), in_memory, letter)
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM crm_tag WHERE name->>'en_US' ILIKE %s AND id = ANY(%s)",
                    f"%x{letter}y%",
                    tags.ids,
                )
            )
            stock = {row_id for (row_id,) in self.env.cr.fetchall()}
            self.assertLessEqual(stock, {*found.ids})
            if letter not in "أ":
                self.assertEqual(stock, {*found.ids}, letter)
