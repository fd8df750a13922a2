"""The clocks of `./dev test --at` and `./dev screenshots`."""

import argparse
import contextlib
import os
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .addon import ROOT
from .cache import CACHE, built, digest, locked, logged
from .console import say
from .machine import apt_install


def parse_moment(text):
    """Return a time in UTC from a text that has the minutes or the seconds."""
    for layout in ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"):
        with contextlib.suppress(ValueError):
            return datetime.strptime(text, layout).replace(tzinfo=UTC)
    raise argparse.ArgumentTypeError(f"{text} is no time: write it as 2027-03-20T21:00, in UTC.")


def ensure_wall_clock():
    """Return the library that shifts the clock of each process that loads it."""
    source = ROOT / "tests" / "wall_clock.c"
    folder = CACHE / f"wall-clock-{digest(source.read_text())}"
    library = folder / "wall_clock.so"
    if not library.exists():
        with locked("download.lock"):
            if not library.exists():
                if not shutil.which("cc") or not Path("/usr/include/time.h").exists():
                    apt_install(["gcc", "libc6-dev"], "A C compiler is missing (for other clocks)")
                with built(folder) as partial:
                    command = ["cc", "-shared", "-fPIC", "-O2", "-o", partial / library.name]
                    logged([*command, source, "-ldl"], "cc.log", "Compiling the clock")
    return library


@contextlib.contextmanager
def shifted_clock(place, name):
    """Copy a database and shift the clock of its now() and of all processes to `place.at`.

    Python, Chromium and what they start load a library that shifts their clocks. The database
    server is shared with other runs, so the copy has a function now() that hides PostgreSQL's own.
    """
    if not place.at:
        yield name
        return
    # Each run has a copy of its own, named by its process; the copies of killed runs are removed.
    prefix = f"{name}_at_"
    for old in place.pg.databases():
        if old.startswith(prefix) and not Path("/proc", old.removeprefix(prefix)).exists():
            place.pg.drop(old)
    copy = f"{prefix}{os.getpid()}"
    place.pg.clone(name, copy)
    seconds = round(place.at.timestamp() - time.time())
    change_now(place, copy, f"pg_catalog.now() + interval '{seconds} seconds'")
    # Leads are scored from the day of the installation on, which may be after `place.at`.
    place.pg.sql(
        f"UPDATE ir_config_parameter SET value = "
        f"(value::date + interval '{seconds} seconds')::date::text "
        "WHERE key = 'crm.pls_start_date'",
        db=copy,
    )
    say(f"The clock of the tests starts at {place.at:%Y-%m-%d %H:%M:%S} UTC")
    try:
        with changed_clock(place, WALL_CLOCK_OFFSET=seconds):
            yield copy
    finally:
        place.pg.drop(copy)


def change_now(place, database, expression):
    """Give a database a function now() that hides PostgreSQL's own, see `changed_clock`."""
    place.pg.sql(
        "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE AS "
        f"$$ SELECT {expression} $$",
        db=database,
    )


@contextlib.contextmanager
def changed_clock(place, **settings):
    """Let what is started in `place` have another clock.

    :param settings: what tests/wall_clock.c reads from the environment
    """
    before = dict(place.env)
    preloaded = filter(None, [before.get("LD_PRELOAD"), str(ensure_wall_clock())])
    place.env |= {
        "LD_PRELOAD": " ".join(preloaded),
        "PGOPTIONS": f"{before.get('PGOPTIONS', '')} -c search_path=public,pg_catalog",
        **{name: str(value) for name, value in settings.items()},
    }
    try:
        yield
    finally:
        place.env.clear()
        place.env.update(before)


@contextlib.contextmanager
def stopped_clock(place, database, moment):
    """Stop the clock of a database and of all processes, so that whatever they show is the same.

    :param moment: datetime, in UTC
    """
    seconds = round(moment.timestamp())
    change_now(place, database, f"pg_catalog.to_timestamp({seconds})")
    # As Odoo writes it when it is installed.
    place.pg.sql(
        f"UPDATE ir_config_parameter SET value = '{moment - timedelta(days=8):%Y-%m-%d}' "
        "WHERE key = 'crm.pls_start_date'",
        db=database,
    )
    with changed_clock(place, WALL_CLOCK_STOPPED=seconds):
        yield
