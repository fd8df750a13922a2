"""Columns that are computed, stored for records that nobody has written: their dates stay."""

import logging

from odoo.tools import SQL, sql

_logger = logging.getLogger(__name__)

# Records read at once: the memory is theirs alone.
PART = 5000


def store_columns(records, columns):
    """Write columns of records in one statement, and each row once.

    PostgreSQL keeps a row as it was beside the one that is written, and writes it into every index
    anew: what is written column by column takes the place of many rows.

    :param records: saved records
    :param columns: dict, the name of a stored field to the list of its values, as the database takes
        them, in the order of the records
    """
    fields = [records._fields[name] for name in columns]
    if not (records and fields):
        return
    names = [SQL.identifier(field.name) for field in fields]
    lists = [
        SQL("%s::%s[]", list(values), SQL(field.column_type[1]))
        for field, values in zip(fields, columns.values(), strict=True)
    ]
    assignments = (SQL("%s = stored.%s", name, name) for name in names)
    records.env.cr.execute(
        SQL(
            "UPDATE %s AS record SET %s FROM unnest(%s) AS stored(id, %s) WHERE record.id = stored.id",
            SQL.identifier(records._table),
            SQL(", ").join(assignments),
            SQL(", ").join([SQL("%s::int[]", list(records.ids)), *lists]),
            SQL(", ").join(names),
        )
    )
    records.invalidate_recordset(list(columns), flush=False)
    for field in fields:
        records.env.remove_to_compute(field, records)


def fill_columns(model, names, compute, empty=None, size=PART):
    """Compute and store columns of all records of a model, in parts, with progress in the log.

    :param model: an empty recordset
    :param names: list of str, stored fields
    :param compute: function that gets records in sudo, and returns what `store_columns` takes
    :param empty: str, a column: only records where it is empty
    :param size: int, records of a part
    """
    model = model.with_context(active_test=False, prefetch_fields=True).sudo()
    env, table = model.env, SQL.identifier(model._table)
    env.flush_all()
    wanted = SQL("%s IS NULL", SQL.identifier(empty)) if empty else SQL("true")
    rows = env.execute_query(SQL("SELECT id FROM %s WHERE %s ORDER BY id", table, wanted))
    ids = [record_id for (record_id,) in rows]
    is_large = len(ids) > size
    # Built as a whole an index takes a tenth of the time.
    indexes = _drop_indexes(model, names) if is_large else []
    for start in range(0, len(ids), size):
        records = model.browse(ids[start : start + size])
        store_columns(records, compute(records))
        env.invalidate_all(flush=False)
        _logger.info(
            "%s of %s: %s of %s", ", ".join(names), model._name, start + len(records), len(ids)
        )
    for name, definition in indexes:
        built = definition.removeprefix("INDEX ")
        sql.add_index(env.cr, name, model._table, built, unique=False, comment=definition)
    if is_large:
        # How frequent a word is decides by which index it is looked for.
        columns = SQL(", ").join(map(SQL.identifier, names))
        env.cr.execute(SQL("ANALYZE %s (%s)", table, columns))


def _drop_indexes(model, names):
    """Drop the indexes of a model's own on columns.

    :returns: list of tuples of str, the name of an index and its definition
    """
    dropped = []
    for name, index in model._table_objects.items():
        definition = index.get_definition(model.pool)
        if definition.startswith("INDEX ") and any(column in definition for column in names):
            sql.drop_index(model.env.cr, name, model._table)
            dropped.append((name, definition))
    return dropped
