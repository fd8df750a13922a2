"""Run pytest, and count its results."""

import tempfile
from pathlib import Path
from xml.etree import ElementTree

from .addon import ADDON
from .cache import CACHE
from .clock import shifted_clock
from .console import run
from .side_by_side import remember_durations


def pytest_command(place):
    return [place.python, "-m", "pytest", "-o", f"cache_dir={CACHE / 'pytest'}"]


def odoo_options(place, database):
    return ["--odoo-config", place.config, "--odoo-database", database, "--odoo-http"]


def run_addon_tests(place, database, targets, rest):
    """Run tests of the addon on a database; return the result of `run_pytest`."""
    with shifted_clock(place, database) as shifted:
        where = [f"{place.addons / ADDON}/{target}" for target in targets]
        options = [*odoo_options(place, shifted), "--ignore-glob=*/pure"]
        command = [*pytest_command(place), *options, *where, *rest]
        return run_pytest(command, place, cwd=place.addons)


def run_pytest(command, place, cwd):
    """Run pytest with its output on the screen; return its exit code and counts of its results."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        done = run(
            [*command, f"--junitxml={report.name}"],
            env=place.env,
            cwd=cwd,
            check=False,
            stdout=place.stream,
            stderr=place.stream,
        )
        text = Path(report.name).read_text()
    # A test with subtests has several entries; it fails if one of them fails.
    worst = {}
    cases = list(ElementTree.fromstring(text).iter("testcase")) if text else []
    remember_durations(cases)
    for case in cases:
        children = {child.tag for child in case}
        rank = 2 if children & {"failure", "error"} else int("skipped" in children)
        key = (case.get("classname"), case.get("name"))
        worst[key] = max(rank, worst.get(key, 0))
    counts = {
        name: list(worst.values()).count(rank)
        for rank, name in enumerate(("passed", "skipped", "failed"))
    }
    # pytest ends with 5 when the arguments deselect every test.
    return {"code": 0 if done.returncode == 5 and not worst else done.returncode, **counts}
