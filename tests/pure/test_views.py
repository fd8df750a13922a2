"""Views of other addons are changed at what has a name, never at a place: it may be another."""

import re
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("views", "wizard", "data", "demo", "security", "static/src")
# Of these a view has one.
SINGLE = {"form", "list", "kanban", "calendar", "search", "templates"}
SINGLE |= {"header", "sheet", "notebook", "footer", "chatter"}
# In Persian they say something else.
TRANSLATED = {"string", "title", "help", "placeholder", "confirm", "alt", "aria-label", "sum"}
PLACES = re.compile(
    r"\[\s*\d|\bposition\(|\blast\(|\bcount\(|\b(?:preceding|following)\b|\bparent::|\.\."
)


def find_specs(tree):
    """The elements of a file that say where a view of another addon is changed."""
    inheriting = [
        arch
        for record in tree.iter("record")
        if record.find("field[@name='inherit_id']") is not None
        for arch in record.findall("field[@name='arch']")
    ]
    inheriting += [template for template in tree.iter("template") if template.get("inherit_id")]
    inheriting += [template for template in tree.iter("t") if template.get("t-inherit")]
    return [spec for arch in inheriting for spec in arch.iter("*") if spec.get("position")]


def split_steps(expression):
    """The steps of an xpath, each with the text of its predicates.

    :returns: list of (str, str)
    """
    steps, depth = [["", ""]], 0
    for character in re.sub(r"'[^']*'|\"[^\"]*\"", "''", expression):
        depth -= character == "]"
        if character == "/" and not depth:
            steps.append(["", ""])
        elif character not in "[]" or depth:
            steps[-1][bool(depth)] += character
        depth += character == "["
    return [(name.strip(), predicates) for name, predicates in steps if name.strip()]


def is_positional(spec):
    """Whether a change of a view goes by a place, or by a text that is translated."""
    if spec.tag != "xpath":
        names = set(spec.attrib) - {"position"}
        return bool(names & TRANSLATED) or not (names or spec.tag in SINGLE)
    expression = spec.get("expr")
    if PLACES.search(re.sub(r"'[^']*'", "''", expression)):
        return True
    if TRANSLATED.intersection(re.findall(r"@([\w-]+)", re.sub(r"'[^']*'", "''", expression))):
        return True
    return any(
        name not in SINGLE and "@" not in predicates and "hasclass(" not in predicates
        for name, predicates in split_steps(expression)
    )


def find_in(text):
    return find_specs(
        etree.fromstring(
            '<odoo><record><field name="inherit_id"/><field name="arch">'
            f"{text}</field></record></odoo>"
        )
    )


def test_no_view_is_changed_by_position():
    specs = [
        (path.relative_to(ROOT), spec)
        for folder in FOLDERS
        for path in sorted((ROOT / folder).glob("**/*.xml"))
        for spec in find_specs(etree.parse(path))
    ]
    assert len(specs) > 100
    positional = [
        (str(path), spec.tag, dict(spec.attrib)) for path, spec in specs if is_positional(spec)
    ]
    assert not positional


@pytest.mark.parametrize(
    "text",
    [
        """<xpath expr="//sheet/widget[@name='web_ribbon'][1]" position="after"/>""",
        """<xpath expr="//header/button[ 2 ]" position="before"/>""",
        """<xpath expr="//group[@name='a']/preceding-sibling::group[@name]" position="after"/>""",
        """<xpath expr="//field[@name='a']/.." position="after"/>""",
        """<xpath expr="//field[@name='a']/parent::group" position="after"/>""",
        """<xpath expr="//blockquote/*[last()]" position="after"/>""",
        """<xpath expr="//field[@name='a'][position() = 1]" position="after"/>""",
        """<xpath expr="//sheet/group" position="after"/>""",
        """<xpath expr="//group/group[@name='a']" position="after"/>""",
        """<xpath expr="//div[span]" position="after"/>""",
        """<xpath expr="//page[@string='Notes']" position="after"/>""",
        """<group position="after"/>""",
        """<separator position="before"/>""",
        """<button title="Archived" position="before"/>""",
        """<field name="a" position="after"><xpath expr="//div" position="move"/></field>""",
    ],
)
def test_places_are_recognised(text):
    assert any(map(is_positional, find_in(text)))


@pytest.mark.parametrize(
    "text",
    [
        """<xpath expr="//header/button[@name='%(crm.action)d']" position="after"/>""",
        """<xpath expr="//field[@name='a'][not(ancestor::page[@name='b'])]" position="after"/>""",
        """<xpath expr="//group[field[@name='a']]" position="before"/>""",
        """<xpath expr="//div[hasclass('o_last')]" position="before"/>""",
        """<xpath expr="//t[@t-name='card']//footer" position="before"/>""",
        """<xpath expr="//a[@name='position()']" position="before"/>""",
        """<field name="a" position="after"/>""",
        """<sheet position="before"/>""",
    ],
)
def test_names_are_no_places(text):
    (spec,) = find_in(text)
    assert not is_positional(spec)
