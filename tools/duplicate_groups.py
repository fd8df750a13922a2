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
    From then on it is of that company too: no group has records of two.

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
    for number, key in enumerate(keys):
        for lead in key.selected:
            keys_by_lead[lead].append(number)
    members, parts = _sort_others(shared, allowed)
    groups = DisjointSets()
    # The company of each group of several, by its root.
    owners = {}

    def find_owner(record):
        root = groups.find(record)
        return owners.get(root, companies.get(root)) or None

    for lead in selected:
        blocked = {lead, *(apart or {}).get(lead, ())}
        mine = [parts[number] for number in keys_by_lead[lead]]
        _sort_in(mine, find_owner)
        is_of = find_owner(lead)
        own = is_of or _choose_company(
            [members[number] for number in keys_by_lead[lead]], mine, blocked, company
        )
        for by_owner in mine:
            for owner in {None, own}:
                if _join(groups, lead, by_owner.get(owner, []), blocked):
                    is_of = is_of or owner
        owners[groups.find(lead)] = is_of
    result = {groups.find(lead): [] for lead in selected}
    for record in dict.fromkeys([*selected, *(other for key in keys for other in key.others)]):
        if (root := groups.find(record)) in result:
            result[root].append(record)
    return list(result.values())


def find_clusters(shared, apart=None, company=None):
    """All groups of several records, each of them selected, as `find_groups` gives them.

    Where nobody told records apart and all are of one company, whatever is connected is a group:
    only the others are looked at one record after another.

    :param shared: SharedKeys, of which `selected` is not looked at
    :param apart: dict, as for `find_groups`
    :param company: as for `find_groups`
    :returns: list of lists of ids in ascending order
    """
    connected = DisjointSets()
    for key in shared.keys:
        for other in key.others[1:]:
            connected.unite(key.others[0], other)
    parts = defaultdict(list)
    for key in shared.keys:
        parts[connected.find(key.others[0])].append(SharedKey(key.others, key.others))
    clusters = []
    for keys in parts.values():
        records = sorted({other for key in keys for other in key.others})
        owners = {shared.companies.get(record) or None for record in records} - {None}
        if len(owners) < 2 and (not apart or apart.keys().isdisjoint(records)):
            clusters.append(records)
            continue
        groups = find_groups(records, SharedKeys(keys, shared.companies), apart, company)
        clusters += [sorted(group) for group in groups if len(group) > 1]
    return clusters


def find_ignored(shared, apart, clusters):
    """Groups of records that would be connected, had nobody told them apart.

    :param shared: SharedKeys, of which `selected` is not looked at
    :param apart: dict, as for `find_groups`
    :param clusters: list of lists of ids, as `find_clusters` gives them: two records of one of
        them come up there
    :returns: list of lists of ids in ascending order
    """
    number_by_record = {
        record: number for number, cluster in enumerate(clusters) for record in cluster
    }
    companies = shared.companies
    ignored, records = DisjointSets(), set()
    for key in shared.keys:
        for record in key.others if apart else ():
            for other in apart.get(record, set()).intersection(key.others):
                number = number_by_record.get(record)
                if number is not None and number == number_by_record.get(other):
                    continue
                owners = {companies.get(record) or None, companies.get(other) or None} - {None}
                if len(owners) > 1:
                    continue
                ignored.unite(record, other)
                records |= {record, other}
    groups = defaultdict(list)
    for record in sorted(records):
        groups[ignored.find(record)].append(record)
    return list(groups.values())


def _sort_others(shared, allowed):
    """The others of each key by their company; and those that are allowed as what is known to be in
    one group, by the company of the group, as far as it was known when somebody last looked.

    :returns: tuple of two lists of dict, in the order of the keys
    """
    members, parts = [], []
    for key in shared.keys:
        by_company = defaultdict(list)
        for other in key.others:
            by_company[shared.companies.get(other) or None].append(other)
        members.append(by_company)
        parts.append(
            {
                owner: [[other] for other in others if allowed is None or other in allowed]
                for owner, others in by_company.items()
            }
        )
    return members, parts


def _sort_in(parts, find_owner):
    """Put what has come to a company since it was last looked at with the others of it."""
    for by_owner in parts:
        for part in by_owner.pop(None, []):
            by_owner.setdefault(find_owner(part[0]), []).append(part)


def _choose_company(members, parts, blocked, company):
    """The company whose records one without a company is brought together with; None: there is
    none of a company.
    """
    first_by_company = {}
    for by_company in members:
        for owner, others in by_company.items():
            first = next((other for other in others if other not in blocked), None)
            if owner is not None and first is not None:
                first_by_company[owner] = min(first, first_by_company.get(owner, first))
    if not first_by_company:
        # None that is of a company by itself: those that have come to one.
        first_by_company = {
            owner: owner
            for by_owner in parts
            for owner, known in by_owner.items()
            if owner is not None and any(other not in blocked for part in known for other in part)
        }
    if not first_by_company:
        return None
    if company in first_by_company:
        return company
    return min(first_by_company, key=first_by_company.get)


def _join(groups, lead, parts, blocked):
    """Put a record together with all parts of a key that have one that is not blocked.

    What stays a part of its own is blocked as a whole, so there are no more of them than that.

    :returns: bool, whether there was one
    """
    joined, left = [], []
    for part in parts:
        (left if all(other in blocked for other in part) else joined).append(part)
    if not joined:
        return False
    largest = max(joined, key=len)
    for part in joined:
        groups.unite(lead, part[0])
        if part is not largest:
            largest += part
    parts[:] = [largest, *left]
    return True
