"""What a call has written, in words that do not depend on the numbers of rows.

Two calls that write the same rows in another order, or with other numbers, are the same here.
"""

import json
import re
from collections import Counter

from odoo.tools import SQL

TABLES = (
    *("crm_lead", "crm_lead_scoring_frequency", "crm_lead_loss", "crm_tag_rel"),
    *("mail_message", "mail_message_res_partner_rel", "mail_tracking_value", "mail_notification"),
    *("mail_mail", "mail_mail_res_partner_rel", "mail_followers", "mail_activity"),
    *("mail_followers_mail_message_subtype_rel", "calendar_event", "res_partner"),
)
# Columns that point to a row of a table which may have got a new number.
POINTERS = {
    "lead_id": "crm_lead",
    "parent_id": "mail_message",
    "mail_message_id": "mail_message",
    "mail_mail_id": "mail_mail",
    "mail_followers_id": "mail_followers",
    "partner_id": "res_partner",
    "res_partner_id": "res_partner",
    "commercial_partner_id": "res_partner",
    "organization_id": "res_partner",
}
TABLE_BY_MODEL = {"crm.lead": "crm_lead", "res.partner": "res_partner"}
VALUES_OF_RECORDS = {
    "old_value_integer": "old_value_char",
    "new_value_integer": "new_value_char",
}
# Of these, new rows have the same order.
ORDERED = {"crm_lead": "lead", "res_partner": "partner"}
# By chance, or the numbers of rows in a text.
LEFT_OUT = {"id", "message_id", "access_token", "absorbed_by_merge_id", "match_keys"}
SECRETS = re.compile(
    r"(?:token|hash|pid|res_id|mail_id|\bid)=[^&\"\\ ]+|data-oe-id=\\\"\d+|crm\.lead-\d+|<[^<> ]*openerp[^<> ]*>"
)


class ChatterRows:
    """The rows of the tables that leads and their chatter are in."""

    def __init__(self, cr):
        self.rows = {}
        for table in TABLES:
            cr.execute(SQL("SELECT to_jsonb(t) FROM %s t", SQL.identifier(table)))
            self.rows[table] = [row for (row,) in cr.fetchall()]

    def since(self, before):
        """What was written after another reading.

        :param before: ChatterRows
        :returns: Counter of (table, what is in a row)
        """
        new = {}
        for table, rows in self.rows.items():
            old = Counter(json.dumps(row, sort_keys=True) for row in before.rows[table])
            new[table] = []
            for row in rows:
                text = json.dumps(row, sort_keys=True)
                if old[text]:
                    old[text] -= 1
                else:
                    new[table].append(row)
        return Counter(
            (table, self._tell(table, row, new)) for table, rows in new.items() for row in rows
        )

    def _tell(self, table, row, new):
        """A row as text; what it points to as text too, where that is new."""
        told = {}
        for name, value in row.items():
            if name in LEFT_OUT or value is None:
                continue
            target = POINTERS.get(name)
            if name == "res_id":
                target = TABLE_BY_MODEL.get(row.get("model") or row.get("res_model"))
            if name in VALUES_OF_RECORDS and row.get(VALUES_OF_RECORDS[name]):
                # The number of a record whose name stands beside it.
                continue
            if name == "parent_id" and table != "mail_message":
                target = table
            told[name] = self._tell_pointer(target, value, new) if target else value
            if name == "headers":
                # Recipients come in no order.
                told[name] = sorted(value.split(","))
        text = json.dumps(told, sort_keys=True, ensure_ascii=False)
        return SECRETS.sub("...", text)

    def _tell_pointer(self, target, value, new):
        if target not in new:
            return value
        if target in ORDERED:
            # Contacts by name, for companies may be created before people or with them.
            rows = sorted(new[target], key=lambda row: (row.get("complete_name") or "", row["id"]))
            ids = [row["id"] for row in rows]
            return f"{ORDERED[target]} {ids.index(value)}" if value in ids else value
        row = next((row for row in new[target] if row["id"] == value), None)
        return self._tell(target, row, new) if row else value
