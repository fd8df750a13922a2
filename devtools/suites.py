"""The groups of tests that `./dev test` runs.

A group is a function. It returns the result of `run_pytest`, or yields one for each run.
"""

# pylint: disable=print-used

import functools
import subprocess

from .addon import ADDON, CHECKOUT, ROOT
from .cache import CACHE, locked
from .console import run, say
from .databases import (
    ensure_base,
    ensure_full_database,
    ensure_oca_database,
    ensure_stock_database,
    ensure_test_database,
    find_warnings,
)
from .packages import ensure_node
from .pytest_runs import odoo_options, pytest_command, run_addon_tests, run_pytest
from .side_by_side import WORKERS, share_out

# Without these options pytest would import the packages above a test, and Odoo with them.
PURE = [
    *("-p", "no:odoo", "--import-mode=importlib"),
    *("--rootdir=tests/pure", "--confcutdir=tests/pure"),
]
# Opens all screens. Its database has no demo data, because those of Odoo are not Persian.
PERSIAN_TEST = "tests/persian/test_persian.py"
# Walks through screens in Chromium take minutes: `./dev test --all`.
WALKS = ("test_tours.py", "*_tour.py", "*_hoot.py", "*_axe.py")
# It looks for what keeps people from using a screen. The tests alone need it: MPL-2.0.
AXE = ["axe-core@4.14.1"]
FULL_TESTED = [
    "tests/merge/test_lead_merge.py",
    "tests/merge/test_lead_merge_relations.py",
    "tests/bulk/test_lead_bulk_queue.py",
    "tests/lead/test_lead_form.py::TestLeadForm::test_44_projects_of_its_orders",
]
# Merging, undoing and converting: OCA's addons have fields and relations there.
OCA_TESTED = [
    "tests/merge/test_lead_merge.py",
    "tests/merge/test_lead_merge_relations.py",
    "tests/merge/test_lead_merge_undo.py",
    "tests/convert/test_lead_convert.py",
    "tests/test_beside_oca.py",
]
CORE_TESTED = ["sales_team", "crm", "sale_crm", "crm_phonecall"]


def run_pure_tests(place, targets, rest):
    say("Tests without a database")
    command = [*pytest_command(place), *PURE, *(targets or ["tests/pure"]), *rest]
    return run_pytest(command, place, cwd=ROOT)


def provide_axe(place):
    """Tell the tests where axe-core is."""
    modules = ensure_node(AXE, "axe-core").parent
    place.env["AXE"] = str(modules / "axe-core" / "axe.min.js")


def run_database_tests(place, targets, rest):
    provide_axe(place)
    with locked("database.lock"):
        name = ensure_test_database(place)
    say("Tests on Odoo")
    return run_addon_tests(
        place, name, targets or ["tests"], [f"--ignore-glob=*/{PERSIAN_TEST}", *rest]
    )


def list_database_tests(with_walks):
    """Return the files of the tests on Odoo by their paths below tests/, without the crawl."""
    tests = ROOT / "tests"
    return [
        str(path.relative_to(tests))
        for path in tests.rglob("test_*.py")
        if path.relative_to(tests).parts[0] not in ("pure", "upgrades")
        and path != ROOT / PERSIAN_TEST
        and (with_walks or not any(map(path.match, WALKS)))
    ]


def split_database_tests(place, with_walks):
    """Return groups that run the tests on Odoo in parts, each on a database of its own."""
    names = list_database_tests(with_walks)
    if with_walks:
        provide_axe(place)
    # Twice as many as run at once: whoever ends early takes another.
    shares = share_out(names, 2 * WORKERS)
    with locked("database.lock"):
        name = ensure_test_database(place)
        databases = [f"{name}_{number}" for number in range(len(shares))]
        for database in databases:
            place.pg.clone(name, database)
    return [
        functools.partial(run_part, name=database, number=number, names=share)
        for number, (database, share) in enumerate(zip(databases, shares, strict=True), start=1)
    ]


def run_part(place, name, number, names):
    say(f"Tests on Odoo, part {number}: {len(names)} files")
    result = run_addon_tests(place, name, [f"tests/{path}" for path in names], [])
    place.pg.drop(name)
    return result


def run_persian_test(place, stock, rest):
    """Look for English on the screens of a Persian user."""
    with locked("database.lock"):
        name = ensure_stock_database(place) if stock else ensure_test_database(place, demo=False)
    say(f"The screens in Persian{', as Odoo has them' if stock else ''}")
    report = CACHE / "log" / f"persian-{name}.txt"
    report.unlink(missing_ok=True)
    place.env["PERSIAN_REPORT"] = str(report)
    result = run_addon_tests(place, name, [PERSIAN_TEST], rest)
    # Without one, pytest has said what stopped the walk.
    if report.exists():
        print(f"{report.read_text().splitlines()[0]} (all of them: {report})")
    return result


def run_refused_demo(place):
    """Install the addon where a constraint refuses its demo data, as one of another addon could.

    The phone calls are the last demo data, so all the others must be rolled back with them.
    """
    say(f"Installing {ADDON} where its demo data are refused")
    name = f"test_{CHECKOUT}_refused"
    with locked("database.lock"):
        place.pg.clone(ensure_base(place, demo=True), name)
    leads = place.pg.sql("SELECT count(*) FROM crm_lead", db=name)
    refuse = "ALTER TABLE crm_phonecall ADD CONSTRAINT refused CHECK (false) NOT VALID"
    place.pg.sql(refuse, db=name)
    log = CACHE / "log" / "install-refused.log"
    with log.open("w") as stream:
        install = ("-d", name, "-i", ADDON, "--with-demo", "--stop-after-init", "--no-http")
        run(
            place.odoo(*install),
            check=False,
            env=place.env,
            cwd=CACHE,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    wrong = find_wrong_of_refused_demo(place, name, leads, log)
    for what, (is_there, expected) in wrong.items():
        print(f"FAILED with refused demo data: {what}: {is_there}, not {expected}")
    place.pg.drop(name)
    failed = int(bool(wrong))
    return {"code": failed, "passed": 1 - failed, "failed": failed, "skipped": 0}


def find_wrong_of_refused_demo(place, name, leads, log):
    """Return a dict of what is not as expected: pairs of what is there and what should be."""
    state = f"SELECT state, demo FROM ir_module_module WHERE name = '{ADDON}'"
    found = {
        "state of the addon": (place.pg.sql(state, db=name), "installed|f"),
        "leads": (place.pg.sql("SELECT count(*) FROM crm_lead", db=name), leads),
        "warnings": (
            [line.partition(" ")[0] for line in find_warnings(log)],
            # The first is about the refused statement, the second about the demo data.
            ["odoo.sql_db:", "odoo.modules.loading:"],
        ),
    }
    return {what: values for what, values in found.items() if values[0] != values[1]}


def run_full_tests(place, targets, rest):
    with locked("database.lock"):
        name = ensure_full_database(place)
    say("Tests about relations, beside all of Odoo's addons around leads")
    return run_addon_tests(place, name, targets or FULL_TESTED, rest)


def read_list(file_name):
    """Return the lines of a file in tests/, without comments."""
    lines = (ROOT / "tests" / file_name).read_text().splitlines()
    return [test for line in lines if (test := line.split("#")[0].strip())]


def deselect(test):
    """Return pytest's option that leaves a test out.

    The root folder of these runs is /, since Odoo may be anywhere. pytest names a test by its path
    below the root folder, which is the absolute path without the first slash.
    """
    return f"--deselect={str(test).lstrip('/')}"


def core_tests(place, file_name):
    """Return the tests of Odoo that a file in tests/ lists, by their absolute paths."""
    addons = place.find_addons(CORE_TESTED)
    return [
        f"{addons[addon]}/{path}"
        for addon, _slash, path in (line.partition("/") for line in read_list(file_name))
    ]


def run_core_tests(place, rest):
    """Run the tests of Odoo with the addon installed.

    Some assert which record survives a merge: they run with the setting that leaves it to Odoo.
    """
    with locked("database.lock"):
        name = ensure_test_database(place)
    as_in_odoo = core_tests(place, "core_most_advanced.txt")
    say(f"The tests of {', '.join(CORE_TESTED)}, with {ADDON} installed")
    folders = [f"{folder}/tests" for folder in place.find_addons(CORE_TESTED).values()]
    left_out = map(deselect, [*core_tests(place, "core_exceptions.txt"), *as_in_odoo])
    yield run_foreign_tests(place, name, [*left_out, *folders, *rest])
    say("Those about merging, with the setting 'as in Odoo'")
    copy = f"{name}_as_in_odoo"
    place.pg.clone(name, copy)
    place.pg.sql(
        "INSERT INTO ir_config_parameter (key, value) "
        f"VALUES ('{ADDON}.merge_survivor', 'most_advanced')",
        db=copy,
    )
    yield run_foreign_tests(place, copy, [*as_in_odoo, *rest])
    place.pg.drop(copy)


def run_oca_tests(place, targets, rest):
    """Run OCA's own tests with our addon installed, then ours beside OCA's addons."""
    addons = place.add_oca()
    with locked("database.lock"):
        name = ensure_oca_database(place, addons)
    if not targets:
        say(f"The tests of {len(addons)} of OCA's addons, with {ADDON} installed")
        yield run_foreign_tests(place, name, [*oca_tests(addons), *rest])
    say("Tests about merging and converting, beside OCA's addons")
    yield run_addon_tests(place, name, targets or OCA_TESTED, rest)


def oca_tests(addons):
    """Return pytest's arguments for OCA's tests, except those that fail without our addon too."""
    parent = next(iter(addons.values())).parent
    left_out = [deselect(parent / test) for test in read_list("oca_exceptions.txt")]
    folders = [folder / "tests" for folder in addons.values()]
    return [*left_out, *(folder for folder in folders if folder.is_dir())]


def run_foreign_tests(place, database, arguments):
    """Run tests of other addons; a tour that fails has a second try.

    Those of Odoo may click before the screen is ready: "New" in a kanban view whose records are
    still on their way opens the form, not the few fields that the tour looks for.
    """
    second_try = ["--reruns=1", r"--only-rerun=FAILED: \[\d+/\d+\] Tour "]
    options = ["--rootdir=/", *odoo_options(place, database), *second_try]
    return run_pytest([*pytest_command(place), *options, *arguments], place, cwd=CACHE)
