"""The Persian that this addon has for terms of other modules, in i18n_extra/fa.po.

Odoo loads such a file too, but only where the other module says nothing, and never for terms in
Python code (TRANSLATING.md).
"""

import re
import threading
from collections import defaultdict, namedtuple
from functools import lru_cache
from pathlib import Path

import polib

from odoo.modules.registry import Registry
from odoo.tools.misc import ReadonlyDict, file_path
from odoo.tools.translate import (
    JAVASCRIPT_TRANSLATION_COMMENT,
    PYTHON_TRANSLATION_COMMENT,
    CodeTranslations,
    get_po_paths,
)

from .settings import ADDON

FOLDER = "i18n_extra"
RECORD = re.compile(r"(?:model|model_terms):([\w.]+),(\w+):(\w+)\.(\S+)$")
CODE = re.compile(r"code:(?:addons|odoo)/(?:addons/)?(\w+)/")

RecordTerm = namedtuple("RecordTerm", "model field module xmlid source value")


def read_po(path):
    """:returns: list of polib.POEntry, those that are translated"""
    po = polib.pofile(Path(file_path(path)).read_text(encoding="utf-8"))
    return [entry for entry in po if entry.msgstr and not entry.obsolete and not entry.fuzzy]


@lru_cache
def read_extra(lang):
    """The entries of i18n_extra for a language; a process reads them once."""
    paths = [path for path in get_po_paths(ADDON, lang) if Path(path).parent.name == FOLDER]
    return tuple(entry for path in paths for entry in read_po(path))


def record_terms(lang):
    """:returns: list of RecordTerm, what fields and records of other modules are called"""
    return [
        RecordTerm(*match.groups(), entry.msgid, entry.msgstr)
        for entry in read_extra(lang)
        for occurrence, _line in entry.occurrences
        if (match := RECORD.match(occurrence))
    ]


@lru_cache
def code_terms(lang, comment):
    """The terms in the code of other modules.

    :param comment: PYTHON_TRANSLATION_COMMENT or JAVASCRIPT_TRANSLATION_COMMENT
    :returns: dict of dicts, by module and source
    """
    terms = defaultdict(dict)
    for entry in read_extra(lang):
        if comment not in entry.comment:
            continue
        for occurrence, _line in entry.occurrences:
            if match := CODE.match(occurrence):
                terms[match[1]][entry.msgid] = entry.msgstr
    return dict(terms)


def web_terms(lang):
    return code_terms(lang, JAVASCRIPT_TRANSLATION_COMMENT)


def core_terms(module, lang):
    """What a module itself says.

    :returns: dict of str by source
    """
    return {
        entry.msgid: entry.msgstr for path in get_po_paths(module, lang) for entry in read_po(path)
    }


def is_installed_here():
    """Whether the database that this thread works for has the addon."""
    registries = Registry.registries
    name = getattr(threading.current_thread(), "dbname", None)
    if name:
        try:
            return ADDON in registries[name]._init_modules
        except KeyError:
            return False
    # A thread that does not say so belongs to a process of one database.
    return any(ADDON in registry._init_modules for registry in list(registries.values()))


def patch_python_terms():
    """Let Python code of other modules speak our Persian, in the databases with the addon.

    Odoo has no hook for it: a term in Python code is looked up in its module's own file, in a
    cache of the process, whatever the database.
    """
    core = CodeTranslations.get_python_translations
    if getattr(core, "with_extra_terms", False):
        return

    # What the module itself says, and that with our terms, by module and language.
    known = {}

    def get_python_translations(self, module_name, lang):
        terms = core(self, module_name, lang)
        extra = lang and code_terms(lang, PYTHON_TRANSLATION_COMMENT).get(module_name)
        if not extra or not is_installed_here():
            return terms
        own, both = known.get((module_name, lang), (None, None))
        if own is not terms:
            # Put together once for each file that Odoo reads, not for each text that is asked for.
            both = ReadonlyDict({**terms, **extra})
            known[module_name, lang] = (terms, both)
        return both

    get_python_translations.with_extra_terms = True
    CodeTranslations.get_python_translations = get_python_translations
