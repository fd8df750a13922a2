"""The command line of `./dev`."""

# pylint: disable=print-used

import argparse
import signal
import subprocess
import sys
import traceback

from . import bench, i18n, lint, run, screenshots, shell, test
from .console import Stop


def parse(arguments, description=None):
    parser = argparse.ArgumentParser(
        prog="./dev", description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for module in (run, test, lint, i18n, bench, screenshots, shell):
        module.add_commands(commands)
    # What ./dev does not know is for pytest or psql.
    options, rest = parser.parse_known_args(arguments)
    options.rest = rest
    if options.rest and options.command not in ("test", "psql"):
        parser.error(f"unknown: {' '.join(options.rest)}")
    if options.command == "test":
        test.check_options(options, parser.error)
    return options


def main(description):
    options = parse(sys.argv[1:], description)
    for number in (signal.SIGTERM, signal.SIGHUP):
        # As on Ctrl-C, so that the servers that were started are stopped.
        signal.signal(number, signal.default_int_handler)
    try:
        return options.call(options)
    except Stop as stop:
        print(f"./dev: {stop}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        traceback.print_exc()
        print(f"./dev: {' '.join(map(str, error.cmd[:4]))} ... failed.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n./dev: interrupted", file=sys.stderr)
        return 130
