"""`./dev test`: run the tests that the arguments choose."""

# pylint: disable=print-used

from .addon import ROOT
from .clock import parse_moment
from .console import say
from .lifetime import run_lifetimes
from .machine import ensure_chromium
from .side_by_side import run_side_by_side
from .suites import (
    PERSIAN_TEST,
    run_core_tests,
    run_database_tests,
    run_full_tests,
    run_oca_tests,
    run_persian_test,
    run_pure_tests,
    run_refused_demo,
    split_database_tests,
)
from .upgrades import FIRST_RELEASE, has_commit, run_upgrade_test
from .workplace import Workplace


def add_commands(commands):
    test = commands.add_parser("test", help="run every test; arguments are pytest's")
    test.add_argument(
        "--at",
        type=parse_moment,
        metavar="TIME",
        help="run the addon's own tests as if they started then: UTC, as 2027-03-20T21:00 or with "
        "seconds",
    )
    test.add_argument(
        "--all",
        action="store_true",
        help="also walk through the screens in Chromium, and run --core, --oca, --upgrade and --life",
    )
    test.add_argument("--core", action="store_true", help="also run Odoo's own tests")
    test.add_argument(
        "--full",
        action="store_true",
        help="only those of the database with all addons around leads",
    )
    test.add_argument(
        "--oca",
        action="store_true",
        help="only the tests of OCA's addons around leads, and ours about merging beside them",
    )
    test.add_argument(
        "--stock",
        action="store_true",
        help=f"{PERSIAN_TEST}: count what Odoo without the addon leaves in English",
    )
    test.add_argument(
        "--upgrade",
        nargs="?",
        const=FIRST_RELEASE,
        metavar="COMMIT",
        help="only an upgrade from a commit, without one from the first release",
    )
    test.add_argument(
        "--life",
        action="store_true",
        help="only the life of a database: installed, dumped and restored, uninstalled",
    )
    test.set_defaults(call=run_tests)


def check_options(options, error):
    """Call `error` with a text when the options do not go together."""
    if options.at and options.core:
        error("--at is for the addon's own tests: leave --core out.")
    if options.core and (options.full or options.oca):
        error("--core goes with neither --full nor --oca")
    others = options.at or options.core or options.full or options.oca
    if options.upgrade and (others or options.life):
        error("--upgrade goes by itself")
    if options.life and (others or options.rest):
        error("--life goes by itself")
    if options.all and (options.rest or options.at or options.full or options.oca or options.life):
        error("--all goes by itself")


def run_tests(options):
    ensure_chromium()
    with Workplace() as place:
        place.at = options.at
        results = list(run_suites(place, options))
    counts = {
        key: sum(result[key] for result in results) for key in ("passed", "failed", "skipped")
    }
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return int(any(result["code"] for result in results) or not counts["passed"])


def run_everything(place, options):
    """Run all tests of the addon, several groups at the same time.

    Without --all nothing walks through the screens, which takes half of the time.
    """
    crawl = [lambda apart: run_persian_test(apart, options.stock, [])] if options.all else []
    groups = [
        *crawl,
        *split_database_tests(place, with_walks=options.all),
        lambda apart: run_full_tests(apart, [], []),
        run_refused_demo,
        lambda apart: run_pure_tests(apart, [], []),
    ]
    yield from run_side_by_side(place, groups)
    if options.all or options.core:
        yield from run_core_tests(place, [])
    if options.all:
        if has_commit(FIRST_RELEASE):
            yield run_upgrade_test(place, FIRST_RELEASE, [])
        else:
            say("No upgrade: the history of git does not reach back to the first release")
        yield run_lifetimes(place)
        yield from run_oca_tests(place, [], [])


def is_target(argument):
    """Return whether an argument is a file, a folder or a test, not an option or its value."""
    path = argument.partition("::")[0]
    return not path.startswith("-") and "/" in path and (ROOT / path).exists()


def run_suites(place, options):
    """Run what the options choose, and yield a result for each run of pytest."""
    if options.upgrade:
        yield run_upgrade_test(place, options.upgrade, options.rest)
        return
    if options.life:
        yield run_lifetimes(place)
        return
    targets = [argument for argument in options.rest if is_target(argument)]
    rest = [argument for argument in options.rest if argument not in targets]
    pure = [target for target in targets if "tests/pure" in target]
    persian = [target for target in targets if PERSIAN_TEST in target]
    database = [target for target in targets if target not in pure + persian]
    elsewhere = options.full or options.oca
    everything = not (targets or elsewhere)
    if not (options.rest or elsewhere):
        yield from run_everything(place, options)
        return
    if pure or everything:
        yield run_pure_tests(place, pure, rest)
    if everything or (database and not elsewhere):
        yield run_database_tests(place, database, rest)
    if persian or everything:
        yield run_persian_test(place, options.stock, rest)
    if options.full:
        yield run_full_tests(place, database, rest)
    if options.core:
        yield from run_core_tests(place, rest)
    if options.oca:
        yield from run_oca_tests(place, database, rest)
