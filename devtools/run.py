"""`./dev run`: start Odoo with the addon and its demo data."""

# pylint: disable=print-used

import contextlib
import re
import signal
import socket
import subprocess
import time

from .addon import LANG
from .cache import CACHE, locked
from .console import Stop, say
from .demo_database import DEFAULT_DB, ensure_run_database
from .workplace import Workplace


def add_commands(commands):
    start = commands.add_parser("run", help="start Odoo with the addon and its demo data")
    start.add_argument("--port", type=int, default=8069, help="on 127.0.0.1 (default: 8069)")
    start.add_argument("--db", default=DEFAULT_DB, help=f"the database (default: {DEFAULT_DB})")
    start.add_argument("--lang", default=LANG, help=f"{LANG} (default) or en_US")
    start.add_argument("--reset", action="store_true", help="delete the database and make it again")
    start.set_defaults(call=run_server)


def run_server(options):
    check_options(options)
    with Workplace() as place:
        with locked("database.lock"):
            ensure_run_database(place, options.db, options.lang, options.reset)
        say("Starting Odoo")
        child = start_odoo(place, options)
        try:
            announce_when_ready(child, options)
            code = wait_for(child)
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()
        if code not in (0, -signal.SIGINT, -signal.SIGTERM):
            raise Stop(f"Odoo ended with code {code}, see {log_file(options.db)}.")
    say("Stopped")
    return 0


def check_options(options):
    if not re.fullmatch(r"[a-z0-9_]{1,50}", options.db):
        raise Stop("--db: use lower-case letters, digits and underscores only.")
    if options.lang not in (LANG, "en_US"):
        raise Stop(f"--lang: {LANG} and en_US are there.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", options.port))
        except OSError as error:
            raise Stop(
                f"Port {options.port} is in use or not allowed ({error.strerror}): try --port 8070."
            ) from error


def start_odoo(place, options, *arguments):
    database = ("-d", options.db, "--db-filter", f"^{options.db}$")
    command = place.odoo(*database, "--http-port", options.port, *arguments)
    # A new session: Ctrl-C reaches only this process, which then stops Odoo and the database
    # server in order.
    return subprocess.Popen(
        [str(part) for part in command],
        env=place.env,
        cwd=CACHE,
        stdout=log_file(options.db).open("w"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def wait_for(child):
    """Return the exit code of a child; pass a signal on to it, and wait until it has ended."""

    def forward(number, _frame):
        child.send_signal(signal.SIGTERM if number == signal.SIGHUP else number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, forward)
    return child.wait()


def log_file(name):
    return CACHE / "log" / f"run-{name}.log"


def wait_until_ready(child, options):
    for _attempt in range(600):
        if child.poll() is not None:
            raise Stop(f"Odoo did not start, see {log_file(options.db)}.")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", options.port), 1):
            break
        time.sleep(0.1)


def announce_when_ready(child, options):
    wait_until_ready(child, options)
    print(
        f"\n  Odoo is ready:  http://127.0.0.1:{options.port}/odoo\n"
        "  Login: admin    Password: admin    (more logins: README.md)\n"
        f"  Log: {log_file(options.db)}    Stop: Ctrl-C\n",
        flush=True,
    )
