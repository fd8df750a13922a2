"""The folder for everything that is downloaded or built."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from .addon import ADDON
from .console import Stop, run, say

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache").resolve() / ADDON


def digest(*parts):
    return hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()[:12]


def logged(command, log_name, what, **kwargs):
    """Run a long command with its output in a log file; show the end of it on failure."""
    log = CACHE / "log" / log_name
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as stream:
        done = run(command, stdout=stream, stderr=subprocess.STDOUT, check=False, **kwargs)
    if done.returncode:
        tail = "".join(log.read_text(errors="replace").splitlines(keepends=True)[-25:])
        raise Stop(f"{what} failed. The end of {log}:\n{tail}")
    return log


@contextlib.contextmanager
def locked(name):
    """Hold a lock file of the cache; the kernel frees it when the process dies."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / name).open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another ./dev that is preparing something")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def built(target):
    """Build a folder under another name, and rename it when it is complete.

    The leftovers of an interrupted build are removed, so the cache holds no partial folder.
    """
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        yield partial
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    partial.rename(target)
