"""Unique indexes of PostgreSQL, read as they are: what keeps two rows from pointing to one record.

Partial indexes, indexes on expressions, NULLS NOT DISTINCT and INCLUDE are read as PostgreSQL means
them. What depends on the column that moves in another way than by its value (an expression on it, a
predicate on it, an exclusion constraint) is not modelled, but tried row by row.
"""

import re
from collections import defaultdict
from typing import NamedTuple

from odoo.tools import SQL

# Of each index: its table, its key columns (an expression has no name), their definitions, its
# predicate, and what kind it is. `indnullsnotdistinct` is there from PostgreSQL 15 on.
QUERY = """
    SELECT class.relname, index.indisexclusion,
           coalesce((to_jsonb(index) ->> 'indnullsnotdistinct')::boolean, false),
           ARRAY(
               SELECT (
                          SELECT attname::text FROM pg_attribute
                           WHERE attrelid = index.indrelid AND attnum = key.number
                      )
                 FROM unnest(index.indkey::int2[]) WITH ORDINALITY AS key(number, place)
                WHERE key.place <= index.indnkeyatts
                ORDER BY key.place
           ),
           ARRAY(
               SELECT pg_get_indexdef(index.indexrelid, place, true)
                 FROM generate_series(1, index.indnkeyatts) AS place
                ORDER BY place
           ),
           pg_get_expr(index.indpred, index.indrelid)
      FROM pg_index index
      JOIN pg_class class ON class.oid = index.indrelid
      JOIN pg_namespace namespace ON namespace.oid = class.relnamespace
     WHERE (index.indisunique OR index.indisexclusion) AND index.indislive
       AND namespace.nspname = current_schema() AND class.relname IN %s
"""


class UniqueIndex(NamedTuple):
    """What rows must have in common, beside a column, to stand in each other's way."""

    # SQL of the other key columns and expressions, on the columns of the table.
    keys: tuple
    # SQL of the condition that a row is in the index, or None: every row.
    predicate: str | None
    # Whether a row with an empty key stands in nobody's way.
    nulls_distinct: bool


class ColumnIndexes(NamedTuple):
    """The unique indexes of one column."""

    unique: tuple = ()
    # Whether there is one that is not modelled: then rows are moved one by one.
    is_opaque: bool = False


def read_unique_indexes(cr, columns):
    """The unique indexes on columns.

    :param cr: a cursor
    :param columns: iterable of (table, column)
    :returns: dict, (table, column) to ColumnIndexes; columns without any are not in it
    """
    columns_by_table = defaultdict(set)
    for table, column in columns:
        columns_by_table[table].add(column)
    if not columns_by_table:
        return {}
    cr.execute(SQL(QUERY, tuple(columns_by_table)))
    found = defaultdict(ColumnIndexes)
    for table, is_exclusion, nulls_not_distinct, names, definitions, predicate in cr.fetchall():
        for column in columns_by_table[table]:
            index = _read_index(column, names, definitions, predicate)
            if index == "apart":
                continue
            known = found[table, column]
            if index is None or is_exclusion:
                found[table, column] = known._replace(is_opaque=True)
            else:
                index = UniqueIndex(*index, nulls_distinct=not nulls_not_distinct)
                found[table, column] = known._replace(unique=(*known.unique, index))
    return dict(found)


def _read_index(column, names, definitions, predicate):
    """One index from the side of one column.

    :returns: tuple of keys and predicate; None: not modelled; 'apart': it has nothing to do with it
    """
    if predicate:
        # True before and after: a row that moves points to a record, and goes on to.
        predicate = re.sub(rf"\(?\b{column}\b IS NOT NULL\)?", "TRUE", predicate)
    expressions = [
        definition for name, definition in zip(names, definitions, strict=True) if name is None
    ]
    mentioned = any(
        re.search(rf"\b{re.escape(column)}\b", text) for text in (*expressions, predicate or "")
    )
    if column not in names and not mentioned:
        return "apart"
    if mentioned:
        return None
    keys = tuple(
        definition for name, definition in zip(names, definitions, strict=True) if name != column
    )
    return keys, predicate
