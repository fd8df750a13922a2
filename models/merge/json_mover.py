import sys

from odoo.tools import SQL

# Before the place in a list at which a record stood that had the survivor already, or an absorbed
# record before it: undoing the merge adds it there again.
JOINED = ":+"


class JsonMover:
    """Moves what points to a lead inside a JSON value (features.md #32), and back: fields with a
    value a company, and properties, whatever their model.

    A row is told by its number, and by the key of the value in it: the company, or the property.
    """

    def __init__(self, env):
        """:param env: odoo.api.Environment"""
        self.env = env
        self.leads = env["crm.lead"]

    def _find_property_relations(self):
        """Properties that point to leads, as somebody has defined them by now.

        :returns: dict, (model, field) to a list of the names of properties
        """
        fields = self.leads._get_property_fields()
        if not fields:
            return {}
        selects = SQL(" UNION ").join(
            SQL(
                """
                SELECT %s, %s, item ->> 'name'
                  FROM %s parent
                 CROSS JOIN LATERAL jsonb_array_elements(
                           CASE jsonb_typeof(parent.%s) WHEN 'array' THEN parent.%s ELSE '[]' END
                       ) AS item
                 WHERE item ->> 'comodel' = %s
                   AND item ->> 'type' IN ('many2one', 'many2many')
                """,
                model,
                name,
                SQL.identifier(self.env[parent]._table),
                SQL.identifier(definition),
                SQL.identifier(definition),
                self.leads._name,
            )
            for model, name, parent, definition in fields
        )
        found = {}
        for model, name, item in self.env.execute_query(selects):
            found.setdefault((model, name), []).append(item)
        return found

    def move(self, survivor_by_id):
        """Let values inside of JSON point to survivors in place of absorbed records.

        :param survivor_by_id: dict as for `RelationMover.move`
        :returns: list as `RelationMover._move_together` gives it
        """
        moved = []
        for model, name in self.leads._get_company_fields():
            moved += self._move_values(model, name, None, survivor_by_id)
        for (model, name), keys in self._find_property_relations().items():
            moved += self._move_values(model, name, keys, survivor_by_id)
        return moved

    def _move_values(self, model, name, keys, survivor_by_id):
        among = SQL("TRUE")
        if model == self.leads._name:
            among = SQL("row.id <> ALL(%s)", [*survivor_by_id, *survivor_by_id.values()])
        rows = self.env.execute_query(
            SQL(
                """
                WITH map AS (
                    SELECT absorbed, survivor, to_jsonb(absorbed) AS value
                      FROM unnest(%(absorbed)s::int[], %(survivors)s::int[])
                        AS map(absorbed, survivor)
                ), found AS (
                    SELECT row.id, entry.key, entry.value, map.absorbed, map.survivor,
                           item.place,
                           %(items)s @> to_jsonb(map.survivor) OR row_number() OVER (
                               PARTITION BY row.id, entry.key, map.survivor ORDER BY item.place
                           ) > 1 AS is_joined
                      FROM %(table)s AS row
                     CROSS JOIN LATERAL jsonb_each(
                               CASE jsonb_typeof(row.%(name)s) WHEN 'object' THEN row.%(name)s
                                                               ELSE '{}' END
                           ) AS entry
                     CROSS JOIN LATERAL jsonb_array_elements(%(items)s)
                           WITH ORDINALITY AS item(value, place)
                      JOIN map ON map.value = item.value
                     WHERE %(wanted)s AND %(among)s
                ), united AS (
                    SELECT found.id, found.key, CASE jsonb_typeof(found.value)
                               WHEN 'array' THEN (
                                   SELECT jsonb_agg(item ORDER BY place)
                                     FROM (
                                           SELECT coalesce(to_jsonb(map.survivor), old.item) AS item,
                                                  coalesce(
                                                      min(old.place) FILTER (WHERE map.value IS NULL),
                                                      min(old.place)
                                                  ) AS place
                                             FROM jsonb_array_elements(found.value)
                                                  WITH ORDINALITY AS old(item, place)
                                             LEFT JOIN map ON map.value = old.item
                                            GROUP BY 1
                                          ) AS items
                               )
                               ELSE to_jsonb(min(found.survivor))
                           END AS value
                      FROM found
                     GROUP BY found.id, found.key, found.value
                ), changed AS (
                    UPDATE %(table)s AS row SET %(name)s = row.%(name)s || united.values
                      FROM (
                            SELECT id, jsonb_object_agg(key, value) AS values
                              FROM united GROUP BY id
                           ) AS united
                     WHERE row.id = united.id
                )
                SELECT id, key, CASE WHEN is_joined THEN place END, absorbed
                  FROM found ORDER BY id, key, place
                """,
                absorbed=list(survivor_by_id),
                survivors=list(survivor_by_id.values()),
                items=SQL(
                    "CASE jsonb_typeof(entry.value) WHEN 'array' THEN entry.value "
                    "ELSE jsonb_build_array(entry.value) END"
                ),
                table=SQL.identifier(self.env[model]._table),
                name=SQL.identifier(name),
                wanted=SQL("TRUE") if keys is None else SQL("entry.key = ANY(%s)", keys),
                among=among,
            )
        )
        return [
            (f"{model}.{name}:{key}{f'{JOINED}{place}' if place else ''}", row, absorbed)
            for row, key, place, absorbed in rows
        ]

    def get_place_joined(self, place):
        """By what to sort the places of `move`, so that each is as it was when it is its turn.

        What was joined to the survivor comes first, in the order in which it stood.

        :param place: str, the key of a relation
        :returns: int
        """
        _column, joined, number = place.partition(JOINED)
        return int(number) if joined else sys.maxsize

    def move_back(self, place, survivor, rows_by_origin):
        """Give values inside of JSON back, where they still point to the survivor.

        :param place: str, as `move` gives the key of a relation
        :param survivor: crm.lead
        :param rows_by_origin: dict, the id of a record to a list of rows; one row may have been
            moved from several
        :returns: list of the rows that were moved
        """
        column, _colon, key = place.partition(":")
        key, joined, number = key.partition(JOINED)
        model, _dot, name = column.rpartition(".")
        if model not in self.env or name not in self.env[model]._fields:
            return []
        old = SQL("row.%s -> %s", SQL.identifier(name), key)
        new = SQL(
            """
            CASE jsonb_typeof(%(old)s) WHEN 'array' THEN (
                SELECT jsonb_agg(CASE item WHEN %(survivor)s THEN to_jsonb(map.origin) ELSE item END)
                  FROM jsonb_array_elements(%(old)s) AS item
            ) ELSE to_jsonb(map.origin) END
            """,
            old=old,
            survivor=SQL("to_jsonb(%s::int)", survivor.id),
        )
        if joined:
            new = SQL(
                "jsonb_insert(%s, ARRAY[%s::text], to_jsonb(map.origin))", old, int(number) - 1
            )
        moved = []
        for origin, rows in rows_by_origin.items():
            moved += self.env.execute_query(
                SQL(
                    """
                    UPDATE %(table)s AS row
                       SET %(name)s = row.%(name)s || jsonb_build_object(%(key)s, %(new)s)
                      FROM (SELECT %(origin)s::int AS origin) AS map
                     WHERE row.id = ANY(%(rows)s) AND %(old)s @> to_jsonb(%(survivor)s::int)
                    RETURNING row.id
                    """,
                    table=SQL.identifier(self.env[model]._table),
                    name=SQL.identifier(name),
                    key=key,
                    new=new,
                    old=old,
                    origin=origin,
                    rows=rows,
                    survivor=survivor.id,
                )
            )
        return [row for (row,) in moved]
