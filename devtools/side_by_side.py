"""Run groups of tests at the same time, as many as there are processors."""

# pylint: disable=print-used

import json
import os
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed

from .addon import ROOT
from .cache import CACHE, locked

# Each has a browser and a database at work: more than these are in each other's way.
WORKERS = min(os.cpu_count() or 1, 4)
DURATIONS = CACHE / "durations.json"
# A guess for a file that has not been run yet: seconds for each byte.
SECONDS_BY_BYTE = 1 / 500


def run_side_by_side(place, groups):
    """Yield the results of groups; what pytest prints of one appears when it has ended.

    :param groups: list of functions that take a Workplace and return the result of `run_pytest`
    """
    if WORKERS == 1:
        yield from (group(place) for group in groups)
        return
    with ThreadPoolExecutor(WORKERS) as pool:
        for future in as_completed([pool.submit(run_apart, place, group) for group in groups]):
            result, text = future.result()
            print(text, end="", flush=True)
            yield result


def run_apart(place, group):
    """Return the result of a group, and what pytest has printed."""
    with tempfile.TemporaryFile("w+") as stream:
        result = group(place.apart(stream))
        stream.seek(0)
        return result, stream.read()


def read_durations():
    """Return a dict of the seconds that each file of tests took, by its path in tests/."""
    return json.loads(DURATIONS.read_text()) if DURATIONS.exists() else {}


def remember_durations(cases):
    """Keep how long the files of tests took, to share them out the next time.

    :param cases: iterable of elements of a report of pytest
    """
    found = {}
    for case in cases:
        # Those of other addons are below a longer path.
        name = re.match(r"tests\.((?:\w+\.)*test_\w+)\.", case.get("classname", ""))
        if name:
            path = name[1].replace(".", "/") + ".py"
            found[path] = found.get(path, 0) + float(case.get("time", 0))
    if found:
        with locked("durations.lock"):
            DURATIONS.write_text(json.dumps(read_durations() | found, indent=1, sort_keys=True))


def share_out(names, parts):
    """Share files of tests out into parts that take about as long as each other.

    :param names: list of str, paths below tests/
    :param parts: int
    :returns: list of lists of str
    """
    known = read_durations()
    seconds = {
        name: known.get(name, (ROOT / "tests" / name).stat().st_size * SECONDS_BY_BYTE)
        for name in names
    }
    shares = [[] for _part in range(parts)]
    for name in sorted(names, key=lambda name: -seconds[name]):
        min(shares, key=lambda share: sum(seconds[other] for other in share)).append(name)
    return [sorted(share) for share in shares if share]
