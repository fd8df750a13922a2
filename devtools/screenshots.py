"""`./dev screenshots`: make the pictures of README.md, the store page and the guide from the demo data.

Pillow is imported inside a function: only the Python of the cache has it.
"""

import os
import socket
import time
import types
from datetime import UTC, datetime
from pathlib import Path

from .addon import CHECKOUT, LANG, ROOT
from .cache import locked
from .clock import stopped_clock
from .console import Stop, run, say
from .databases import ensure_base
from .demo_database import fill_run_database
from .machine import ensure_chromium
from .packages import ensure_node
from .run import start_odoo, wait_until_ready
from .workplace import Workplace

PLAYWRIGHT = ["playwright-core@1.56.1"]
SCRIPT = ROOT / "devtools" / "screenshots.js"
FOLDER = ROOT / "static"
# So many colours are enough for screens, and make a picture half as large.
COLORS = 96
# A working day's noon in Tehran. The clock stands still at it: the demo data are dated from today,
# and a picture that is made again changes only where the screen does.
MOMENT = datetime(2026, 11, 28, 8, 30, tzinfo=UTC)


def add_commands(commands):
    shots = commands.add_parser(
        "screenshots", help="make the pictures of README.md, the store page and the guide again"
    )
    shots.add_argument(
        "name", nargs="*", help="only these: 'leads', 'guide/fa/leads', 'guide' (default: all)"
    )
    shots.add_argument("--into", type=Path, default=FOLDER, help="another folder than static")
    shots.set_defaults(call=make_screenshots)
    # Without a help text, so that the list of commands leaves it out: ./dev screenshots calls it.
    shrink = commands.add_parser("shrink-pictures")
    shrink.add_argument("picture", nargs="+", type=Path)
    shrink.set_defaults(call=shrink_pictures)


def make_screenshots(options):
    """Fill a database of its own at `MOMENT`, and let a browser walk through it."""
    browser = ensure_chromium()
    modules = ensure_node(PLAYWRIGHT, "playwright").parent
    name = f"screenshots_{CHECKOUT}"
    with Workplace() as place:
        with locked("database.lock"):
            place.pg.clone(ensure_base(place, demo=False), name)
        try:
            with stopped_clock(place, name, MOMENT):
                fill_run_database(place, name, LANG)
                # Some pictures show what the steps before them have done.
                walk(place, name, options, {"BROWSER": browser, "NODE_PATH": str(modules)})
        finally:
            place.pg.drop(name)
    return 0


def walk(place, name, options, environment):
    server = types.SimpleNamespace(db=name, port=find_free_port())
    started = time.time()
    # Jobs would come between the pictures at another moment each time.
    child = start_odoo(place, server, "--max-cron-threads", "0")
    try:
        wait_until_ready(child, server)
        say("Making the pictures")
        address = f"http://127.0.0.1:{server.port}"
        # Node itself needs its clock; the browser that it starts has the other.
        clock = {key: place.env[key] for key in ("LD_PRELOAD", "WALL_CLOCK_STOPPED")}
        done = run(
            ["node", SCRIPT, address, options.into, *options.name],
            env={**os.environ, **environment, **{f"BROWSER_{k}": v for k, v in clock.items()}},
            check=False,
        )
    finally:
        child.terminate()
        child.wait()
    if done.returncode:
        raise Stop("A picture was not made.")
    # Those of the guide come with every installation. They are made as small as they may be.
    made = sorted((options.into / "guide").glob("*/*.png"))
    fresh = [file for file in made if file.stat().st_mtime >= started]
    if fresh:
        run([place.python, ROOT / "dev", "shrink-pictures", *fresh])


def shrink_pictures(options):
    """Give pictures a palette; this runs under the Python of the cache, which has Pillow."""
    from PIL import Image  # noqa: PLC0415

    for file in options.picture:
        with Image.open(file) as picture:
            small = picture.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
        small.save(file, optimize=True)
    return 0


def find_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
