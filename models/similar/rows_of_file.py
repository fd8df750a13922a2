from collections import Counter
from dataclasses import dataclass, field

from ...tools.match_keys import SHARED_BY_COLLEAGUES, SHARED_BY_MANY


@dataclass
class KnownRow:
    """A row of a file that is known already: to a record, or to an earlier row of the file."""

    kinds: set
    # A record that is there, if the user may read it, with its name; False: they may not.
    lead_id: int = False
    lead_name: str = ""
    # The number of an earlier row, as the user counts them, and its index if it is in this batch.
    row: int = 0
    index: int = None
    mergeable: bool = False


@dataclass
class KnownRows:
    """What is found out about the rows of a file while they are imported (features.md #40).

    It goes along in the context: a client cannot forge it, for what a client sends is no object.
    """

    # 'ask', 'skip', 'create' or 'merge'
    choice: str
    dryrun: bool = False
    # What to add to the index of a row for its number in the file.
    first: int = 1
    # Of the file so far, a key to the first row that has it and to how many rows do.
    rows: dict = field(default_factory=dict)
    counts: Counter = field(default_factory=Counter)
    found: dict = field(default_factory=dict)
    checked: set = field(default_factory=set)
    records: dict = field(default_factory=dict)
    # Rows that were read; some have no record, for the user skips what cannot be matched.
    row_count: int = 0

    def summarize(self):
        """What has become of the rows; of a test, what would.

        :returns: dict, see `base_import.import.execute_import`
        """
        summary = {"created": [], "updated": [], "merged": []}
        for index, record in self.records.items():
            row = self.found.get(index)
            if index not in self.checked:
                summary["updated"].append(record.id)
            elif row and self.choice == "merge" and row.mergeable:
                summary["merged"].append(record.id)
            elif not (row and self.choice == "ask"):
                summary["created"].append(record.id)
        return summary | {"skipped": self.row_count - len(self.records)}

    def is_shared_by_many(self, key):
        """Whether so many rows of the file have an address or a phone that it tells nobody apart.

        As `crm.lead.match.key` has it of records.
        """
        kind, value = key
        office = ("office", value.split("|")[0])
        return (kind in ("email", "phone") and self.counts[key] - 1 > SHARED_BY_MANY) or (
            kind == "phone" and self.counts[office] - 1 > SHARED_BY_COLLEAGUES
        )


class GroupOfRows:
    """A record and the records of the rows that are merged into it; what they are all together is
    kept, so that a row more costs the same however many there are."""

    def __init__(self, target, unqualified_ids):
        """Start with the record that is there.

        :param target: crm.lead
        :param unqualified_ids: set of int, leads that nobody has qualified yet
        """
        self.unqualified_ids = unqualified_ids
        self.ids = [target.id]
        self.company_ids = set(target.company_id.ids)
        self.types = {target.type}
        self.is_qualified = target.id not in unqualified_ids

    def add_if_mergeable(self, lead):
        """Add a record, unless it is of another company or would be converted by the merge.

        :param lead: crm.lead
        :returns: bool, whether it was added
        """
        company_ids = self.company_ids | set(lead.company_id.ids)
        types = self.types | {lead.type}
        is_qualified = self.is_qualified and lead.id not in self.unqualified_ids
        if len(company_ids) > 1 or ("opportunity" in types and not is_qualified):
            return False
        self.ids.append(lead.id)
        self.company_ids, self.types, self.is_qualified = company_ids, types, is_qualified
        return True
