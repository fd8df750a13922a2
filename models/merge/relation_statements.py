from odoo.tools import SQL

LEAD = "crm.lead"


class RelationStatements:
    """The statements that move what points to a lead; relation_mover.py runs them."""

    def __init__(self, env):
        """:param env: odoo.api.Environment"""
        self.env = env
        self.leads = env[LEAD]

    def of_relation(self, relation, table):
        """Parts of a statement on a relation: its column, and which rows are of leads."""
        column = SQL.identifier(table, relation.column)
        where = SQL("TRUE")
        if relation.model_column:
            model_field = self.env[relation.model]._fields[relation.model_column]
            of_model = LEAD
            if model_field.type == "many2one":
                of_model = self.env["ir.model"]._get_id(LEAD)
            where = SQL("%s = %s", SQL.identifier(table, relation.model_column), of_model)
        if relation.key == "ir.attachment.res_id":
            # The file of a field is the record's own value.
            where = SQL("%s AND %s IS NULL", where, SQL.identifier(table, "res_field"))
        return column, where

    def move_all(self, relations):
        """What moves the rows of relations, in place of a statement a relation.

        :param relations: tuple of Relation
        :returns: SQL that needs `map` and `places`, and gives the number of a relation, the row
            that was moved, and the absorbed record
        """
        updates = SQL(", ").join(
            SQL("%s AS (%s)", SQL.identifier(f"moved_{number}"), self.move(relation))
            for number, relation in enumerate(relations)
        )
        selects = SQL(" UNION ALL ").join(
            SQL("SELECT %s, * FROM %s", number, SQL.identifier(f"moved_{number}"))
            for number in range(len(relations))
        )
        return SQL("%s %s ORDER BY 1, 2", updates, selects)

    def move(self, relation):
        """The statement that moves the rows of one relation; needs `map` and `places`."""
        column, of_leads = self.of_relation(relation, "row")
        text = SQL("'crm.lead,' ||") if relation.is_text else SQL()
        row = SQL.identifier("row", relation.row)
        conditions = [of_leads]
        if relation.model == LEAD:
            # A lead that points to the record which it is merged with would point to itself.
            conditions.append(SQL("%s NOT IN (SELECT _place FROM places)", row))
        indexes = self.leads._get_indexes_of(relation).unique
        if not indexes:
            return SQL(
                "UPDATE %s AS row SET %s = %s map.survivor FROM map "
                "WHERE %s = %s map.absorbed AND %s RETURNING %s, map.absorbed",
                SQL.identifier(relation.table),
                SQL.identifier(relation.column),
                text,
                column,
                text,
                SQL(" AND ").join(conditions),
                row,
            )
        # Of several that are the same the first moves, unless the survivor has its own: ranked in
        # one pass, for to look for the others of each row takes the square of their number.
        keys = [self._keys(index, number) for number, index in enumerate(indexes)]
        ranks = SQL(", ").join(
            SQL(
                "row_number() OVER (PARTITION BY %s ORDER BY _absorbed NULLS FIRST, _row) AS %s",
                SQL(", ").join([SQL("_target"), *names]),
                SQL.identifier(f"_rank_{number}"),
            )
            for number, (_selected, names, _free) in enumerate(keys)
        )
        free = SQL(" AND ").join(
            SQL("(%s OR %s = 1)", free, SQL.identifier(f"_rank_{number}"))
            for number, (_selected, _names, free) in enumerate(keys)
        )
        return SQL(
            """
            UPDATE %(table)s AS row SET %(name)s = %(text)s ranked._target
              FROM (
                    SELECT *, %(ranks)s
                      FROM (
                            SELECT %(row)s AS _row, %(column)s AS _old, _target, _absorbed,
                                   %(keys)s
                              FROM %(table)s AS row
                              JOIN places ON %(column)s = %(text)s places._place
                             WHERE %(conditions)s
                           ) AS source
                   ) AS ranked
             WHERE %(row)s = ranked._row AND %(column)s = ranked._old AND %(of_leads)s
               AND ranked._absorbed IS NOT NULL AND %(free)s
            RETURNING %(row)s, ranked._absorbed
            """,
            table=SQL.identifier(relation.table),
            name=SQL.identifier(relation.column),
            text=text,
            ranks=ranks,
            row=row,
            column=column,
            keys=SQL(", ").join(selected for selected, _names, _free in keys),
            conditions=SQL(" AND ").join(conditions),
            of_leads=of_leads,
            free=free,
        )

    def _keys(self, index, number):
        """What rows have in common by a unique index, as columns of a query on its table.

        :param index: UniqueIndex
        :param number: int, that makes the names of the columns differ from those of other indexes
        :returns: tuple of SQL, the columns; list of SQL, their names; and SQL, the condition that a
            row is in nobody's way by them
        """
        inside = SQL.identifier(f"_inside_{number}")
        names = [SQL.identifier(f"_key_{number}_{place}") for place in range(len(index.keys))]
        selected = [
            SQL(
                "coalesce(%s, FALSE) AS %s",
                SQL((index.predicate or "TRUE").replace("%", "%%")),
                inside,
            )
        ]
        selected += [
            # What PostgreSQL has printed, a percent sign is no placeholder.
            SQL("(%s) AS %s", SQL(key.replace("%", "%%")), name)
            for key, name in zip(index.keys, names, strict=True)
        ]
        free = SQL("NOT %s", inside)
        if names and index.nulls_distinct:
            free = SQL("%s OR num_nulls(%s) > 0", free, SQL(", ").join(names))
        return SQL(", ").join(selected), [inside, *names], free

    def _same(self, index, names):
        """The condition that rows `this` and `other` are the same by a unique index.

        :param index: UniqueIndex
        :param names: list of SQL as `_keys` gives it
        :returns: SQL
        """
        inside, *keys = names
        same = SQL("=") if index.nulls_distinct else SQL("IS NOT DISTINCT FROM")
        conditions = [SQL("this.%s AND other.%s", inside, inside)]
        conditions += [SQL("other.%s %s this.%s", key, same, key) for key in keys]
        return SQL(" AND ").join(conditions)

    def move_back(self, relation, survivor, origin_by_row):
        column, of_leads = self.of_relation(relation, "row")
        text = SQL("'crm.lead,' ||") if relation.is_text else SQL()
        row = SQL.identifier("row", relation.row)
        indexes = self.leads._get_indexes_of(relation).unique
        keys = [self._keys(index, number) for number, index in enumerate(indexes)]
        columns = SQL(", ").join([SQL("%s AS _row", row), *(selected for selected, _, _ in keys)])
        taken = [
            SQL(
                "NOT EXISTS (SELECT FROM (SELECT %s AS _at, %s FROM %s AS row) AS other "
                "WHERE other._at = %s map._origin AND %s)",
                column,
                selected,
                SQL.identifier(relation.table),
                text,
                self._same(index, names),
            )
            for index, (selected, names, _free) in zip(indexes, keys, strict=True)
        ]
        return SQL(
            """
            UPDATE %(table)s AS row SET %(name)s = %(text)s map._origin
              FROM unnest(%(rows)s::int[], %(origins)s::int[]) AS map(_number, _origin)
              JOIN (SELECT %(columns)s FROM %(table)s AS row WHERE %(column)s = %(value)s) AS this
                ON this._row = map._number
             WHERE %(row)s = map._number AND %(column)s = %(value)s AND %(conditions)s
            RETURNING map._number
            """,
            table=SQL.identifier(relation.table),
            name=SQL.identifier(relation.column),
            text=text,
            rows=list(origin_by_row),
            origins=list(origin_by_row.values()),
            columns=columns,
            row=row,
            column=column,
            value=self.stored(relation, survivor.id),
            conditions=SQL(" AND ").join([of_leads, *taken]),
        )

    def count(self, relation, lead_ids):
        column, of_leads = self.of_relation(relation, "row")
        values = [self.stored(relation, lead_id) for lead_id in lead_ids]
        return SQL(
            "SELECT %s AS model, count(*) AS count FROM %s AS row WHERE %s IN %s AND %s",
            relation.model,
            SQL.identifier(relation.table),
            column,
            tuple(values),
            of_leads,
        )

    def stored(self, relation, lead_id):
        """A lead's id as a relation stores it."""
        return f"{LEAD},{lead_id}" if relation.is_text else lead_id
