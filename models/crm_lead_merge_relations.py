from collections import defaultdict

from odoo import api, models, tools
from odoo.fields import Domain
from odoo.tools import SQL


class CrmLead(models.Model):
    """How what points to a lead is moved in a merge, and back; crm_lead_relations.py finds it."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _sql_of_relation(self, relation, table):
        """Parts of a statement on a relation: its column, and which rows are of leads."""
        column = SQL.identifier(table, relation.column)
        where = SQL("TRUE")
        if relation.model_column:
            model_field = self.env[relation.model]._fields[relation.model_column]
            of_model = self._name
            if model_field.type == "many2one":
                of_model = self.env["ir.model"]._get_id(self._name)
            where = SQL("%s = %s", SQL.identifier(table, relation.model_column), of_model)
        if relation.key == "ir.attachment.res_id":
            # The file of a field is the record's own value.
            where = SQL("%s AND %s IS NULL", where, SQL.identifier(table, "res_field"))
        return column, where

    @api.model
    def _move_relations(self, survivor_by_id):
        """Let everything that points to absorbed records point to their survivors.

        A row that may be there once only, and is there at the survivor already (the same follower,
        say), stays where it is. Set-based: a few statements for any number of merges.

        :param survivor_by_id: dict, an absorbed record's id to its survivor's
        :returns: dict, an absorbed record's id to a dict of the relation's key to the rows moved
        """
        relations = self._get_relations()
        self.env.flush_all()
        moved = {absorbed: defaultdict(list) for absorbed in survivor_by_id}
        absorbed, survivors = list(survivor_by_id), list(survivor_by_id.values())
        for statement in self._get_move_statements():
            self.env.cr.execute(
                SQL(
                    "WITH map AS (SELECT * FROM unnest(%s::int[], %s::int[]) "
                    "AS map(absorbed, survivor)), %s",
                    absorbed,
                    survivors,
                    statement,
                )
            )
            for number, row, origin in self.env.cr.fetchall():
                moved[origin][relations[number].key].append(row)
        self._relations_changed(moved.values())
        return moved

    @api.model
    @tools.ormcache()
    def _get_move_statements(self):
        """What moves the rows of all relations, in place of a statement a relation.

        :returns: tuple of SQL that needs `map`, and gives the number of a relation in
            `_get_relations`, the row that was moved, and the absorbed record
        """
        # One statement updates a table once: further columns of the same table come in the next.
        rounds = defaultdict(list)
        relations = self._get_relations()
        for number, relation in enumerate(relations):
            earlier = sum(other.table == relation.table for other in relations[:number])
            rounds[earlier].append((number, relation))
        statements = []
        for group in rounds.values():
            updates = SQL(", ").join(
                SQL("%s AS (%s)", SQL.identifier(f"moved_{number}"), self._sql_move(relation))
                for number, relation in group
            )
            selects = SQL(" UNION ALL ").join(
                SQL("SELECT %s, * FROM %s", number, SQL.identifier(f"moved_{number}"))
                for number, _relation in group
            )
            statements.append(SQL("%s %s ORDER BY 1, 2", updates, selects))
        return tuple(statements)

    def _sql_move(self, relation):
        """The statement that moves the rows of one relation; needs `map`."""
        column, of_leads = self._sql_of_relation(relation, "row")
        value = SQL("'crm.lead,' || map.survivor") if relation.is_text else SQL("map.survivor")
        found = SQL("'crm.lead,' || map.absorbed") if relation.is_text else SQL("map.absorbed")
        conditions = [SQL("%s = %s", column, found), of_leads]
        if relation.model == self._name:
            # A lead that points to the record which it is merged with would point to itself.
            lead = SQL.identifier("row", relation.row)
            conditions.append(SQL("%s NOT IN (SELECT survivor FROM map)", lead))
            conditions.append(SQL("%s NOT IN (SELECT absorbed FROM map)", lead))
        # Of several that are the same the first moves, unless the survivor has its own.
        taken = SQL(
            "other.%(column)s = %(value)s OR other.%(column)s IN "
            "(SELECT %(twin)s FROM map twin WHERE twin.survivor = map.survivor "
            "AND twin.absorbed < map.absorbed)",
            column=SQL.identifier(relation.column),
            value=value,
            twin=SQL("'crm.lead,' || twin.absorbed") if relation.is_text else SQL("twin.absorbed"),
        )
        conditions += self._sql_not_taken(relation, taken)
        return SQL(
            "UPDATE %s AS row SET %s = %s FROM map WHERE %s RETURNING %s, map.absorbed",
            SQL.identifier(relation.table),
            SQL.identifier(relation.column),
            value,
            SQL(" AND ").join(conditions),
            SQL.identifier("row", relation.row),
        )

    def _sql_not_taken(self, relation, taken):
        """Conditions that no unique index is broken by what is moved.

        Empty values are all different there.

        :param taken: SQL, which rows `other` stand in the way when their other columns are the same
        """
        for others in self._get_unique_columns().get((relation.table, relation.column), ()):
            same = [
                SQL("%s = %s", SQL.identifier("other", name), SQL.identifier("row", name))
                for name in others
            ]
            yield SQL(
                "NOT EXISTS (SELECT FROM %s other WHERE %s)",
                SQL.identifier(relation.table),
                SQL(" AND ").join([*same, SQL("(%s)", taken)]),
            )

    @api.model
    def _move_relations_back(self, survivor, moved):
        """Give rows that a merge moved back, where they still point to the survivor.

        :param survivor: crm.lead
        :param moved: dict as `_move_relations` gives it
        :returns: dict, a relation's key to the rows that were deleted or moved on since
        """
        relations = {relation.key: relation for relation in self._get_relations()}
        rows_by_key = defaultdict(dict)
        for origin, rows_of_origin in moved.items():
            for key, rows in rows_of_origin.items():
                rows_by_key[key].update(dict.fromkeys(rows, int(origin)))
        self.env.flush_all()
        missing, back = {}, {}
        for key, origin_by_row in rows_by_key.items():
            relation = relations.get(key)
            if not relation:  # its module is gone
                missing[key] = sorted(origin_by_row)
                continue
            column, of_leads = self._sql_of_relation(relation, "row")
            text = SQL("'crm.lead,' ||") if relation.is_text else SQL()
            taken = SQL("%s = %s map.origin", SQL.identifier("other", relation.column), text)
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE %(table)s AS row SET %(name)s = %(text)s map.origin
                      FROM unnest(%(rows)s::int[], %(origins)s::int[]) AS map(number, origin)
                     WHERE %(row)s = map.number AND %(column)s = %(text)s %(survivor)s::int
                       AND %(conditions)s
                    RETURNING map.number
                    """,
                    table=SQL.identifier(relation.table),
                    name=SQL.identifier(relation.column),
                    text=text,
                    rows=list(origin_by_row),
                    origins=list(origin_by_row.values()),
                    row=SQL.identifier("row", relation.row),
                    column=column,
                    survivor=survivor.id,
                    conditions=SQL(" AND ").join([of_leads, *self._sql_not_taken(relation, taken)]),
                )
            )
            back[key] = [row for (row,) in self.env.cr.fetchall()]
            gone = origin_by_row.keys() - set(back[key])
            if gone:
                missing[key] = sorted(gone)
        self._relations_changed([back])
        return missing

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

    def _sql_count(self, relation, leads):
        column, of_leads = self._sql_of_relation(relation, "row")
        values = [f"{self._name},{lead_id}" for lead_id in leads.ids]
        return SQL(
            "SELECT %s AS model, count(*) AS count FROM %s AS row WHERE %s IN %s AND %s",
            relation.model,
            SQL.identifier(relation.table),
            column,
            tuple(values if relation.is_text else leads.ids),
            of_leads,
        )

    @api.model
    def _name_models(self, names):
        """The names of models in the user's language.

        :param names: iterable of str, technical names
        :returns: dict, a technical name to a name for people
        """
        models_ = self.env["ir.model"].sudo().search(Domain("model", "in", list(names)))
        return {model.model: model.name for model in models_}
