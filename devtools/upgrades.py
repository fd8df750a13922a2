"""An upgrade from an earlier release, which git's history has."""

import copy
import io
import subprocess
import tarfile

from .addon import ADDON, CHECKOUT, ROOT
from .cache import CACHE, built
from .console import Stop, run, say
from .databases import ensure_base, find_warnings, install
from .pytest_runs import run_addon_tests

FIRST_RELEASE = "4a5266e3f938"
TESTS = "tests/upgrades"


def has_commit(commit):
    """Return whether git knows a commit; neither a shallow clone nor an archive has all of them."""
    command = ["git", "cat-file", "-e", f"{commit}^{{commit}}"]
    return run(command, check=False, cwd=ROOT, stderr=subprocess.DEVNULL).returncode == 0


def run_upgrade_test(place, commit, rest):
    """Install the addon of a commit, let it make data, upgrade to this checkout, and test."""
    say(f"An upgrade from {commit}")
    name = f"test_{CHECKOUT}_upgrade"
    earlier = with_earlier_addon(place, commit)
    base = ensure_base(place, demo=False)
    place.pg.clone(base, name)
    install(earlier, name, [ADDON], "Installing the earlier release", "install-earlier.log")
    script = (ROOT / TESTS / "earlier_release.py").read_text() + "\nmake(env)\n"
    shell = ("shell", "-d", name, "--no-http")
    earlier.run_odoo("Making data with the earlier release", "earlier.log", *shell, script=script)
    upgrade = ("-d", name, "-u", ADDON, "--stop-after-init", "--no-http")
    place.run_odoo("Upgrading", "upgrade.log", *upgrade)
    if warnings := find_warnings(CACHE / "log" / "upgrade.log"):
        raise Stop("The upgrade logs warnings:\n" + "\n".join(warnings))
    result = run_addon_tests(place, name, [TESTS], rest)
    place.pg.drop(name)
    return result


def with_earlier_addon(place, commit):
    """Return a copy of the Workplace whose Odoo finds the addon of a commit."""
    folder = get_earlier_addon(commit)
    earlier = copy.copy(place)
    earlier.config = CACHE / f"odoo-{CHECKOUT}-earlier.conf"
    earlier.config.write_text(place.config.read_text().replace(str(place.addons), str(folder), 1))
    return earlier


def get_earlier_addon(commit):
    """Return a folder with the addon as it was in a commit."""
    target = CACHE / f"addons-at-{commit}"
    if not target.exists():
        archive = subprocess.run(
            ["git", "archive", "--format=tar", f"--prefix={ADDON}/", commit],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        if archive.returncode:
            raise Stop(
                f"The history of git has no commit {commit}: clone the repository with its history."
            )
        with built(target) as partial, tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
            tar.extractall(partial, filter="data")
    return target
