"""Find Odoo, or download it."""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from .addon import ODOO_SERIES
from .cache import CACHE, built, locked, logged
from .console import Stop, output, run, say
from .machine import apt_update

ODOO_PACKAGE = "odoo-19"
# odoo-19 has relative symlinks to the files of these packages.
ODOO_ASSET_PACKAGES = [
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-glyphicons-halflings",
    "fonts-inconsolata",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "gsfonts",
]
# Debian's package leaves these out. An asset bundle that names a missing file fails every browser
# test.
ODOO_MISSING_FILES = ["mail/static/lib/selfie_segmentation/selfie_segmentation.js"]


def check_odoo(home):
    release = home / "odoo" / "release.py"
    if not release.exists():
        raise Stop(f"ODOO_HOME: {home} is no Odoo: it has no odoo/release.py.")
    match = re.search(r"version_info = \((\d+), (\d+)", release.read_text())
    if not match or ".".join(match.groups()) != ODOO_SERIES:
        raise Stop(f"{home} is not Odoo {ODOO_SERIES}: check out its {ODOO_SERIES} branch.")
    return home


def importable_odoo():
    """Return the folder of an Odoo of the right series that the calling Python can import."""
    code = "import odoo.release as r; print(r.__file__); print(r.series)"
    with tempfile.TemporaryDirectory() as elsewhere:
        found = run(
            [sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=elsewhere
        )
    if found.returncode:
        return None
    file, series = found.stdout.split("\n")[:2]
    return Path(file).parent.parent if series == ODOO_SERIES else None


def ensure_odoo():
    """Return the folder with `odoo/`: ODOO_HOME, the cache, an importable odoo, or a download.

    The download is Debian's package, unpacked into the cache.
    """
    if os.environ.get("ODOO_HOME"):
        return check_odoo(Path(os.environ["ODOO_HOME"]).expanduser().resolve())
    tree = CACHE / "odoo"
    home = tree / "usr" / "lib" / "python3" / "dist-packages"
    if tree.exists():
        return home
    imported = importable_odoo()
    if imported:
        return imported
    with locked("download.lock"):
        if not tree.exists():
            download_odoo(tree)
    return home


def download_odoo(tree):
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise Stop("Without apt, set ODOO_HOME=/path/to/odoo (a checkout of Odoo 19.0).")
    say("Downloading Odoo 19.0 (Debian's odoo-19, about 135 MB; 1.3 GB unpacked)")
    with built(tree) as partial, tempfile.TemporaryDirectory(dir=CACHE) as work:
        options = private_apt(Path(work))
        logged(
            ["apt-get", *options, "download", ODOO_PACKAGE, *ODOO_ASSET_PACKAGES],
            "odoo-download.log",
            "Downloading Odoo from this machine's Debian mirror (ODOO_HOME=/path/to/odoo uses another)",
            cwd=work,
        )
        for package in sorted(Path(work).glob("*.deb")):
            run(["dpkg-deb", "-x", package, partial])
        addons = partial / "usr" / "lib" / "python3" / "dist-packages" / "odoo" / "addons"
        for name in ODOO_MISSING_FILES:
            (addons / name).parent.mkdir(parents=True, exist_ok=True)
            (addons / name).touch()


def private_apt(work):
    """Return apt options for a package list of Debian's sid (Ubuntu: devel).

    The list is separate from the system's. The mirror is the one that this machine uses, and apt
    checks signatures and checksums as usual.
    """
    source, keyring = find_mirror()
    keys = [Path("/usr/share/keyrings") / f"{keyring}.{ending}" for ending in ("gpg", "pgp")]
    signed = next((f"[signed-by={key}] " for key in keys if key.exists()), "")
    sources = work / "sources.list"
    sources.write_text(f"deb {signed}{source}\n")
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (work / folder).mkdir(parents=True)
    settings = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State": work / "state",
        "Dir::Cache": work / "cache",
        # By default apt switches to a user that may have no access to the cache.
        "APT::Sandbox::User": "root",
    }
    options = [item for key, value in settings.items() for item in ("-o", f"{key}={value}")]
    logged(["apt-get", *options, "update"], "odoo-apt.log", "Reading Debian's package list")
    return options


def find_mirror():
    """Return the package source and the name of the keyring that signs it."""
    template = "$(REPO_URI)|$(ORIGIN)|$(LABEL)"
    known = output(["apt-get", "indextargets", "--format", template, "Created-By: Packages"])
    if "|Debian|Debian" not in known and "|Ubuntu|Ubuntu" not in known:
        apt_update()
        known = output(["apt-get", "indextargets", "--format", template, "Created-By: Packages"])
    mirrors = {}
    for line in known.splitlines():
        uri, origin, label = line.split("|")
        if origin == label:
            mirrors.setdefault(origin, uri)
    if "Debian" in mirrors:
        return f"{mirrors['Debian']} sid main", "debian-archive-keyring"
    if "Ubuntu" in mirrors:
        return f"{mirrors['Ubuntu']} devel main universe", "ubuntu-archive-keyring"
    raise Stop("No Debian or Ubuntu mirror is set up for apt: set ODOO_HOME=/path/to/odoo.")
