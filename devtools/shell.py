"""`./dev shell` and `./dev psql`: look into the database of `./dev run`."""

from .console import Stop, run
from .demo_database import DEFAULT_DB
from .workplace import Workplace


def add_commands(commands):
    for name, text, call in (
        ("shell", "an Odoo shell", run_shell),
        ("psql", "psql on the database", run_psql),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--db", default=DEFAULT_DB)
        command.set_defaults(call=call)


def run_shell(options):
    with Workplace() as place:
        require_database(place, options.db)
        command = place.odoo("shell", "-d", options.db, "--no-http")
        return run(command, env=place.env, check=False).returncode


def run_psql(options):
    with Workplace() as place:
        require_database(place, options.db)
        command = place.pg.command("psql", "-d", options.db, *options.rest)
        return run(command, check=False).returncode


def require_database(place, name):
    if name not in place.pg.databases():
        raise Stop(f"There is no database {name}: start ./dev run first.")
