"""The clock of `./dev test --at`."""

import argparse
import contextlib
import os
import shutil
import time
from datetime import UTC, datetime
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
                    apt_install(["gcc", "libc6-dev"], "A C compiler is missing (for --at)")
                with built(folder) as partial:
                    command = ["cc", "-shared", "-fPIC", "-O2", "-o", partial / library.name]
                    logged([*command, source, "-ldl"], "cc.log", "Compiling the clock of --at")
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
    library = ensure_wall_clock()
    seconds = round(place.at.timestamp() - time.time())
    place.pg.sql(
        "CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE AS "
        f"$$ SELECT pg_catalog.now() + interval '{seconds} seconds' $$",
        db=copy,
    )
    # Leads are scored from the day of the installation on, which may be after `place.at`.
    place.pg.sql(
        f"UPDATE ir_config_parameter SET value = "
        f"(value::date + interval '{seconds} seconds')::date::text "
        "WHERE key = 'crm.pls_start_date'",
        db=copy,
    )
    before = dict(place.env)
    place.env |= {
        "LD_PRELOAD": " ".join(filter(None, [before.get("LD_PRELOAD"), str(library)])),
        "WALL_CLOCK_OFFSET": str(seconds),
        "PGOPTIONS": f"{before.get('PGOPTIONS', '')} -c search_path=public,pg_catalog",
    }
    say(f"The clock of the tests starts at {place.at:%Y-%m-%d %H:%M:%S} UTC")
    try:
        yield copy
    finally:
        place.env.clear()
        place.env.update(before)
        place.pg.drop(copy)
