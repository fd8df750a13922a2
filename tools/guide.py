"""The guide for users: its pages stand in docs/guide, a folder a language.

They are written in reStructuredText: git hosts show it, and Odoo needs docutils by itself.
"""

from pathlib import Path
from typing import NamedTuple

from docutils.core import publish_parts
from docutils.writers.html5_polyglot import Writer
from markupsafe import Markup

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "guide"
# In the order in which they are read, and the first one where a user's language has none.
LANGUAGES = ("en", "fa")
PAGES = (
    "index",
    "leads",
    "convert",
    "similar",
    "merge",
    "bulk",
    "import",
    "calls",
    "activities",
    "lost",
    "teams",
    "search",
    "persian",
)
SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "initial_header_level": 2,
    "output_encoding": "unicode",
    "report_level": 5,
}


class Page(NamedTuple):
    """A page of the guide.

    :param name: str, one of `PAGES`
    :param title: str
    :param body: Markup, the page without its title
    """

    name: str
    title: str
    body: Markup


def get_path(language, name):
    """Return the Path of a page.

    :param language: str, one of `LANGUAGES`
    :param name: str, one of `PAGES`
    :raises ValueError: if it is none of these
    """
    if language not in LANGUAGES or name not in PAGES:
        raise ValueError(f"The guide has no page {language}/{name}.")
    return FOLDER / language / f"{name}.rst"


def read_title(language, name):
    """Return the title of a page, the first line of its file (see `get_path`)."""
    with get_path(language, name).open(encoding="utf-8") as file:
        return file.readline().strip()


def read_page(language, name):
    """Return a page as it is shown.

    Its links and the addresses of its pictures stay as they are in the file, relative to it.

    :param language: str, one of `LANGUAGES`
    :param name: str, one of `PAGES`
    :return: Page
    :raises ValueError: if there is no such page
    """
    source = get_path(language, name).read_text(encoding="utf-8")
    parts = publish_parts(source, writer=Writer(), settings_overrides=SETTINGS)
    # What is escaped is escaped by docutils, and its source is this repository's.
    return Page(name, read_title(language, name), Markup(parts["body"]))  # noqa: S704
