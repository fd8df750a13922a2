"""`./dev lint`: check the style of Python, XML, JavaScript and translations.

Each tool is also a hook of pre-commit (.pre-commit-config.yaml), which calls `./dev lint TOOL
FILE...`. The versions are pinned in requirements/lint.txt and below. The configuration of the tools
is in pyproject.toml and .prettierrc.json.
"""

# pylint: disable=print-used

import os
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from .addon import ADDON, ROOT
from .console import Stop, run, say
from .packages import ensure_node, ensure_venv
from .sources import list_files

PRETTIER = ["prettier@3.10.1", "@prettier/plugin-xml@3.4.2"]
# The environment of these tools has no Odoo, and the README is in Markdown.
PYLINT_OFF = "--disable=import-error,missing-readme"


class Job(NamedTuple):
    """What a tool works on.

    OCA's tools take the name of an addon from its folder, and check nothing in the root folder of a
    git repository. So they get a copy in a folder that has the name of the addon.

    :param commands: Path, the folder of the tools
    :param copy: Path, the copy of the addon
    :param files: list of str, the files to check of those that the tool reads
    :param whole: bool, whether these are all of them
    :param fix: bool, whether the tool may change them
    """

    commands: Path
    copy: Path
    files: list
    whole: bool
    fix: bool


def ruff_check(job):
    fix = ["--fix"] if job.fix else []
    return [job.commands / "ruff", "check", *fix, *ruff_files(job)], ROOT


def ruff_format(job):
    check = [] if job.fix else ["--check"]
    return [job.commands / "ruff", "format", *check, *ruff_files(job)], ROOT


def ruff_files(job):
    """Return arguments that name the files, without those that pyproject.toml excludes."""
    return ["."] if job.whole else ["--force-exclude", *job.files]


def pylint_odoo(job):
    options = ["--rcfile", ROOT / "pyproject.toml", PYLINT_OFF]
    files = [f"{ADDON}/{name}" for name in job.files]
    return [job.commands / "pylint", *options, *files], job.copy.parent


def pylint_odoo_tests(job):
    """Return the command for tests; the tool knows those of one folder only by itself."""
    command, folder = pylint_odoo(job)
    return [*command[:1], "--disable=translation-required", *command[1:]], folder


def oca_checks_odoo_module(job):
    command = [job.commands / "oca-checks-odoo-module", "--disable=prefer-readme-rst"]
    return [*command, job.copy / "__manifest__.py"], job.copy.parent


def oca_checks_po(job):
    files = [job.copy / name for name in job.files]
    return [job.commands / "oca-checks-po", *files], job.copy.parent


def prettier(job):
    commands = ensure_node(PRETTIER, "prettier")
    plugin = commands.parent / "@prettier" / "plugin-xml" / "src" / "plugin.js"
    mode = "--write" if job.fix else "--check"
    return [commands / "prettier", mode, "--plugin", plugin, *job.files], ROOT


def is_python(name):
    return name.endswith(".py") or name == "dev"


def is_module(name):
    return name.endswith(".py")


def is_test(name):
    return name.startswith("tests/")


def is_translation(name):
    return name.startswith("i18n") and name.endswith((".po", ".pot"))


def is_for_prettier(name):
    if name.startswith("static/lib/"):  # as its authors have written it
        return False
    xml = name.endswith(".xml") and "i18n" not in name
    return xml or name.endswith((".js", ".css", ".scss"))


# Each tool with two functions: one says whether the tool reads a file, one makes its command and
# names the folder to run it in.
TOOLS = {
    "ruff check": (is_python, ruff_check),
    "ruff format": (is_python, ruff_format),
    "pylint-odoo": (lambda name: is_module(name) and not is_test(name), pylint_odoo),
    "pylint-odoo tests": (lambda name: is_module(name) and is_test(name), pylint_odoo_tests),
    "oca-checks-odoo-module": (bool, oca_checks_odoo_module),
    "oca-checks-po": (is_translation, oca_checks_po),
    "prettier": (is_for_prettier, prettier),
}


def hook_id(tool):
    return tool.replace(" ", "-")


def add_commands(commands):
    lint = commands.add_parser("lint", help="check the style")
    tools = list(map(hook_id, TOOLS))
    lint.add_argument(
        "tool", nargs="?", choices=tools, metavar="tool", help=f"only one of: {', '.join(tools)}"
    )
    lint.add_argument("file", nargs="*", help="only these files")
    lint.add_argument("--fix", action="store_true", help="mend what can be mended by itself")
    lint.add_argument("--install", action="store_true", help="let git run these tools at a commit")
    lint.set_defaults(call=run_tools)


def run_tools(options):
    commands = ensure_venv("lint", ["lint.txt"]).parent
    if options.install:
        return run([commands / "pre-commit", "install"], cwd=ROOT, check=False).returncode
    names = list_files()
    asked = find_asked(options.file, names)
    environment = {**os.environ, "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}"}
    failed = []
    with tempfile.TemporaryDirectory() as work:
        copy = copy_files(names, Path(work) / ADDON)
        for tool, (reads, make_command) in TOOLS.items():
            files = list(filter(reads, asked))
            if not files or options.tool not in (None, hook_id(tool)):
                continue
            job = Job(commands, copy, files, whole=not options.file, fix=options.fix)
            if not passes(tool, *make_command(job), environment):
                failed.append(tool)
    return int(bool(failed))


def find_asked(files, names):
    """Return the names of the given files below the root folder; without any, all names."""
    if not files:
        return names
    asked = [os.path.relpath(Path(file).resolve(), ROOT) for file in files]
    for name in asked:
        if name not in names:
            raise Stop(f"{name} is no file of this repository.")
    return asked


def copy_files(names, target):
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target / name)
    return target


def passes(tool, command, folder, environment):
    """Run a tool, print its output if it has found something, and return whether it has not."""
    done = run(command, cwd=folder, check=False, capture_output=True, text=True, env=environment)
    say(f"{tool}: {'ok' if not done.returncode else 'FAILED'}")
    if done.returncode:
        print(done.stdout + done.stderr)
    return not done.returncode
