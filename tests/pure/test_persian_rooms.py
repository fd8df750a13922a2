"""What is about Persian has rooms of its own; nothing outside knows of it."""

import ast
import re
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
PERSIAN = "persian"
# They bring the rooms in, and see to them when the addon goes.
DOORS = {"models/__init__.py", "hooks.py"}


def list_outside(pattern, *folders):
    """Return the files below folders that are in no room, by their paths."""
    return {
        str(path.relative_to(ROOT)): path
        for folder in folders
        for path in (ROOT / folder).rglob(pattern)
        if PERSIAN not in path.relative_to(ROOT).parts and not path.stem.startswith(PERSIAN + "_v")
    }


def find_imports(text):
    """Return the dotted names of what Python code imports."""
    names = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            names += [f"{node.module or ''}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return names


def test_no_import_leads_into_a_room():
    files = list_outside("*.py", "models", "tools", "wizard")
    assert len(files) > 100
    found = {
        name: imported
        for name, path in files.items()
        if name not in DOORS
        and (imported := [i for i in find_imports(path.read_text()) if PERSIAN in i.split(".")])
    }
    assert not found


def test_no_javascript_leads_into_a_room():
    files = list_outside("*.js", "static/src")
    assert files
    pattern = re.compile(r"""from\s+["'][^"']*\bpersian/""")
    assert not [name for name, path in files.items() if pattern.search(path.read_text())]


def test_no_view_is_made_of_one_in_a_room():
    room = etree.parse(ROOT / "views" / "persian_views.xml")
    ids = {record.get("id") for record in room.iter("record", "template", "menuitem")}
    assert ids
    texts = {
        name: path.read_text()
        for name, path in list_outside("*.xml", "views", "wizard", "data", "static/src").items()
    }
    assert texts
    found = {
        (name, xml_id)
        for name, text in texts.items()
        for xml_id in ids
        if re.search(rf"\b{re.escape(xml_id)}\b", text)
    }
    assert not found
