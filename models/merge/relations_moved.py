import logging
from collections import defaultdict

from psycopg2 import IntegrityError

from odoo import api, models, tools
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

_logger = logging.getLogger(__name__)


class CrmLead(models.Model):
    """How what points to a lead is moved in a merge, and back; relations.py finds it."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _move_relations(self, survivor_by_id):
        """Let everything that points to absorbed records point to their survivors.

        A row that may be there once only, and is there at the survivor already (the same follower,
        say), stays where it is. Set-based: a few statements for any number of merges.

        :param survivor_by_id: dict, an absorbed record's id to its survivor's
        :returns: dict, an absorbed record's id to a dict of the relation's key to the rows moved
        """
        self.env.flush_all()
        moved = {absorbed: defaultdict(list) for absorbed in survivor_by_id}
        for group in self._get_rounds():
            for key, row, origin in self._move_together(group, survivor_by_id):
                moved[origin][key].append(row)
        for key, row, origin in self._move_json(survivor_by_id):
            moved[origin][key].append(row)
        self._relations_changed(moved.values())
        return moved

    @api.model
    @tools.ormcache()
    def _get_rounds(self):
        """The relations in parts that one statement can move: it updates a table once.

        :returns: tuple of tuples of Relation
        """
        rounds = defaultdict(list)
        relations = self._get_relations()
        for number, relation in enumerate(relations):
            earlier = sum(other.table == relation.table for other in relations[:number])
            rounds[earlier].append(relation)
        return tuple(tuple(group) for group in rounds.values())

    @api.model
    def _move_together(self, relations, survivor_by_id):
        """Move the rows of relations, in one statement where the database lets them all pass.

        What its constraints do not (an exclusion, a check) is looked for by relation, then by row.

        :param relations: tuple of Relation, of different tables
        :param survivor_by_id: dict as for `_move_relations`
        :returns: list of tuples: the key of a relation, a row that was moved, its absorbed record
        """
        opaque = [relation for relation in relations if self._get_indexes_of(relation).is_opaque]
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

    @api.model
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
                self._get_move_statement(relations),
            )
        )
        return [
            (relations[number].key, row, origin) for number, row, origin in self.env.cr.fetchall()
        ]

    @api.model
    def _move_one_by_one(self, relation, survivor_by_id):
        """Move what no statement can move as a whole: what the database refuses stays.

        :param relation: Relation
        :param survivor_by_id: dict as for `_move_relations`
        :returns: list as `_move_together` gives it
        """
        column, of_leads = self._sql_of_relation(relation, "row")
        row = SQL.identifier("row", relation.row)
        values = [self._get_stored(relation, lead_id) for lead_id in survivor_by_id]
        origin_by_value = dict(zip(values, survivor_by_id, strict=True))
        conditions = [SQL("%s = ANY(%s)", column, values), of_leads]
        if relation.model == self._name:
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

    @api.model
    def _move_row(self, relation, number, old_id, new_id):
        """Let one row point to another record, if the database lets it.

        :returns: bool, whether it does
        """
        column, of_leads = self._sql_of_relation(relation, "row")
        try:
            with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s AS row SET %s = %s WHERE %s = %s AND %s = %s AND %s",
                        SQL.identifier(relation.table),
                        SQL.identifier(relation.column),
                        self._get_stored(relation, new_id),
                        SQL.identifier("row", relation.row),
                        number,
                        column,
                        self._get_stored(relation, old_id),
                        of_leads,
                    )
                )
                return bool(self.env.cr.rowcount)
        except IntegrityError:
            return False

    @api.model
    def _move_relations_back(self, survivor, moved):
        """Give rows that a merge moved back, where they still point to the survivor.

        :param survivor: crm.lead
        :param moved: dict as `_move_relations` gives it
        :returns: dict, a relation's key to the rows that were deleted or moved on since
        """
        relations = {relation.key: relation for relation in self._get_relations()}
        rows_by_key = defaultdict(lambda: defaultdict(list))
        for origin, rows_of_origin in moved.items():
            for key, rows in rows_of_origin.items():
                rows_by_key[key][int(origin)] += rows
        self.env.flush_all()
        missing, back = {}, {}
        # What was joined to the survivor's own is added again before the survivor gives way.
        for key in sorted(rows_by_key, key=self._get_place_joined):
            rows_by_origin, relation = rows_by_key[key], relations.get(key)
            if relation:
                back[key] = self._move_back(relation, survivor, rows_by_origin)
            else:  # inside of JSON; or its module is gone
                back[key] = self._move_json_back(key, survivor, rows_by_origin)
            gone = {row for rows in rows_by_origin.values() for row in rows} - set(back[key])
            if gone:
                missing[key] = sorted(gone)
        self._relations_changed([back])
        return missing

    @api.model
    def _move_back(self, relation, survivor, rows_by_origin):
        """Give rows of one relation back to the records that they came from.

        :param rows_by_origin: dict, the id of a record to a list of rows
        :returns: list of the rows that were moved
        """
        origin_by_row = {row: origin for origin, rows in rows_by_origin.items() for row in rows}
        indexes = self._get_indexes_of(relation)
        if not indexes.is_opaque:
            try:
                with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
                    self.env.cr.execute(self._sql_move_back(relation, survivor, origin_by_row))
                    return [row for (row,) in self.env.cr.fetchall()]
            except IntegrityError:
                _logger.info("Rows of %s are moved back one by one", relation.key)
        return [
            row
            for row, origin in origin_by_row.items()
            if self._move_row(relation, row, survivor.id, origin)
        ]

    @api.model
    def _relations_changed(self, moved):
        """Tell the ORM which fields were changed behind its back, so that it computes anew.

        :param moved: iterable of dict, a relation's key to rows that are there
        """
        self.env.invalidate_all(flush=False)
        relations = {relation.key: relation for relation in self._get_relations()}
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

    @api.model
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

    @api.model
    def _count_relations(self, leads):
        """How many rows of each model point to leads, as a merge would move them.

        :param leads: crm.lead
        :returns: dict, the name of a model to a number above zero
        """
        if not leads:
            return {}
        self.env.flush_all()
        counts = SQL(" UNION ALL ").join(
            self._sql_count(relation, leads) for relation in self._get_relations()
        )
        self.env.cr.execute(SQL("SELECT * FROM (%s) AS counts WHERE count > 0", counts))
        result = {}
        for model, count in self.env.cr.fetchall():
            # Of a model that points in two ways, the larger number: it is mostly the same records.
            result[model] = max(count, result.get(model, 0))
        return result

    @api.model
    def _name_models(self, names):
        """The names of models in the user's language.

        :param names: iterable of str, technical names
        :returns: dict, a technical name to a name for people
        """
        models_ = self.env["ir.model"].sudo().search(Domain("model", "in", list(names)))
        return {model.model: model.name for model in models_}
