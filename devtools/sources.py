"""The files of the addon, and what an installation reads of them."""

import hashlib

from .addon import ROOT
from .cache import digest
from .console import output

# An installation reads neither these folders nor the files beside them that are not Python.
NOT_INSTALLED = (
    ".ci/",
    "bench/",
    "devtools/",
    "docs/",
    "requirements/",
    "static/description/",
    "static/guide/",
    "static/tests/",
    "tests/",
)


def list_files():
    """Return the names of all files; in git, of those that are in it or could be added to it."""
    if (ROOT / ".git").exists():
        names = output(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT).splitlines()
    else:
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*")]
    return [name for name in names if (ROOT / name).is_file()]


def is_installed(name):
    in_addon = "/" in name or name.endswith(".py")
    return in_addon and not name.startswith(NOT_INSTALLED) and not name.endswith((".md", ".pyc"))


def addon_fingerprint():
    """Return a digest of everything that an installation reads.

    A change of it rebuilds the databases, so it leaves out tests, documents and `./dev` itself.
    """
    parts = []
    for name in sorted(filter(is_installed, list_files())):
        parts += [name, hashlib.sha256((ROOT / name).read_bytes()).hexdigest()]
    # The browser tests are in an asset bundle, which is made with the database.
    tours = sorted(ROOT.glob("static/tests/**/*.js"))
    parts += [hashlib.sha256(path.read_bytes()).hexdigest() for path in tours]
    return digest(*parts)
