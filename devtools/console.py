"""Say something to the user, and run other programs."""

# pylint: disable=print-used

import subprocess
import time


class Stop(Exception):
    """A problem that the user can solve; the message says in a line what to do."""


def say(text):
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


def run(command, check=True, **kwargs):
    """Call subprocess.run with the str() of each part; a failure raises CalledProcessError."""
    return subprocess.run([str(part) for part in command], check=check, **kwargs)


def output(command, **kwargs):
    return run(command, stdout=subprocess.PIPE, text=True, **kwargs).stdout
