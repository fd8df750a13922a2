"""Groups of records that share keys, in a time and a memory that grow with the records.

Pairs are never counted up: a thousand records of one customer are half a million of them.
"""

from collections import defaultdict
from typing import NamedTuple

from .disjoint_sets import DisjointSets


class SharedKey(NamedTuple):
    """A key that several records have: those that groups are made for, and all that may join."""

    selected: list
    # In ascending order.
    others: list


class SharedKeys(NamedTuple):
    """All keys that some records share with others, and whose the records are."""

    keys: list
    # The id of a record to its company's, or to a false value.
    companies: dict


def find_groups(selected, shared, apart=None, company=None, allowed=None):
    """Group records with those that share a key with them.

    Only a selected record brings others along, of its own company or of none. One without a company
    takes those of `company` where its others are of several, or else of that of the first of them.

    :param selected: list of ids, each once
    :param shared: SharedKeys
    :param apart: dict, the id of a selected record to a set of those that it must not be brought
        together with by itself; a third record may
    :param company: the id of the company that the user works in
    :param allowed: set of ids, the only ones that a group may take in; None: all
    :returns: list of lists of ids, in the order of `selected`; whoever has no other is alone
    """
    keys, companies = shared
    keys_by_lead = defaultdict(list)
    # Of each key by company, the others; and what of them is known to be in one group.
    members, parts = [], []
    for number, key in enumerate(keys):
        by_company = defaultdict(list)
        for other in key.others:
            by_company[companies.get(other) or None].append(other)
        members.append(by_company)
        parts.append(
            {
                owner: [[other] for other in others if allowed is None or other in allowed]
                for owner, others in by_company.items()
            }
        )
        for lead in key.selected:
            keys_by_lead[lead].append(number)
    groups = DisjointSets()
    for lead in selected:
        blocked = {lead, *(apart or {}).get(lead, ())}
        own = companies.get(lead) or _choose_company(
            [members[number] for number in keys_by_lead[lead]], blocked, company
        )
        for number in keys_by_lead[lead]:
            for owner, known in parts[number].items():
                if owner is None or own is None or owner == own:
                    _join(groups, lead, known, blocked)
    result = {groups.find(lead): [] for lead in selected}
    for record in dict.fromkeys([*selected, *(other for key in keys for other in key.others)]):
        if (root := groups.find(record)) in result:
            result[root].append(record)
    return list(result.values())


def _choose_company(members, blocked, company):
    """The company whose records one without a company is brought together with; None: all."""
    first_by_company = {}
    for by_company in members:
        for owner, others in by_company.items():
            first = next((other for other in others if other not in blocked), None)
            if owner is not None and first is not None:
                first_by_company[owner] = min(first, first_by_company.get(owner, first))
    if len(first_by_company) < 2:
        return None
    if company in first_by_company:
        return company
    return min(first_by_company, key=first_by_company.get)


def _join(groups, lead, parts, blocked):
    """Put a record together with all parts of a key that have one that is not blocked.

    What stays a part of its own is blocked as a whole, so there are no more of them than that.
    """
    joined, left = [], []
    for part in parts:
        (left if all(other in blocked for other in part) else joined).append(part)
    if not joined:
        return
    largest = max(joined, key=len)
    for part in joined:
        groups.unite(lead, part[0])
        if part is not largest:
            largest += part
    parts[:] = [largest, *left]
