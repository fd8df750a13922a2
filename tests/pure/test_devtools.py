"""`./dev` as a package: what it needs, what it runs, and what a change of it rebuilds."""

import ast
import re
import subprocess
import sys

import pytest

from devtools.addon import ROOT
from devtools.lint import TOOLS, hook_id
from devtools.sources import addon_fingerprint, is_installed, list_files

# The commands that import these run under a Python that has them.
UNDER_ANOTHER_PYTHON = {
    ("translations.py", "polib"),
    ("screenshots.py", "PIL"),
    ("bench.py", "bench"),
}


def find_imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


def test_it_starts_with_the_standard_library_alone():
    imports = {
        (path.name, name) for path in ROOT.glob("devtools/*.py") for name in find_imports(path)
    }
    assert len(imports) > 20
    foreign = {pair for pair in imports if pair[1] not in sys.stdlib_module_names}
    assert foreign == UNDER_ANOTHER_PYTHON
    help_text = subprocess.check_output(  # noqa: S603
        [sys.executable, "-S", ROOT / "dev", "--help"], text=True
    )
    assert ast.get_docstring(ast.parse((ROOT / "dev").read_text())) in help_text


def test_the_hooks_of_pre_commit_are_the_tools_of_lint():
    config = (ROOT / ".pre-commit-config.yaml").read_text()
    tools = [hook_id(tool) for tool in TOOLS]
    assert re.findall(r"- id: (\S+)", config) == tools
    assert re.findall(r"entry: (.+)", config) == [f"./dev lint {tool}" for tool in tools]
    version = re.search(r"minimum_pre_commit_version: (\S+)", config)[1]
    assert f"pre_commit=={version}\n" in (ROOT / "requirements" / "lint.txt").read_text()


@pytest.mark.parametrize(
    ("name", "installed"),
    [
        ("__manifest__.py", True),
        ("models/crm_lead.py", True),
        ("tools/phone_numbers.py", True),
        ("i18n/fa.po", True),
        ("security/ir.model.access.csv", True),
        ("static/src/views/similar.js", True),
        ("dev", False),
        ("devtools/lint.py", False),
        ("docs/features.md", False),
        (".ci/run", False),
        ("README.md", False),
        ("bench/README.md", False),
        ("requirements/lint.txt", False),
        ("static/description/index.html", False),
        ("static/guide/fa/leads.png", False),
        ("tests/trust/test_trust.py", False),
    ],
)
def test_a_change_rebuilds_a_database_if_an_installation_reads_the_file(name, installed):
    assert is_installed(name) == installed


def test_the_fingerprint_is_of_the_files_that_an_installation_reads(monkeypatch):
    before = addon_fingerprint()
    names = list_files()
    monkeypatch.setattr("devtools.sources.list_files", lambda: [*names, "devtools/new.py"])
    assert addon_fingerprint() == before
    names.remove("models/__init__.py")
    assert addon_fingerprint() != before
