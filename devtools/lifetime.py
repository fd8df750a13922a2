"""A database gets the addon while another process is at work, is dumped and restored, and loses it."""

# pylint: disable=print-used

import json
import subprocess
import tempfile
import time
from pathlib import Path

from .addon import ADDON, CHECKOUT, ROOT
from .cache import CACHE, locked
from .console import Stop, run, say
from .databases import ensure_base

# What the addon may have changed and has to give back: its functions, indexes, columns and schemas.
STATE = """
SELECT json_build_object(
    'functions', (SELECT json_object_agg(p.oid::regprocedure::text, pg_get_functiondef(p.oid))
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname !~ '^(pg_|information_schema)' AND p.prokind = 'f'
         AND NOT EXISTS (SELECT FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
                          WHERE d.objid = p.oid AND d.deptype = 'e' AND e.extname <> 'unaccent')),
    'extensions', (SELECT json_object_agg(extname, extnamespace::regnamespace::text) FROM pg_extension),
    'schemas', (SELECT json_object_agg(nspname, true) FROM pg_namespace WHERE nspname !~ '^pg_'),
    'indexes', (SELECT json_object_agg(indexname, indexdef) FROM pg_indexes
                 WHERE schemaname = 'public'),
    'columns', (SELECT json_object_agg(table_name || '.' || column_name, data_type)
                  FROM information_schema.columns WHERE table_schema = 'public'))
"""
TAGS = """
INSERT INTO crm_tag (name) VALUES ('{"en_US": "مشتريان كليدي"}'), ('{"en_US": "José"}')
"""
PRESS = """
env["ir.module.module"].search([("name", "=", "{addon}")]).button_immediate_{button}()
"""
FOUND = {"database": 1, "memory": 1, "has_unaccent": True}
NOT_FOUND = {"database": 0, "memory": 0}


def run_lifetimes(place):
    """Give the addon to a database and take it away, beside the extension `unaccent` and without it.

    Nothing of this can be undone in the transaction of a test.
    """
    wrong = []
    for extension in (True, False):
        beside = "with" if extension else "without"
        say(f"The life of a database {beside} the extension unaccent")
        with locked("database.lock"):
            base = ensure_base(place, demo=False)
        wrong += [f"{beside} the extension: {text}" for text in find_wrong(place, base, extension)]
    for text in wrong:
        print(f"FAILED in the life of a database {text}")
    failed = int(bool(wrong))
    return {"code": failed, "passed": 1 - failed, "failed": failed, "skipped": 0}


def find_wrong(place, base, extension):
    """Return a list of str, what is not as expected."""
    name = f"test_{CHECKOUT}_life"
    place.pg.clone(base, name)
    if extension:
        place.pg.sql("CREATE EXTENSION unaccent", db=name)
    place.pg.sql(TAGS, db=name)
    accents = {"accents": int(extension)}
    before = read_state(place, name)
    with tempfile.TemporaryDirectory() as folder, OtherProcess(place, name, Path(folder)) as other:
        wrong = compare("before", other.ask("before"), {**NOT_FOUND, **accents})
        press(place, name, "install")
        wrong += compare("installed", other.ask("installed"), {**FOUND, **accents})
        if extension:
            wrong += find_wrong_of_restored(place, name, {**FOUND, **accents})
        press(place, name, "uninstall")
        wrong += compare("uninstalled", other.ask("uninstalled"), {**NOT_FOUND, **accents})
    wrong += compare_states("uninstalled", read_state(place, name), before)
    place.pg.drop(name)
    return wrong


def find_wrong_of_restored(place, name, expected):
    """Dump the database, restore the dump into an empty one, and search there."""
    restored = f"{name}_restored"
    place.pg.drop(restored)
    place.pg.sql(f'CREATE DATABASE "{restored}" TEMPLATE template0')
    dump = place.pg.command("pg_dump", "-d", name)
    restore = place.pg.command("psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", restored)
    with subprocess.Popen([str(part) for part in dump], stdout=subprocess.PIPE) as dumping:
        run(restore, stdin=dumping.stdout, stdout=subprocess.DEVNULL)
    found, dumped = read_state(place, restored), read_state(place, name)
    for state in (found, dumped):
        # PostgreSQL writes other brackets into conditions, and leaves out what was altered of an
        # extension's function.
        for index, definition in state["indexes"].items():
            state["indexes"][index] = definition if "unaccent" in definition else True
        state["functions"].pop(f"{ADDON}.unaccent(text)", None)
    wrong = compare_states("restored", found, dumped)
    with (
        tempfile.TemporaryDirectory() as folder,
        OtherProcess(place, restored, Path(folder)) as other,
    ):
        wrong += compare("restored", other.ask("restored"), expected)
    place.pg.drop(restored)
    return wrong


def read_state(place, name):
    state = json.loads(place.pg.sql(STATE, db=name))
    # Of what is not there, PostgreSQL makes no object.
    return {kind: values or {} for kind, values in state.items()}


def press(place, name, button):
    """Press a button of the addon in the list of apps."""
    shell = ("shell", "-d", name, "--no-http")
    script = PRESS.format(addon=ADDON, button=button)
    place.run_odoo(f"Pressing {button}", f"life-{button}.log", *shell, script=script)


def compare_states(when, found, expected):
    """Return a list of str, where a state that `read_state` has read differs from another one."""
    wrong = []
    for kind, values in expected.items():
        # Nothing more is there than expected, either.
        wrong += compare(f"{when}, {kind}", found[kind], {**dict.fromkeys(found[kind]), **values})
    return wrong


def compare(when, found, expected):
    """Return a list of str, where what was found differs from what is expected."""
    return [
        f"{when}: {key}: {found.get(key)!r}, not {value!r}"
        for key, value in sorted(expected.items())
        if found.get(key) != value
    ]


class OtherProcess:
    """A process of Odoo that had the database open before the addon came: tests/persian/other_process.py."""

    def __init__(self, place, name, folder):
        self.folder = folder
        self.log = CACHE / "log" / "life-other.log"
        script = (ROOT / "tests" / "persian" / "other_process.py").read_text()
        call = f"from pathlib import Path\nanswer(env, Path({str(folder)!r}))\n"
        with self.log.open("w") as stream:
            self.process = subprocess.Popen(
                [str(part) for part in place.odoo("shell", "-d", name, "--no-http")],
                env=place.env,
                cwd=CACHE,
                stdin=subprocess.PIPE,
                stdout=stream,
                stderr=subprocess.STDOUT,
                text=True,
            )
        self.process.stdin.write(f"{script}\n{call}")
        self.process.stdin.close()

    def ask(self, question, seconds=120):
        """Return what the process finds now, as a dict."""
        (self.folder / f"{question}.asked").touch()
        answer = self.folder / f"{question}.answer"
        end = time.monotonic() + seconds
        while not answer.exists():
            if self.process.poll() is not None or time.monotonic() > end:
                raise Stop(f"The other process does not answer, see {self.log}")
            time.sleep(0.1)
        return json.loads(answer.read_text())

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        (self.folder / "end").touch()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
