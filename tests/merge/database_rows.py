"""The rows of a database as they are stored, to compare what there was with what there is.

Read with SQL, past the ORM: a cache, a record rule or a filter on `active` hides nothing here.
"""

import json
from collections import Counter
from typing import NamedTuple

from odoo.tools import SQL

# Large, and the business of an installation: that they are not touched is asserted by their
# counters. `bus_bus` is a queue of what browsers are told.
LEFT_OUT = r"^ir_(model|ui|module|act)|^res_(country|lang|currency)|^bus_bus$"
# Rows that are computed have no number that counts; files are compared by their checksum.
JSON = {
    "crm_lead_match_key": "to_jsonb(t) - 'id'",
    "ir_attachment": "to_jsonb(t) - 'db_datas' || jsonb_build_object('md5', md5(t.db_datas))",
}


class Difference(NamedTuple):
    """Rows of a table that are gone, new, or the same row with other values."""

    gone: list
    new: list
    changed: list  # of (before, after)


def count_writes(cr):
    """How often each table was written in this transaction; what was rolled back counts too.

    :returns: dict, a table to a number
    """
    cr.execute(
        """
        SELECT pg_class.relname, coalesce(n_tup_ins + n_tup_upd + n_tup_del, 0)
          FROM pg_class
          LEFT JOIN pg_stat_xact_user_tables stat ON stat.relid = pg_class.oid
         WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
           AND pg_class.relname !~ %s
        """,
        [LEFT_OUT],
    )
    return dict(cr.fetchall())


def read_rows(cr, known=None):
    """Every row of the database.

    :param cr: Cursor
    :param known: dict, to which what was read is added; tables that nobody has written since are
        taken from it. Of what was written before a savepoint was rolled back nothing may be in it
    :returns: dict, a table to a Counter of its rows as JSON
    """
    counts = count_writes(cr)
    known = {} if known is None else known
    old = {table: rows for table, (count, rows) in known.items() if counts.get(table) == count}
    selects = [
        SQL(
            "SELECT %s, (%s)::text FROM %s t",
            table,
            SQL(JSON.get(table, "to_jsonb(t)")),
            SQL.identifier(table),
        )
        for table in counts.keys() - old.keys()
    ]
    reading = {table: Counter() for table in counts} | old
    if selects:
        cr.execute(SQL(" UNION ALL ").join(selects))
        for table, row in cr.fetchall():
            reading[table][row] += 1
    known.update({table: (counts[table], rows) for table, rows in reading.items()})
    return reading


def rows_of(reading, table):
    """The rows of a table.

    :param reading: dict as `read_rows` gives it
    :returns: list of dict
    """
    return [json.loads(text) for text in reading[table].elements()]


def compare_rows(before, after):
    """What differs between two readings.

    :returns: dict, a table to a Difference, of rows as dicts
    """
    result = {}
    for table in before.keys() | after.keys():
        rows = before.get(table, Counter()), after.get(table, Counter())
        if rows[0] is rows[1] or rows[0] == rows[1]:
            continue
        old, new = (
            [json.loads(text) for text in (mine - others).elements()]
            for mine, others in (rows, rows[::-1])
        )
        new_by_id = {row["id"]: row for row in new if "id" in row}
        changed = [(row, new_by_id[row["id"]]) for row in old if row.get("id") in new_by_id]
        paired = {row["id"] for row, _after in changed}
        result[table] = Difference(
            [row for row in old if row.get("id") not in paired],
            [row for row in new if row.get("id") not in paired],
            changed,
        )
    return result


def changed_columns(before, after):
    return {name for name in before if before[name] != after.get(name)}


def read_counters(cr):
    """How often rows of the tables that `read_rows` leaves out were written in this transaction."""
    cr.execute(
        """
        SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
         WHERE relname ~ %s AND relname != 'bus_bus'
        """,
        [LEFT_OUT],
    )
    return {table: count for table, count in cr.fetchall() if count}


def find_pointers(cr):
    """Columns that point to leads, by the catalogue of the database, not by the ORM's registry.

    :returns: list of (table, column, column with the model's name or None)
    """
    cr.execute(
        """
        SELECT conrelid::regclass::text, attname, NULL
          FROM pg_constraint
          JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
         WHERE contype = 'f' AND confrelid = 'crm_lead'::regclass
         UNION ALL
        SELECT id.table_name, id.column_name, model.column_name
          FROM information_schema.columns id
          JOIN information_schema.columns model USING (table_schema, table_name)
          JOIN information_schema.tables USING (table_schema, table_name)
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
           AND id.column_name = 'res_id' AND id.data_type = 'integer'
           AND model.column_name IN ('model', 'res_model')
        """
    )
    return cr.fetchall()


def find_rows_pointing(cr, lead_ids, pointers=None):
    """Rows that point to leads.

    :param cr: Cursor
    :param lead_ids: collection of int
    :param pointers: list as `find_pointers` gives it, which takes long
    :returns: dict, (table, column) to a list of rows as dicts
    """
    found = {}
    for table, column, model_column in pointers or find_pointers(cr):
        of_leads = SQL("TRUE")
        if model_column:
            of_leads = SQL("%s = 'crm.lead'", SQL.identifier(model_column))
        cr.execute(
            SQL(
                "SELECT to_jsonb(t) FROM %s t WHERE %s = ANY(%s) AND %s",
                SQL.identifier(table),
                SQL.identifier(column),
                list(lead_ids),
                of_leads,
            )
        )
        rows = [row for (row,) in cr.fetchall()]
        if rows:
            found[table, column] = rows
    return found
