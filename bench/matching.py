# Figures for people to read.
# pylint: disable=print-used
"""Precision and recall of the keys on labelled Persian data, without a database.

A pair that is found is right when both leads are of one person. The pairs to be found share an
e-mail or a number of that person, in any spelling.

`python -m bench.matching` from the root of the addon; `./dev bench similar` prints it too.
"""

import sys
from collections import Counter, defaultdict
from email.utils import getaddresses
from itertools import combinations

from tools.match_keys import SHARED_BY_COLLEAGUES, SHARED_BY_MANY, match_keys

from .labelled import TEST_SEEDS, TUNING_SEEDS, generate

STRONG = ("email", "phone")


def found_pairs(records, kinds):
    """Pairs of records that share a key of these kinds, with the kinds."""
    holders = defaultdict(set)
    offices = Counter()
    for record in records:
        emails = [address.lower() for _name, address in getaddresses([record["email"] or ""])]
        keys = match_keys(
            filter(None, emails),
            [record["phone"]],
            "IR",
            record["contact_name"],
            record["partner_name"],
        )
        for kind, value in keys:
            if kind in kinds:
                holders[kind, value].add(record["id"])
            if kind == "office":
                offices[value] += 1
    pairs = defaultdict(set)
    for (kind, value), ids in holders.items():
        # As models/similar/crm_lead_match_key.py has it, of others.
        if len(ids) - 1 > SHARED_BY_MANY or (
            kind == "phone" and offices[value.partition("|")[0]] - 1 > SHARED_BY_COLLEAGUES
        ):
            continue
        for pair in combinations(sorted(ids), 2):
            pairs[pair].add(kind)
    return pairs


def report(seeds, kinds, errors=0):
    """Print precision and recall of each seed, and examples of what was wrong."""
    for seed in seeds:
        records, wanted = generate(seed, customers=False)
        by_id = {record["id"]: record for record in records}
        found = found_pairs(records, kinds)
        wrong = {
            (first, second)
            for first, second in found
            if by_id[first]["person"] != by_id[second]["person"]
        }
        missed = wanted - found.keys()
        precision, recall = 1 - len(wrong) / len(found), 1 - len(missed) / len(wanted)
        by_kind = Counter(kind for pair in wrong for kind in found[pair])
        print(
            f"seed {seed}, {'+'.join(kinds)}: {len(wanted)} pairs, precision {precision:.4f}, "
            f"recall {recall:.4f} ({len(wrong)} wrong: {dict(by_kind)}, {len(missed)} missed)"
        )
        for title, pairs in (("wrong", wrong), ("missed", missed)):
            for pair in sorted(pairs)[:errors]:
                print(f"  {title}:", *(by_id[number] for number in pair), sep="\n    ")


if __name__ == "__main__":
    tuning = "--tuning" in sys.argv
    for chosen in (STRONG, (*STRONG, "name")):
        report(TUNING_SEEDS if tuning else TEST_SEEDS, chosen, errors=3 if tuning else 0)
