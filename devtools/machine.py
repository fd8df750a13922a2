"""Find the programs that the machine must have, or install them with apt."""

import os
import shutil
import sys

from .cache import logged
from .console import Stop, say

PYTHONS = [(3, 11), (3, 12), (3, 13)]


def apt_install(packages, why):
    if os.geteuid() or not shutil.which("apt-get"):
        raise Stop(
            f"{why}: please install {' '.join(packages)} (Debian, Ubuntu) and run ./dev again."
        )
    say(f"{why}: installing {', '.join(packages)} with apt")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt_update()
    logged(
        ["apt-get", "install", "-y", "--no-install-recommends", *packages],
        "apt.log",
        f"apt-get install {' '.join(packages)}",
        env=environment,
    )


def apt_update():
    """Update the package lists once a run: they may be missing, or too old to download by."""
    if not getattr(apt_update, "done", False):
        logged(["apt-get", "update"], "apt-update.log", "apt-get update")
        apt_update.done = True


def find_python():
    """Return a Python that Odoo 19.0 and the pinned packages run on."""
    if sys.version_info[:2] in PYTHONS:
        return sys.executable
    for version in PYTHONS:
        found = shutil.which("python{}.{}".format(*version))
        if found:
            return found
    versions = " or ".join("{}.{}".format(*version) for version in PYTHONS)
    raise Stop(f"Python {versions} is needed; this machine has {sys.version.split()[0]} only.")


def ensure_chromium():
    """Return the path of a Chromium or Chrome."""
    names = ["google-chrome", "chromium", "chromium-browser", "google-chrome-stable"]
    if not any(map(shutil.which, names)):
        apt_install(["chromium"], "Chromium is missing (for tests and pictures in a browser)")
    return next(filter(None, map(shutil.which, names)))
