"""Merge an export of Odoo into the translations, and find what is wrong with them.

polib is imported inside the functions: only the Python of the cache has it.
"""

import re

from .addon import ADDON, ODOO_SERIES
from .console import say

PO_HEADER = {
    "Project-Id-Version": f"{ADDON} {ODOO_SERIES}",
    "Language": "fa",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}
# An editor fills these in: they must be there, and may say anything.
PO_HEADER_FREE = ["PO-Revision-Date", "Last-Translator", "Language-Team"]
# The placeholders that Python and QWeb replace in a term.
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\$\{[^}]+\}")


def merge_translations(folder, fresh_pot, check):
    """Update the .pot and fa.po of a folder from a fresh export, and return a list of problems.

    With `check`, nothing is written, and a file that is not up to date is a problem too.
    """
    import polib  # noqa: PLC0415

    fresh = polib.pofile(str(fresh_pot))
    # Without the dates of the export a file changes only when its terms do.
    for date in ("POT-Creation-Date", "PO-Revision-Date"):
        fresh.metadata[date] = ""
    # The terms of the demo data are Persian already and need no translation.
    for entry in [entry for entry in fresh if re.search("[\u0600-\u06ff]", entry.msgid)]:
        fresh.remove(entry)
    pot_file, po_file = folder / f"{ADDON}.pot", folder / "fa.po"
    pot = polib.pofile(str(pot_file)) if pot_file.exists() else polib.POFile()
    po = polib.pofile(str(po_file)) if po_file.exists() else polib.POFile()
    known = {entry.msgid: entry.msgstr for entry in po if not entry.obsolete and not entry.fuzzy}
    merged = polib.POFile()
    merged.metadata = dict(po.metadata) or PO_HEADER | dict.fromkeys(PO_HEADER_FREE, "")
    wanted = {entry.msgid for entry in fresh}
    stale = [e.msgid for e in po if e.obsolete or e.fuzzy or e.msgid not in wanted]
    for entry in fresh:
        fields = ("msgid", "msgctxt", "occurrences", "comment", "flags")
        copy = polib.POEntry(**{name: getattr(entry, name) for name in fields})
        copy.msgstr = known.get(entry.msgid, "")
        merged.append(copy)
    problems = [problem for entry in merged for problem in translation_problems(entry)]
    if check:
        problems += [f"stale: {msgid!r}" for msgid in stale]
        for file, old, new in ((pot_file, pot, fresh), (po_file, po, merged)):
            if [str(entry) for entry in old] != [str(entry) for entry in new]:
                problems.append(f"{file.name} is not up to date: run ./dev i18n and commit it.")
    else:
        for msgid in stale:
            say(f"dropped from fa.po: {msgid!r} ({known.get(msgid, '')!r})")
        fresh.save(str(pot_file))
        merged.save(str(po_file))
    return problems


def po_problems(path):
    """Yield what Poedit, Weblate or msgfmt would complain about."""
    import polib  # noqa: PLC0415

    name = f"{path.parent.name}/{path.name}"
    po = polib.pofile(str(path))
    for key, value in PO_HEADER.items():
        if po.metadata.get(key) != value:
            yield f"{name}: the header must say {key}: {value}"
    for key in PO_HEADER_FREE:
        if not po.metadata.get(key):
            yield f"{name}: the header must say {key}"
    seen = set()
    for entry in po:
        if entry.obsolete or entry.fuzzy:
            yield f"{name}: {'obsolete' if entry.obsolete else 'fuzzy'}: {entry.msgid!r}"
        if (entry.msgid, entry.msgctxt) in seen:
            yield f"{name}: twice: {entry.msgid!r}"
        seen.add((entry.msgid, entry.msgctxt))
        for edge in (str.startswith, str.endswith):
            if entry.msgstr and edge(entry.msgid, "\n") != edge(entry.msgstr, "\n"):
                yield f"{name}: a line break too few or too many: {entry.msgid!r}"


def extra_problems(path):
    """Yield the problems of the terms of other modules."""
    import polib  # noqa: PLC0415

    for entry in polib.pofile(str(path)):
        yield from translation_problems(entry)
        if not entry.comment.startswith("module"):
            yield f"{path.name}: Odoo wants '#. module: ...' above {entry.msgid!r}"
        if any(f":{ADDON}." in place or f"/{ADDON}/" in place for place, _ in entry.occurrences):
            yield f"{path.name}: belongs into i18n/fa.po: {entry.msgid!r}"
        if not entry.occurrences:
            yield f"{path.name}: does not say where it stands: {entry.msgid!r}"


def translation_problems(entry):
    if not entry.msgstr:
        yield f"untranslated: {entry.msgid!r}"
    elif entry.msgstr == entry.msgid and re.search(
        "[A-Za-z]", re.sub(PLACEHOLDER, "", entry.msgid)
    ):
        yield f"still English: {entry.msgid!r}"
    elif sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr)):
        yield f"other placeholders: {entry.msgid!r}: {entry.msgstr!r}"
    elif re.search("[\u064a\u0643\u0660-\u0669]", entry.msgstr):
        yield f"Arabic yeh, kaf or digits in place of the Persian ones: {entry.msgstr!r}"
