"""Of the labelled leads: they are the same again, and the keys find nearly all of their pairs."""

import importlib.util
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name, path, **kwargs):
    spec = importlib.util.spec_from_file_location(name, path, **kwargs)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tools = ROOT / "tools"
sys.modules["labelled_tools"] = load(
    "labelled_tools", tools / "__init__.py", submodule_search_locations=[str(tools)]
)
persian_text = importlib.import_module("labelled_tools.persian_text")
phone_numbers = importlib.import_module("labelled_tools.phone_numbers")
labelled = load("labelled", ROOT / "bench" / "labelled.py")


@pytest.fixture(scope="module")
def leads():
    return labelled.generate(labelled.TUNING_SEEDS[0], 6000)


def test_a_seed_gives_the_same_leads(leads):
    assert labelled.generate(labelled.TUNING_SEEDS[0], 6000) == leads
    assert labelled.generate(labelled.TUNING_SEEDS[1], 6000) != leads
    assert not set(labelled.TUNING_SEEDS) & set(labelled.TEST_SEEDS)


def test_the_leads_are_as_described(leads):
    records, pairs = leads
    assert [record["id"] for record in records] == list(range(1, 6001))
    persons = Counter(record["person"] for record in records)
    repeated = sum(times > 1 for times in persons.values()) / len(persons)
    assert 0.2 < repeated < 0.3
    assert max(persons.values()) <= 4
    person = {record["id"]: record["person"] for record in records}
    assert all(first < second and person[first] == person[second] for first, second in pairs)
    assert all(
        record["contact_name"] and (record["phone"] or record["email"]) for record in records
    )


def test_the_keys_find_the_pairs(leads):
    records, pairs = leads
    holders, phones = {}, Counter()
    for record in records:
        keys = set(phone_numbers.find_numbers(record["phone"], "IR"))
        phones.update(keys)
        assert keys or not record["phone"], record["phone"]
        if record["email"]:
            keys.add(record["email"].strip().rpartition("<")[2].rstrip(">").lower())
        if record["partner_name"]:
            keys.add(
                (
                    persian_text.person_key(record["contact_name"]),
                    persian_text.company_key(record["partner_name"]),
                )
            )
        for key in keys:
            holders.setdefault(key, []).append(record["id"])
    # A number that many write without an extension is a switchboard.
    found = {
        pair
        for key, ids in holders.items()
        if not (phones[key] > 4 and ";ext=" not in key)
        for pair in combinations(ids, 2)
    }
    assert len(found & pairs) / len(pairs) > 0.999
    assert len(found & pairs) / len(found) > 0.9
    assert max(phones.values()) > 10


def test_what_suggests_a_merge_is_right(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    matching = importlib.import_module("bench.matching")
    records, wanted = labelled.generate(labelled.TUNING_SEEDS[0], customers=False)
    person = {record["id"]: record["person"] for record in records}
    found = matching.found_pairs(records, matching.STRONG).keys()
    right = sum(person[first] == person[second] for first, second in found)
    assert right / len(found) >= 0.999
    assert len(found & wanted) / len(wanted) >= 0.97
