"""The databases of the tests and benchmarks.

A base has Odoo's or OCA's addons without ours. It is made once and copied from then on. A database
that has our addon is a copy of a base, and is made again when a file changes that an installation
reads.
"""

import contextlib
import re

from .addon import ADDON, CHECKOUT, LANG
from .cache import CACHE, digest
from .console import Stop, say
from .packages import oca_pins
from .sources import addon_fingerprint

BASE_ADDONS = ["crm", "sale_crm", "crm_phonecall"]
# All of Odoo's addons whose records point to leads: a merge must move all of them.
FULL_ADDONS = [
    *("website_crm", "event_crm", "survey_crm", "crm_livechat", "mass_mailing_crm"),
    *("sale_project", "website_crm_livechat", "crm_sms", "queue_job"),
]
# The first is the default of a new database; Odoo's own tests expect English there.
LANGS = f"en_US,{LANG}"
# Without it the first page would wait for the asset bundles. Tests would make them again and again,
# because they roll them back.
ASSETS = """
env['ir.qweb']._pregenerate_assets_bundles()
env.cr.commit()
"""


def find_warnings(log):
    """Return the warnings in a log of Odoo, without their time, process and database."""
    pattern = re.compile(r"\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) \S+ (.*)")
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return [found[1].rstrip() for found in map(pattern.match, lines) if found]


def refuse_warnings(log_name, base):
    """Stop where the installation of the addon logs a warning that its base did not log.

    The log of the base has the warnings of Odoo and of other addons, in the same words.
    """
    known = find_warnings(CACHE / "log" / f"install-{base}.log")
    ours = [line for line in find_warnings(CACHE / "log" / log_name) if line not in known]
    if ours:
        raise Stop(f"Installing {ADDON} logs warnings:\n" + "\n".join(ours))


@contextlib.contextmanager
def building(place, name, source=None, fingerprint=None):
    """Make a database under another name, and rename it when it is complete.

    :param source: str, the database to copy; without it, Odoo creates the database
    :param fingerprint: str, tells later what the database was built from
    """
    partial = f"{name}_building"
    if source:
        place.pg.clone(source, partial)
    else:
        place.pg.drop(partial)
    yield partial
    place.pg.rename(partial, name)
    if fingerprint:
        place.pg.mark(name, fingerprint)


def install(place, name, addons, what, log_name, *options):
    wanted = ("-d", name, "-i", ",".join(addons))
    place.run_odoo(what, log_name, *wanted, *options, "--stop-after-init", "--no-http")


def install_addon(place, name, base, log_name, *options):
    install(place, name, [ADDON], f"Installing {ADDON}", log_name, *options)
    refuse_warnings(log_name, base)


def prepare_assets(place, name):
    shell = ("shell", "-d", name, "--no-http")
    place.run_odoo("Preparing the assets", "assets-test.log", *shell, script=ASSETS)


def base_name(place, demo):
    release = (place.home / "odoo" / "release.py").read_text()
    # A sign that a checkout of Odoo was updated, which release.py does not show.
    model = place.home / "odoo" / "addons" / "crm" / "models" / "crm_lead.py"
    stamp = model.stat().st_mtime if model.exists() else ""
    key = (release, place.home, stamp, place.python, BASE_ADDONS, LANGS, demo)
    return f"base_{'demo' if demo else 'plain'}_{digest(*key)}"


def ensure_base(place, demo):
    """Return a database with the addons that ours depends on."""
    name = base_name(place, demo)
    if name not in place.pg.databases():
        say(f"Creating a database with {', '.join(BASE_ADDONS)} in Persian (about 2 minutes)")
        options = (f"--load-language={LANGS}", "--with-demo" if demo else "--without-demo=1")
        with building(place, name) as partial:
            what = "Installing Odoo's addons"
            install(place, partial, BASE_ADDONS, what, f"install-{name}.log", *options)
    return name


def ensure_full_base(place):
    """Return the base with all of Odoo's addons around leads that are there."""
    base = ensure_base(place, demo=True)
    addons = list(place.find_addons(FULL_ADDONS))
    name = f"base_full_{digest(base, *addons)}"
    if name not in place.pg.databases():
        say(f"Creating a database with {', '.join(addons)} (about a minute)")
        with building(place, name, base) as partial:
            what = "Installing more of Odoo's addons"
            install(place, partial, addons, what, f"install-{name}.log")
    return name


def ensure_oca_base(place, addons):
    """Return the base with OCA's addons and their demo data; a list of versions has one."""
    base = ensure_base(place, demo=True)
    name = f"base_oca_{digest(base, oca_pins())}"
    if name not in place.pg.databases():
        say(f"Creating a database with {len(addons)} of OCA's addons (about 2 minutes)")
        with building(place, name, base) as partial:
            what = "Installing OCA's addons"
            install(place, partial, sorted(addons), what, f"install-{name}.log", "--with-demo")
            prepare_assets(place, partial)
    return name


def ensure_test_database(place, demo=True):
    """Return the database of the tests, with demo data or without."""
    name = f"test_{CHECKOUT}" if demo else f"test_{CHECKOUT}_plain"
    base = ensure_base(place, demo=demo)
    fingerprint = digest(base, addon_fingerprint())
    if place.pg.databases().get(name) != fingerprint:
        say(f"Installing {ADDON} into the test database{'' if demo else ' without demo data'}")
        with building(place, name, base, fingerprint) as partial:
            option = "--with-demo" if demo else "--without-demo=1"
            install_addon(place, partial, base, "install-test.log", option)
            prepare_assets(place, partial)
    return name


def ensure_full_database(place):
    """Return the database of the tests that check every relation to a lead."""
    name = f"test_{CHECKOUT}_full"
    base = ensure_full_base(place)
    fingerprint = digest(base, addon_fingerprint())
    if place.pg.databases().get(name) != fingerprint:
        say(f"Installing {ADDON} beside them")
        # These tests use no browser, so the database needs no assets.
        with building(place, name, base, fingerprint) as partial:
            install_addon(place, partial, base, "install-full.log")
    return name


def ensure_oca_database(place, addons):
    """Return the database of the tests beside OCA's addons, with our demo data."""
    name = f"test_{CHECKOUT}_oca"
    base = ensure_oca_base(place, addons)
    fingerprint = digest(base, addon_fingerprint())
    if place.pg.databases().get(name) != fingerprint:
        say(f"Installing {ADDON} beside OCA's addons")
        with building(place, name, base, fingerprint) as partial:
            install_addon(place, partial, base, "install-oca.log", "--with-demo")
            prepare_assets(place, partial)
    return name


def ensure_stock_database(place):
    """Return Odoo in Persian without our addon, to see what the addon adds."""
    base = ensure_base(place, demo=False)
    name = f"stock_{digest(base)}"
    if name not in place.pg.databases():
        with building(place, name, base) as partial:
            prepare_assets(place, partial)
    return name
