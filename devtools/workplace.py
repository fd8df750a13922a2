"""The environment of a command: Odoo, its Python, its database server and rtlcss."""

import copy
import os
import re
import subprocess
from pathlib import Path

from .addon import ADDON, CHECKOUT, ROOT
from .cache import CACHE, logged
from .console import Stop, output, say
from .odoo import ensure_odoo
from .packages import addon_requirements, ensure_node, ensure_oca_addons, ensure_venv
from .postgres import DB_USER, Postgres

RTLCSS = ["rtlcss@4.3.0"]


class Workplace:
    """Odoo and what it needs, ready to use; the database server runs inside `with`."""

    def __init__(self):
        say("Preparing (what is missing is downloaded once, into the cache)")
        self.home = ensure_odoo()
        self.python = ensure_venv("venv", ["odoo.txt", "test.txt"], no_deps=addon_requirements())
        self.node = ensure_node(RTLCSS, "rtlcss")
        self.addons = CACHE / f"addons-{CHECKOUT}"
        self.link_addon()
        self.config = CACHE / f"odoo-{CHECKOUT}.conf"
        self.env = {
            **os.environ,
            "PYTHONPATH": str(self.home),
            "PATH": f"{self.node}{os.pathsep}{os.environ['PATH']}",
            "PGHOST": "",
            "PYTHONWARNINGS": "ignore",
            "HYPOTHESIS_STORAGE_DIRECTORY": str(CACHE / "hypothesis"),
        }
        self.env.pop("ODOO_RC", None)
        self.pg = Postgres()
        # The time at which the clock of the tests starts (--at).
        self.at = None
        # Where pytest prints; None: on the screen.
        self.stream = None

    def apart(self, stream):
        """Return a copy that runs at the same time, with an environment and an output of its own."""
        place = copy.copy(self)
        place.env, place.stream = dict(self.env), stream
        return place

    def link_addon(self):
        """Let Odoo find the addon: its folder must have its name, and a checkout may have any."""
        self.addons.mkdir(parents=True, exist_ok=True)
        link = self.addons / ADDON
        if not link.is_symlink() or link.resolve() != ROOT:
            link.unlink(missing_ok=True)
            link.symlink_to(ROOT, target_is_directory=True)

    def __enter__(self):
        self.pg.start()
        self.env["PGHOST"], self.env["PGUSER"] = str(self.pg.socket), DB_USER
        paths = [str(self.addons)]
        if (self.home / "addons").exists():
            paths.append(str(self.home / "addons"))
        settings = {
            "addons_path": ",".join(paths),
            "data_dir": CACHE / "data",
            "db_host": self.pg.socket,
            "db_user": DB_USER,
            "http_interface": "127.0.0.1",
            "list_db": "False",
            "limit_time_real": "3600",
            "limit_time_cpu": "3600",
        }
        lines = [f"{key} = {value}" for key, value in settings.items()]
        self.config.write_text("[options]\n" + "\n".join(lines) + "\n")
        return self

    def __exit__(self, *_error):
        self.pg.stop()

    def odoo(self, *arguments):
        subcommand = [] if str(arguments[0]).startswith("-") else [arguments[0]]
        config = [] if "-c" in arguments else ["-c", self.config]
        return [self.python, "-m", "odoo", *subcommand, *config, *arguments[len(subcommand) :]]

    def run_odoo(self, what, log_name, *arguments, script=None):
        """Run Odoo to its end with its log in a file; an ERROR in the log is a failure."""
        kwargs = {"input": script, "text": True} if script else {"stdin": subprocess.DEVNULL}
        log = logged(self.odoo(*arguments), log_name, what, env=self.env, cwd=CACHE, **kwargs)
        lines = log.read_text(errors="replace").splitlines()
        errors = [line for line in lines if re.match(r"\S+ \S+ \d+ (ERROR|CRITICAL) ", line)]
        errors += [line for line in lines if line.startswith("Traceback")]
        if errors:
            raise Stop(f"{what} failed, see {log}:\n" + "\n".join(errors[:10]))

    def find_addons(self, names):
        """Return a dict of the folders of the named addons; what this Odoo lacks is not in it."""
        code = (
            "import sys, odoo.addons\n"
            "from pathlib import Path\n"
            "for name in sys.argv[1:]:\n"
            "    for folder in [p for p in odoo.addons.__path__ if Path(p, name).is_dir()][:1]:\n"
            "        print(f'{folder}/{name}')\n"
        )
        found = output([self.python, "-c", code, *names], env=self.env, cwd=CACHE).splitlines()
        return {Path(folder).name: folder for folder in found}

    def add_oca(self):
        """Put the addons of requirements/oca.txt into the addons path; return their folders.

        Only this run has them there: an addon that is present may install itself with others, and
        that would change the other tests.
        """
        addons = ensure_oca_addons(self.python) / "odoo" / "addons"
        settings = self.config.read_text()
        self.config = CACHE / f"odoo-{CHECKOUT}-oca.conf"
        self.config.write_text(settings.replace("addons_path = ", f"addons_path = {addons},", 1))
        return {
            manifest.parent.name: manifest.parent for manifest in addons.glob("*/__manifest__.py")
        }
