"""`./dev bench`: measure the addon, with stock Odoo beside it."""

# pylint: disable=print-used

import json
import subprocess
import time

from .addon import ADDON, CHECKOUT, ROOT
from .cache import CACHE, locked
from .console import run, say
from .databases import ensure_base
from .workplace import Workplace

# The numbers of leads that each benchmark runs on.
BENCH_SIZES = {
    "similar": [100_000, 1_000_000],
    "merge": [20_000],
    "bulk": [100_000],
    "dashboard": [100_000],
    # It writes a million for the time of its measuring.
    "calendar": [10_000],
    "search": [1_000_000],
    "read": [100_000, 1_000_000],
    "write": [100_000],
}
# Of this checkout: another one may be measured at the same time.
LOG = f"bench-{CHECKOUT}.log"
# The number of leads of the background run, and how often its worker is killed.
KILLED_LEADS, KILLS = 10_000, 3


def add_commands(commands):
    bench = commands.add_parser("bench", help="measure, with stock Odoo beside")
    bench.add_argument("name", choices=list(BENCH_SIZES))
    sizes = "; ".join(f"{name}: {' '.join(map(str, BENCH_SIZES[name]))}" for name in BENCH_SIZES)
    bench.add_argument("--sizes", type=int, nargs="+", help=f"leads (default: {sizes})")
    bench.add_argument("--seed", type=int, help="bulk: where the worker is killed (default: new)")
    bench.set_defaults(call=run_bench)


def run_bench(options):
    """Measure the addon and stock Odoo on the same data, in the same run."""
    rows, killed = {}, []
    stock, ours = f"bench_{CHECKOUT}_stock", f"bench_{CHECKOUT}_ours"
    with Workplace() as place:
        for size in options.sizes or BENCH_SIZES[options.name]:
            seconds = make_bench_databases(place, options.name, size, stock, ours)
            rows[size, "installation", "ours"] = {"ms": seconds * 1000}
            for side, name in (("stock", stock), ("ours", ours)):
                for row in measure_database(place, options.name, name):
                    rows[size, row["case"], side] = row
            if options.name == "bulk":
                killed.append(kill_bulk_run(place, ours, options.seed))
            for name in (stock, ours):
                place.pg.drop(name)
        print("\n| leads | case | stock | ours |\n| --- | --- | --- | --- |")
        for size, case in dict.fromkeys(key[:2] for key in rows):
            cells = [write_cell(rows.get((size, case, side))) for side in ("stock", "ours")]
            print(f"| {size:,} | {case} | {cells[0]} | {cells[1]} |")
        if options.name == "similar":
            print("\nMatching on labelled data:", flush=True)
            run([place.python, "-m", "bench.matching"], cwd=ROOT)
    for text, _wrong in killed:
        print(text)
    return int(any(wrong for _text, wrong in killed))


def write_cell(row):
    """A figure as the table has it, with the queries behind it and what was found."""
    if not row:
        return "-"
    parts = [f"{row['ms']:,.1f} {row.get('unit', 'ms')}"]
    if "queries" in row:
        parts.append(f"{row['queries']:,} q")
    if "found" in row:
        parts.append(f"{row['found']:,} found")
    return ", ".join(parts)


def make_bench_databases(place, bench, size, stock, ours):
    """Write the same leads into two databases, install the addon in one; return its seconds.

    A benchmark may need more rows than leads: generate_<bench>.sql writes them.
    """
    with locked("database.lock"):
        place.pg.clone(ensure_base(place, demo=False), stock)
    say(f"Writing {size:,} leads")
    generate = place.pg.command("psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-v", f"size={size}")
    for name in ("leads", bench):
        script = ROOT / "bench" / f"generate_{name}.sql"
        if script.exists():
            run([*generate, "-d", stock, "-f", script])
    place.pg.clone(stock, ours)
    say(f"Installing {ADDON} on them")
    start = time.monotonic()
    install = ("-d", ours, "-i", ADDON, "--stop-after-init", "--no-http")
    place.run_odoo(f"Installing {ADDON}", "bench-install.log", *install)
    return time.monotonic() - start


def measure_database(place, bench, name):
    """Run a benchmark's script on a database; return a list of dicts, the figures of each case."""
    place.pg.sql("ANALYZE", db=name)
    say(f"Measuring {name}")
    run_bench_script(place, bench, name, "bench(env)")
    lines = (CACHE / "log" / LOG).read_text().splitlines()
    return [json.loads(line[6:]) for line in lines if line.startswith("BENCH ")]


def run_bench_script(place, bench, name, call):
    script = f"{(ROOT / 'bench' / f'{bench}.py').read_text()}\n{call}\n"
    place.run_odoo("Measuring", LOG, "shell", "-d", name, "--no-http", script=script)


def kill_bulk_run(place, name, seed):
    """Kill the worker of a background run at random points, and start it again.

    :returns: tuple of str, what happened, and dict, what is wrong in the end
    """
    from bench.kill import KilledRun  # noqa: PLC0415

    say(f"Asking for {KILLED_LEADS:,} conversions in the background")
    run_bench_script(place, "bulk", name, f"ask(env, {KILLED_LEADS})")
    seed = seed if seed is not None else time.time_ns() % 100_000
    say(f"Killing the worker {KILLS} times (--seed {seed})")
    channel = f"SELECT pg_notify('cron_trigger', '{name}')"
    with (CACHE / "log" / "bench-killed.log").open("w") as log:
        killed = KilledRun(
            lambda query: int(place.pg.sql(query, db=name) or 0),
            lambda: place.pg.sql(channel),
            place.odoo("-d", name),
            seed,
            env=place.env,
            cwd=CACHE,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        seconds = killed.run(KILLS)
    wrong = killed.find_wrong()
    left = ", ".join(f"{count:,}" for count in killed.left[:-1])
    text = (
        f"\n{KILLED_LEADS:,} leads in the background, the worker killed when {left} were left "
        f"(--seed {seed}): done after {seconds:,.0f} s with {KILLS + 1} starts, longest part "
        f"{killed.longest_pause:.1f} s. Wrong: {wrong or 'nothing'}."
    )
    return text, wrong
