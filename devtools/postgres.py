"""A private PostgreSQL server."""

import contextlib
import fcntl
import json
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from .addon import ADDON
from .cache import CACHE, digest, locked, logged
from .console import Stop, output, run, say
from .machine import apt_install

DB_USER = "odoo"


def filestore(name):
    return CACHE / "data" / "filestore" / name


class Postgres:
    """A private cluster in the cache that listens on a unix socket only.

    Several ./dev may use it at once: each holds a shared lock, and the last one stops the server.
    """

    def __init__(self):
        self.data = CACHE / "postgres"
        # The kernel limits the path of a unix socket to 107 bytes; the cache's may be longer.
        self.socket = Path(tempfile.gettempdir()) / f"{ADDON}-{digest(os.geteuid(), CACHE)}"
        self.lock = None

    def find_binaries(self):
        for attempt in ("found", "installed"):
            folders = sorted(
                Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -float(p.parent.name)
            )
            config = shutil.which("pg_config")
            if config:
                folders.append(Path(output([config, "--bindir"]).strip()))
            for folder in folders:
                if all(
                    (folder / name).exists() for name in ("initdb", "postgres", "pg_ctl", "psql")
                ):
                    return folder
            if attempt == "found":
                apt_install(["postgresql"], "PostgreSQL is missing")
        raise Stop("PostgreSQL 13 or later is missing: install it with its contrib modules.")

    def as_user(self, command):
        """Return a command that runs the given one as another user: PostgreSQL refuses root."""
        if os.geteuid():
            return command
        prefix = ["setpriv", f"--reuid={self.owner.pw_uid}", f"--regid={self.owner.pw_gid}"]
        prefix.append("--clear-groups")
        if not self.enterable():
            # The home folder of root has mode 700: these capabilities let the server pass it.
            prefix += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        return [*prefix, "--", *command]

    @property
    def owner(self):
        names = [entry.pw_name for entry in pwd.getpwall()]
        return pwd.getpwnam("postgres" if "postgres" in names else "nobody")

    def enterable(self):
        return all(folder.stat().st_mode & 0o001 for folder in self.data.parents)

    def start(self):
        self.bin = self.find_binaries()
        CACHE.mkdir(parents=True, exist_ok=True)
        with locked("postgres-start.lock"):
            if not (self.data / "PG_VERSION").exists():
                self.initialise()
            wanted = output([self.bin / "postgres", "--version"]).split()[2].split(".")[0]
            if (self.data / "PG_VERSION").read_text().strip() != wanted:
                raise Stop(
                    f"{self.data} is of another PostgreSQL: delete that folder and run ./dev again."
                )
            self.lock = (CACHE / "postgres.lock").open("a")
            fcntl.flock(self.lock, fcntl.LOCK_SH)
            if not self.answers():
                self.launch()

    def launch(self):
        self.prepare_socket()
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.socket,
            # All data can be built again, so a crash of the machine may lose them.
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "shared_buffers": "512MB",
            "max_connections": "60",
            "max_wal_size": "2GB",
            "jit": "off",
        }
        options = " ".join(f"-c {key}='{value}'" for key, value in settings.items())
        command = [self.bin / "pg_ctl", "-D", self.data, "-w", "-l", self.data / "server.log"]
        run(self.as_user([*command, "-o", options, "start"]), stdout=subprocess.DEVNULL, cwd="/")

    def initialise(self):
        say("Creating a private PostgreSQL cluster (in the cache, reached by a unix socket only)")
        shutil.rmtree(self.data, ignore_errors=True)
        partial = self.data.with_name("postgres.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        if not os.geteuid():
            os.chown(partial, self.owner.pw_uid, self.owner.pw_gid)
        command = [self.bin / "initdb", "-D", partial, "-U", DB_USER, "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C.UTF-8", "--no-sync"]
        logged(self.as_user(command), "initdb.log", "initdb", cwd="/")
        partial.rename(self.data)

    def prepare_socket(self):
        """Make the folder of the socket, and stop a server whose data were deleted."""
        for lock_file in self.socket.glob(".s.PGSQL.*.lock"):
            lines = lock_file.read_text().splitlines()
            if len(lines) > 1 and Path(lines[1]) == self.data:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(lines[0]), signal.SIGQUIT)
                for _attempt in range(50):
                    if not Path(f"/proc/{lines[0]}").exists():
                        break
                    time.sleep(0.1)
        shutil.rmtree(self.socket, ignore_errors=True)
        self.socket.mkdir(mode=0o700)
        if not os.geteuid():
            os.chown(self.socket, self.owner.pw_uid, self.owner.pw_gid)

    def answers(self):
        probe = [self.bin / "pg_isready", "-q", "-h", self.socket, "-U", DB_USER]
        return (self.data / "postmaster.pid").exists() and not run(probe, check=False).returncode

    def stop(self):
        """Stop the server, unless another ./dev uses it."""
        if not self.lock:
            return
        with locked("postgres-start.lock"):
            try:
                fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                self.lock.close()
            command = [self.bin / "pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop"]
            run(self.as_user(command), check=False, stdout=subprocess.DEVNULL, cwd="/")

    def command(self, name, *arguments):
        return [self.bin / name, "-h", self.socket, "-U", DB_USER, *arguments]

    def sql(self, query, db="postgres"):
        command = self.command("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", db, "-c", query)
        quiet = {**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}
        return output(command, env=quiet).strip()

    def databases(self):
        """Return a dict of the databases and of the fingerprints of their sources."""
        query = "SELECT json_object_agg(datname, coalesce(shobj_description(oid, 'pg_database'), '')) FROM pg_database"
        return json.loads(self.sql(query))

    def drop(self, name):
        self.sql(f"""DROP DATABASE IF EXISTS "{name}" WITH (FORCE)""")
        shutil.rmtree(filestore(name), ignore_errors=True)

    def clone(self, source, target):
        self.drop(target)
        self.sql(f"""CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY""")
        if filestore(source).exists():
            # A file is named by its content and never changes, so a hard link is enough.
            shutil.copytree(filestore(source), filestore(target), copy_function=os.link)

    def rename(self, source, target):
        self.drop(target)
        self.sql(f"""ALTER DATABASE "{source}" RENAME TO "{target}" """)
        if filestore(source).exists():
            filestore(source).rename(filestore(target))

    def mark(self, name, fingerprint):
        self.sql(f"""COMMENT ON DATABASE "{name}" IS '{fingerprint}'""")
