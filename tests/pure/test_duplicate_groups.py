"""Of groups of records that share keys: as every pair would give them, without the pairs."""

import importlib.util
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

folder = Path(__file__).resolve().parents[2] / "tools"
if "pure_tools" not in sys.modules:
    spec = importlib.util.spec_from_file_location(
        "pure_tools", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    sys.modules["pure_tools"] = importlib.util.module_from_spec(spec)
module = importlib.import_module("pure_tools.duplicate_groups")
find_groups, SharedKey, SharedKeys = module.find_groups, module.SharedKey, module.SharedKeys
find_clusters, find_ignored = module.find_clusters, module.find_ignored

IDS = range(1, 9)
ids = st.sets(st.sampled_from(IDS))


@st.composite
def worlds(draw):
    """Records, some of them selected, open or allowed, of companies, with keys, told apart."""
    selected = draw(st.permutations(sorted(draw(ids))))
    opened, holders = draw(ids), draw(st.lists(ids, max_size=4))
    keys = [
        SharedKey([i for i in selected if i in held], sorted(opened & held)) for held in holders
    ]
    pairs = draw(st.sets(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=6))
    apart = {i: {b for a, b in pairs | {p[::-1] for p in pairs} if a == i} for i in IDS}
    companies = {i: draw(st.sampled_from([False, False, "A", "B"])) for i in IDS}
    return (
        selected,
        SharedKeys(keys, companies),
        apart,
        draw(st.sampled_from(["A", "C"])),
        draw(ids),
    )


def by_pairs(selected, shared, apart, company, allowed):
    """The same, one pair after another."""
    keys, companies = shared
    groups = {i: {i} for i in IDS}

    def find_owner(record):
        return next((companies[i] for i in groups[record] if companies[i]), None)

    for lead in selected:
        others = sorted({o for key in keys if lead in key.selected for o in key.others})
        others = [other for other in others if other != lead and other not in apart[lead]]
        found = [companies[i] for i in others if companies[i]]
        found = found or sorted(filter(None, map(find_owner, allowed.intersection(others))))
        first = company if company in found else next(iter(found), None)
        own = find_owner(lead) or first
        for other in allowed.intersection(others):
            if find_owner(other) in (own, None):
                union = groups[lead] | groups[other]
                groups.update(dict.fromkeys(union, union))
    return {frozenset(groups[lead]) for lead in selected}


def find_companies(group, shared):
    return {shared.companies[i] for i in group if shared.companies[i]}


@settings(max_examples=500, deadline=None)
@given(worlds())
def test_the_groups_are_those_of_the_pairs(world):
    groups = find_groups(*world)
    assert {frozenset(group) for group in groups} == by_pairs(*world)
    assert len({i for group in groups for i in group}) == sum(map(len, groups)), "each once"
    rank = {lead: n for n, lead in enumerate(world[0])}
    first = [min(rank[lead] for lead in group if lead in rank) for group in groups]
    assert first == sorted(first), "in the order of the selection"


@settings(max_examples=500, deadline=None)
@given(worlds())
def test_no_group_has_two_companies(world):
    for group in find_groups(*world):
        assert len(find_companies(group, world[1])) < 2


def test_who_has_no_company_joins_no_two():
    everybody = [1, 2, 3]
    shared = SharedKeys([SharedKey(everybody, everybody)], {1: None, 2: 1, 3: 2})
    assert find_groups(everybody, shared, company=2) == [[1, 3], [2]]
    assert find_clusters(shared, {}, 2) == [[1, 3]]
    assert find_clusters(shared, {}, 3) == [[1, 2]]
    # Through another one of no company.
    keys = [SharedKey([1, 2], [1, 2]), SharedKey([1, 3], [1, 3]), SharedKey([2, 4], [2, 4])]
    keys.append(SharedKey([3, 5], [3, 5]))
    shared = SharedKeys(keys, {1: None, 2: None, 3: None, 4: 1, 5: 2})
    assert find_clusters(shared, {}, 1) == [[1, 2, 3, 4]]


@st.composite
def everybody(draw):
    """As `worlds`, with every record selected: what the list of duplicates is of."""
    _selected, shared, apart, company, _allowed = draw(worlds())
    keys = [SharedKey(key.others, key.others) for key in shared.keys if len(key.others) > 1]
    apart = {i: others - {i} for i, others in apart.items() if others - {i}}
    return SharedKeys(keys, shared.companies), apart, company


@settings(max_examples=500, deadline=None)
@given(everybody())
def test_clusters_are_the_groups_of_everybody(world):
    shared, apart, company = world
    told_apart = {i: apart.get(i, set()) for i in IDS}
    groups = by_pairs(list(IDS), shared, told_apart, company, set(IDS))
    clusters = find_clusters(shared, apart, company)
    assert {frozenset(cluster) for cluster in clusters} == {g for g in groups if len(g) > 1}
    assert all(len(find_companies(cluster, shared)) < 2 for cluster in clusters)


@settings(max_examples=500, deadline=None)
@given(everybody())
def test_ignored_is_what_was_told_apart_and_comes_up_nowhere(world):
    shared, apart, company = world
    clusters = find_clusters(shared, apart, company)
    ignored = find_ignored(shared, apart, clusters)
    assert sum(map(len, ignored)) == len({i for group in ignored for i in group}), "each once"
    for one, others in apart.items():
        for two in others:
            is_tied = any({one, two} <= {*key.others} for key in shared.keys)
            companies = {shared.companies[one], shared.companies[two]} - {False}
            comes_up = any({one, two} <= {*cluster} for cluster in clusters)
            is_ignored = any({one, two} <= {*group} for group in ignored)
            assert is_ignored or comes_up or len(companies) > 1 or not is_tied
    for group in ignored:
        for one in group:
            assert apart[one].intersection(group)


def count_steps(call):
    """How many lines of Python a call runs: the same on every machine.

    :param call: function without arguments
    :returns: int
    """
    steps = 0

    def trace(_frame, event, _argument):
        nonlocal steps
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return steps


def test_the_work_grows_with_the_records():
    def measure(count):
        everybody = list(range(count))
        # Each is told apart from its neighbour.
        apart = {i: {i ^ 1} for i in everybody}
        keys = SharedKeys([SharedKey(everybody, everybody)] * 2, {})
        return count_steps(lambda: find_groups(everybody, keys, apart))

    assert measure(8_000) < 4.5 * measure(2_000)


def test_told_apart_from_everybody_is_alone():
    everybody = list(range(100))
    apart = {7: set(everybody), **{i: {7} for i in everybody if i != 7}}
    shared = SharedKeys([SharedKey(everybody, everybody)], {})
    groups = find_groups(everybody, shared, apart)
    assert sorted(map(len, groups)) == [1, 99]
