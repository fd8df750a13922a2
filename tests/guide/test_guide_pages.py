import csv
import re
from collections import defaultdict
from pathlib import Path

import polib
from docutils import nodes
from docutils.core import publish_doctree

from odoo.tests import BaseCase, tagged
from odoo.tools.misc import file_path

from ...tools.core_terms import ADDON
from ...tools.guide import FOLDER, LANGUAGES, PAGES, SETTINGS, get_path, read_title

ROOT = Path(file_path(f"{ADDON}/__manifest__.py")).resolve().parent
# What a path of menus is written with.
ARROWS = {"en": " > ", "fa": " ◄ "}
MODULES = [
    *("crm", "sales_team", "sale_crm", "sale", "web", "mail", "base", "base_import"),
    *("base_setup", "calendar", "crm_phonecall"),
]
# All of them together, so that the guide is no burden for who installs the addon.
LARGEST = 3 * 1024 * 1024


def parse(language, name):
    """A page as a tree; what docutils only warns of is an error here."""
    path = get_path(language, name)
    settings = {**SETTINGS, "report_level": 2, "halt_level": 2, "output_encoding": None}
    return publish_doctree(
        path.read_text(encoding="utf-8"), source_path=str(path), settings_overrides=settings
    )


def clean(text):
    """A term without what is around it: tags, spaces and the colon of a label."""
    return " ".join(re.sub("<[^>]*>", " ", text).split()).strip(" :.…")


def read_words():
    """What screens call things: English to a set of Persian, as `i18n_extra` has mended it."""
    words = defaultdict(set)
    mended = set()
    for entry in polib.pofile(str(ROOT / "i18n_extra" / "fa.po")):
        named = re.match(r"modules?: ([\w, ]+)", entry.comment)
        mended |= {(module, entry.msgid) for module in named[1].split(", ")}
        words[clean(entry.msgid)].add(clean(entry.msgstr))
    for module in [ADDON, *MODULES]:
        for entry in polib.pofile(file_path(f"{module}/i18n/fa.po")):
            if (module, entry.msgid) not in mended:
                words[clean(entry.msgid)].add(clean(entry.msgstr))
    return words


def find_labels(tree, language):
    """The menus, buttons and fields that a page names: all that is bold."""
    return [
        clean(label)
        for strong in tree.findall(nodes.strong)
        for label in strong.astext().split(ARROWS[language])
    ]


@tagged("post_install", "-at_install")
class TestGuidePages(BaseCase):
    """docs/guide says the same in all languages, and names what is there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trees = {(lang, name): parse(lang, name) for lang in LANGUAGES for name in PAGES}

    def _pairs(self):
        for name in PAGES:
            with self.subTest(name):
                yield self.trees["en", name], self.trees["fa", name]

    def test_each_language_has_these_pages(self):
        for language in LANGUAGES:
            there = {path.stem for path in (FOLDER / language).iterdir()}
            self.assertEqual(there, set(PAGES))

    def test_pages_have_the_same_structure(self):
        kinds = (nodes.section, nodes.image, nodes.admonition, nodes.list_item, nodes.title)
        for english, persian in self._pairs():
            shapes = [
                [type(node) for node in tree.findall(lambda node: isinstance(node, kinds))]
                for tree in (english, persian)
            ]
            self.assertEqual(*shapes)

    def test_the_title_is_the_first_line(self):
        for (language, name), tree in self.trees.items():
            self.assertEqual(read_title(language, name), tree["title"])

    def test_the_first_page_lists_the_others_in_order(self):
        for language in LANGUAGES:
            links = [
                node["refuri"] for node in self.trees[language, "index"].findall(nodes.reference)
            ]
            self.assertEqual(links, [f"{name}.rst" for name in PAGES[1:]])

    def test_every_link_leads_to_a_page(self):
        count = 0
        for (language, name), tree in self.trees.items():
            for link in tree.findall(nodes.reference):
                count += 1
                with self.subTest(language=language, page=name, link=link["refuri"]):
                    self.assertIn(link["refuri"].removesuffix(".rst"), PAGES)
        self.assertGreater(count, 2 * len(PAGES))

    # Pictures -------------------------------------------------------------------------------

    def _shown(self, language):
        """The pictures that the pages of a language show, by the names of their files."""
        shown = []
        for name in PAGES:
            for picture in self.trees[language, name].findall(nodes.image):
                path = (FOLDER / language / picture["uri"]).resolve()
                self.assertEqual(path.parent, ROOT / "static" / "guide" / language)
                self.assertTrue(picture.get("alt"), picture["uri"])
                shown.append(path.name)
        return shown

    def test_every_picture_is_there_and_shown(self):
        for language in LANGUAGES:
            there = {path.name for path in (ROOT / "static" / "guide" / language).iterdir()}
            self.assertEqual(set(self._shown(language)), there)
        self.assertEqual(self._shown("en"), self._shown("fa"))

    def test_every_picture_is_made_by_the_command(self):
        script = (ROOT / "devtools" / "guide_pictures.js").read_text()
        tables = re.findall(r"const (?:PICTURES|CHANGING) = \{(.*?)\n\};", script, re.DOTALL)
        made = re.findall(r"^    (?:async )?(\w+)[(:]", "\n".join(tables), re.MULTILINE)
        self.assertEqual(sorted(self._shown("fa")), sorted(f"{name}.png" for name in made))

    def test_pictures_are_small(self):
        pictures = list((ROOT / "static" / "guide").glob("*/*.png"))
        self.assertTrue(pictures)
        self.assertLess(sum(path.stat().st_size for path in pictures), LARGEST)

    # Words ----------------------------------------------------------------------------------

    def test_what_a_page_names_is_called_so_on_the_screen(self):
        words = read_words()
        count = 0
        for english, persian in self._pairs():
            labels = find_labels(english, "en"), find_labels(persian, "fa")
            count += len(labels[0])
            unknown = [label for label in labels[0] if not words[label] & set(labels[1])]
            known = set().union(*(words[label] for label in labels[0]))
            unknown += [label for label in labels[1] if label not in known]
            self.assertFalse(unknown)
        self.assertGreater(count, 100)

    def test_persian_is_as_the_glossary_wants_it(self):
        with (ROOT / "docs" / "glossary.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if not row["where"]]
        self.assertGreater(len(rows), 30)
        for name in PAGES:
            # Names of records and what one types are quoted as they are.
            text = re.sub("«[^»]*»", "", self.trees["fa", name].astext())
            wrong = {
                row["english"]: found[0]
                for row in rows
                if (found := re.search(row["never"], text, re.MULTILINE))
            }
            self.assertFalse(wrong, name)
