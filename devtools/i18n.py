"""`./dev i18n`: export the terms of the addon and merge them into the translations."""

# pylint: disable=print-used

import tempfile
from pathlib import Path

from .addon import ADDON, ROOT
from .cache import locked
from .console import run, say
from .databases import ensure_test_database
from .translations import extra_problems, merge_translations, po_problems
from .workplace import Workplace


def add_commands(commands):
    i18n = commands.add_parser("i18n", help="export and merge the translations")
    i18n.add_argument("--check", action="store_true", help="change nothing; fail if it would")
    i18n.set_defaults(call=export_and_merge)
    # Without a help text, so that the list of commands leaves it out: ./dev i18n calls it.
    merge = commands.add_parser("i18n-merge")
    merge.add_argument("pot", type=Path)
    merge.add_argument("--check", action="store_true")
    merge.set_defaults(call=merge_export)


def export_and_merge(options):
    with Workplace() as place:
        with locked("database.lock"):
            name = ensure_test_database(place)
        with tempfile.TemporaryDirectory() as work:
            fresh = Path(work) / f"{ADDON}.pot"
            export = ("i18n", "export", "-c", place.config, "-d", name, "-l", "pot", "-o", fresh)
            place.run_odoo("Exporting the terms", "i18n.log", *export, ADDON)
            check = ["--check"] if options.check else []
            # A process of its own: the Python of the cache has polib.
            command = [place.python, ROOT / "dev", "i18n-merge", fresh, *check]
            return run(command, check=False).returncode


def merge_export(options):
    """Merge an export; this runs under the Python of the cache, which has polib."""
    problems = merge_translations(ROOT / "i18n", options.pot, options.check)
    problems += [p for name in ("i18n", "i18n_extra") for p in po_problems(ROOT / name / "fa.po")]
    problems += extra_problems(ROOT / "i18n_extra" / "fa.po")
    for problem in problems:
        print(problem)
    say(f"i18n: {len(problems)} problem(s)" if problems else "i18n: complete")
    return int(bool(problems))
