import logging
from collections import defaultdict

from psycopg2 import IntegrityError

from odoo.tools import SQL, mute_logger

from .json_mover import JsonMover
from .relation_statements import LEAD, RelationStatements

_logger = logging.getLogger(__name__)


class RelationMover:
    """Moves what points to leads in a merge, and back; relations.py finds it."""

    def __init__(self, env):
        """:param env: odoo.api.Environment, of somebody who may read and write all of it"""
        self.env = env
        self.leads = env[LEAD]
        self.statements = RelationStatements(env)
        self.json = JsonMover(env)

    def move(self, survivor_by_id):
        """Let everything that points to absorbed records point to their survivors.

        A row that may be there once only, and is there at the survivor already (the same follower,
        say), stays where it is. Set-based: a few statements for any number of merges.

        :param survivor_by_id: dict, an absorbed record's id to its survivor's
        :returns: dict, an absorbed record's id to a dict of the relation's key to the rows moved
        """
        self.env.flush_all()
        moved = {absorbed: defaultdict(list) for absorbed in survivor_by_id}
        for group in self.leads._get_relation_rounds():
            for key, row, origin in self._move_together(group, survivor_by_id):
                moved[origin][key].append(row)
        for key, row, origin in self.json.move(survivor_by_id):
            moved[origin][key].append(row)
        self._tell_orm(moved.values())
        return moved

    def _move_together(self, relations, survivor_by_id):
        """Move the rows of relations, in one statement where the database lets them all pass.

        What its constraints do not (an exclusion, a check) is looked for by relation, then by row.

        :param relations: tuple of Relation, of different tables
        :param survivor_by_id: dict as for `move`
        :returns: list of tuples: the key of a relation, a row that was moved, its absorbed record
        """
        opaque = [
            relation for relation in relations if self.leads._get_indexes_of(relation).is_opaque
        ]
        plain = tuple(relation for relation in relations if relation not in opaque)
        try:
            with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
                rows = self._execute_moves(plain, survivor_by_id) if plain else []
        except IntegrityError:
            rows = []
            if len(plain) > 1:
                for relation in plain:
                    rows += self._move_together((relation,), survivor_by_id)
            else:
                opaque += plain
        for relation in opaque:
            rows += self._move_one_by_one(relation, survivor_by_id)
        return rows

    def _execute_moves(self, relations, survivor_by_id):
        self.env.cr.execute(
            SQL(
                """
                WITH map AS (
                    SELECT * FROM unnest(%s::int[], %s::int[]) AS map(absorbed, survivor)
                ), places AS (
                    SELECT absorbed AS _place, survivor AS _target, absorbed AS _absorbed FROM map
                     UNION ALL
                    SELECT DISTINCT survivor, survivor, NULL::int FROM map
                ), %s
                """,
                list(survivor_by_id),
                list(survivor_by_id.values()),
                self.leads._get_move_statement(relations),
            )
        )
        return [
            (relations[number].key, row, origin) for number, row, origin in self.env.cr.fetchall()
        ]

    def _move_one_by_one(self, relation, survivor_by_id):
        """Move what no statement can move as a whole: what the database refuses stays.

        :param relation: Relation
        :param survivor_by_id: dict as for `move`
        :returns: list as `_move_together` gives it
        """
        column, of_leads = self.statements.of_relation(relation, "row")
        row = SQL.identifier("row", relation.row)
        values = [self.statements.stored(relation, lead_id) for lead_id in survivor_by_id]
        origin_by_value = dict(zip(values, survivor_by_id, strict=True))
        conditions = [SQL("%s = ANY(%s)", column, values), of_leads]
        if relation.model == LEAD:
            among = [*survivor_by_id, *survivor_by_id.values()]
            conditions.append(SQL("%s <> ALL(%s)", row, among))
        found = self.env.execute_query(
            SQL(
                "SELECT %s, %s FROM %s AS row WHERE %s ORDER BY 2, 1",
                row,
                column,
                SQL.identifier(relation.table),
                SQL(" AND ").join(conditions),
            )
        )
        moved = []
        for number, value in found:
            origin = origin_by_value[value]
            if self._move_row(relation, number, origin, survivor_by_id[origin]):
                moved.append((relation.key, number, origin))
        return moved

    def _move_row(self, relation, number, old_id, new_id):
        """Let one row point to another record, if the database lets it.

        :returns: bool, whether it does
        """
        column, of_leads = self.statements.of_relation(relation, "row")
        try:
            with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s AS row SET %s = %s WHERE %s = %s AND %s = %s AND %s",
                        SQL.identifier(relation.table),
                        SQL.identifier(relation.column),
                        self.statements.stored(relation, new_id),
                        SQL.identifier("row", relation.row),
                        number,
                        column,
                        self.statements.stored(relation, old_id),
                        of_leads,
                    )
                )
                return bool(self.env.cr.rowcount)
        except IntegrityError:
            return False

    def move_back(self, survivor, moved):
        """Give rows that a merge moved back, where they still point to the survivor.

        :param survivor: crm.lead
        :param moved: dict as `move` gives it
        :returns: dict, a relation's key to the rows that were deleted or moved on since
        """
        relations = {relation.key: relation for relation in self.leads._get_relations()}
        rows_by_key = defaultdict(lambda: defaultdict(list))
        for origin, rows_of_origin in moved.items():
            for key, rows in rows_of_origin.items():
                rows_by_key[key][int(origin)] += rows
        self.env.flush_all()
        missing, back = {}, {}
        # What was joined to the survivor's own is added again before the survivor gives way.
        for key in sorted(rows_by_key, key=self.json.get_place_joined):
            rows_by_origin, relation = rows_by_key[key], relations.get(key)
            if relation:
                back[key] = self._move_back_rows(relation, survivor, rows_by_origin)
            else:  # inside of JSON; or its module is gone
                back[key] = self.json.move_back(key, survivor, rows_by_origin)
            gone = {row for rows in rows_by_origin.values() for row in rows} - set(back[key])
            if gone:
                missing[key] = sorted(gone)
        self._tell_orm([back])
        return missing

    def _move_back_rows(self, relation, survivor, rows_by_origin):
        """Give rows of one relation back to the records that they came from.

        :param rows_by_origin: dict, the id of a record to a list of rows
        :returns: list of the rows that were moved
        """
        origin_by_row = {row: origin for origin, rows in rows_by_origin.items() for row in rows}
        indexes = self.leads._get_indexes_of(relation)
        if not indexes.is_opaque:
            try:
                with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
                    self.env.cr.execute(
                        self.statements.move_back(relation, survivor, origin_by_row)
                    )
                    return [row for (row,) in self.env.cr.fetchall()]
            except IntegrityError:
                _logger.info("Rows of %s are moved back one by one", relation.key)
        return [
            row
            for row, origin in origin_by_row.items()
            if self._move_row(relation, row, survivor.id, origin)
        ]

    def _tell_orm(self, moved):
        """Tell the ORM which fields were changed behind its back, so that it computes anew.

        :param moved: iterable of dict, a relation's key to rows that are there
        """
        self.env.invalidate_all(flush=False)
        self.env["mail.followers"]._forget_followed()
        relations = {relation.key: relation for relation in self.leads._get_relations()}
        rows_by_key = defaultdict(list)
        for rows_of_origin in moved:
            for key, rows in rows_of_origin.items():
                rows_by_key[key] += rows
        for key, rows in rows_by_key.items():
            relation = relations.get(key)
            if not relation:
                # Nothing is computed from what is inside of JSON; all of it is read anew.
                continue
            records = self.env[relation.model].sudo().browse(rows)
            names = [relation.column]
            if relation.row != "id":
                names = [
                    name
                    for name, field in records._fields.items()
                    if field.type == "many2many" and field.relation == relation.table
                ]
            records.modified(names)
            if any(
                records & self.env.records_to_compute(field)
                for field in records._fields.values()
                if field.store and field.compute
            ):
                self._compute_unwritten(records)

    def _compute_unwritten(self, records):
        """Store what is computed of records, and leave them the date and author of their writing.

        The name of its record on an activity, say: nobody has written the activity.
        """
        table = SQL.identifier(records._table)
        rows = self.env.execute_query(
            SQL("SELECT id, write_uid, write_date FROM %s WHERE id IN %s", table, records._ids)
        )
        records.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                UPDATE %s AS row SET write_uid = old.write_uid, write_date = old.write_date
                  FROM unnest(%s::int[], %s::int[], %s::timestamp[]) AS old(id, write_uid, write_date)
                 WHERE row.id = old.id
                """,
                table,
                *(list(column) for column in zip(*rows, strict=True)),
            )
        )
        records.invalidate_recordset(["write_uid", "write_date"], flush=False)

    def count(self, lead_ids):
        """How many rows of each model point to leads, as a merge would move them.

        :param lead_ids: list of int
        :returns: dict, the name of a model to a number above zero
        """
        if not lead_ids:
            return {}
        self.env.flush_all()
        counts = SQL(" UNION ALL ").join(
            self.statements.count(relation, lead_ids) for relation in self.leads._get_relations()
        )
        self.env.cr.execute(SQL("SELECT * FROM (%s) AS counts WHERE count > 0", counts))
        result = {}
        for model, count in self.env.cr.fetchall():
            # Of a model that points in two ways, the larger number: it is mostly the same records.
            result[model] = max(count, result.get(model, 0))
        return result

    def find_stayed(self, lead_ids, passed_over=()):
        """Rows that still point to records after everything that can be moved was moved.

        :param lead_ids: list of int
        :param passed_over: collection of str, models whose rows are not looked for
        :returns: list of tuples: Relation, an id of `lead_ids`, the number of a row
        """
        relations = [
            relation
            for relation in self.leads._get_relations()
            if relation.row == "id" and relation.model not in passed_over
        ]
        if not relations or not lead_ids:
            return []
        selects = []
        for number, relation in enumerate(relations):
            column, of_leads = self.statements.of_relation(relation, "row")
            values = [self.statements.stored(relation, lead_id) for lead_id in lead_ids]
            selects.append(
                SQL(
                    "SELECT %s, %s::text, row.id FROM %s AS row WHERE %s = ANY(%s) AND %s",
                    number,
                    column,
                    SQL.identifier(relation.table),
                    column,
                    values,
                    of_leads,
                )
            )
        rows = self.env.execute_query(SQL("%s ORDER BY 1, 2, 3", SQL(" UNION ALL ").join(selects)))
        return [
            (relations[number], int(value.rpartition(",")[2]), row) for number, value, row in rows
        ]
