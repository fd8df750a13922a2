from collections import defaultdict
from typing import NamedTuple

from odoo import api, models, tools
from odoo.fields import Domain
from odoo.tools import SQL


class Relation(NamedTuple):
    """A column of the database that points to leads."""

    key: str
    model: str  # whose records point; of a relation of two, the model of the field
    table: str
    column: str
    # A column with the model's name beside the number, or None.
    model_column: str | None
    # What tells the rows apart: 'id', or the other column of a relation of two.
    row: str
    # 'crm.lead,12' in place of 12
    is_text: bool


class CrmLead(models.Model):
    """What points to a lead, from every module, and how it is moved in a merge (features.md #32)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_relations_not_moved(self):
        """Relations that stay with an absorbed record, by the reason.

        :returns: dict, the key of a relation to why it is not moved
        """
        return {
            "ir.model.data.res_id": "An external name is the name of that very record.",
            "crm.lead.match.key.lead_id": "Keys are computed: those of the absorbed count here.",
            "crm.lead.match.dismissal.lead_id": "A pair is in the order of its numbers: see there.",
            "crm.lead.match.dismissal.other_id": "A pair is in the order of its numbers.",
            "crm.lead.merge.survivor_id": "Where an earlier merge led is a fact.",
            "crm.lead.merge.line.origin_id": "Where a value came from is a fact.",
            # Values of the record itself, which are united by `_merge_data`.
            "crm.lead.tag_ids": "The tags of a record are its own; the survivor gets them too.",
        }

    @api.model
    @tools.ormcache()
    def _get_relations(self):
        """Every stored many2one, many2many, reference and many2one_reference to a lead.

        Found in the registry, so that a module that nobody here knows is served too. Windows
        (transient models) are left out: they end with the day.

        :returns: tuple of Relation
        """
        relations = {}
        for name in self.env.registry:
            model = self.env[name]
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                for relation in self._get_relations_of_field(model, field):
                    # A relation of two is a field on either side.
                    relations.setdefault((relation.table, relation.column), relation)
        skipped = self._get_relations_not_moved()
        return tuple(relation for relation in relations.values() if relation.key not in skipped)

    @api.model
    def _get_relations_of_field(self, model, field):
        """The columns by which a field points to leads: none, one, or both of leads with leads."""
        key = f"{model._name}.{field.name}"
        if not field.store or field.company_dependent:
            return
        if field.type == "many2many" and not self.env[field.comodel_name]._transient:
            sides = (model._name, field.column1), (field.comodel_name, field.column2)
            for (name, column), (_name, other) in (sides, sides[::-1]):
                if name == self._name:
                    yield Relation(key, model._name, field.relation, column, None, other, False)
        if not field.column_type:
            return
        model_field = None
        if field.type == "many2one_reference":
            model_field = model._fields[field.model_field]
        if (
            (field.type == "many2one" and field.comodel_name == self._name)
            or field.type == "reference"
            or (model_field and model_field.store)
        ):
            yield Relation(
                key,
                model._name,
                model._table,
                field.name,
                model_field.name if model_field else None,
                "id",
                field.type == "reference",
            )

    @api.model
    @tools.ormcache()
    def _get_unique_columns(self):
        """Columns that a unique index puts together with one that points to a lead.

        :returns: dict, (table, column) to a list of lists of the other columns
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT class.relname, array_agg(attribute.attname::varchar)
                  FROM pg_index index
                  JOIN pg_class class ON class.oid = index.indrelid
                  JOIN pg_attribute attribute ON attribute.attrelid = index.indrelid
                       AND attribute.attnum = ANY(index.indkey)
                 WHERE index.indisunique AND class.relname IN %s
                 GROUP BY index.indexrelid, class.relname
                """,
                tuple({relation.table for relation in self._get_relations()}),
            )
        )
        result = defaultdict(list)
        for table, columns in self.env.cr.fetchall():
            for column in columns:
                result[table, column].append([name for name in columns if name != column])
        return dict(result)

    def _sql_of_relation(self, relation, table):
        """Parts of a statement on a relation: its column, and which rows are of leads."""
        column = SQL.identifier(table, relation.column)
        where = SQL("TRUE")
        if relation.model_column:
            where = SQL("%s = %s", SQL.identifier(table, relation.model_column), self._name)
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
        # One statement updates a table once: further columns of the same table come in the next.
        rounds = defaultdict(list)
        for number, relation in enumerate(relations):
            earlier = sum(other.table == relation.table for other in relations[:number])
            rounds[earlier].append((number, relation))
        for group in rounds.values():
            updates = SQL(", ").join(
                SQL("%s AS (%s)", SQL.identifier(f"moved_{number}"), self._sql_move(relation))
                for number, relation in group
            )
            selects = SQL(" UNION ALL ").join(
                SQL("SELECT %s, * FROM %s", number, SQL.identifier(f"moved_{number}"))
                for number, _relation in group
            )
            self.env.cr.execute(
                SQL(
                    "WITH map AS (SELECT * FROM unnest(%s::int[], %s::int[]) "
                    "AS map(absorbed, survivor)), %s %s ORDER BY 1, 2",
                    absorbed,
                    survivors,
                    updates,
                    selects,
                )
            )
            for number, row, origin in self.env.cr.fetchall():
                moved[origin][relations[number].key].append(row)
        self._relations_changed(moved.values())
        return moved

    def _sql_move(self, relation):
        """The statement that moves the rows of one relation; needs `map`."""
        column, of_leads = self._sql_of_relation(relation, "row")
        value = SQL("'crm.lead,' || map.survivor") if relation.is_text else SQL("map.survivor")
        found = SQL("'crm.lead,' || map.absorbed") if relation.is_text else SQL("map.absorbed")
        conditions = [SQL("%s = %s", column, found), of_leads]
        if relation.table == self._table:
            # A lead that points to the record which it is merged with would point to itself.
            conditions.append(SQL("row.id NOT IN (SELECT survivor FROM map)"))
            conditions.append(SQL("row.id NOT IN (SELECT absorbed FROM map)"))
        # Of several that are the same the first moves, unless the survivor has its own.
        taken = SQL(
            "other.%(column)s = map.survivor OR other.%(column)s IN "
            "(SELECT absorbed FROM map twin WHERE twin.survivor = map.survivor "
            "AND twin.absorbed < map.absorbed)",
            column=SQL.identifier(relation.column),
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

        :param taken: SQL, which rows `other` stand in the way when their other columns are the same
        """
        for others in self._get_unique_columns().get((relation.table, relation.column), ()):
            same = [
                SQL(
                    "%s IS NOT DISTINCT FROM %s",
                    SQL.identifier("other", name),
                    SQL.identifier("row", name),
                )
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
        missing = {}
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
            gone = origin_by_row.keys() - {row for (row,) in self.env.cr.fetchall()}
            if gone:
                missing[key] = sorted(gone)
        self._relations_changed(moved.values())
        return missing

    @api.model
    def _relations_changed(self, moved):
        """Tell the ORM which fields were changed behind its back, so that it computes anew."""
        self.env.invalidate_all(flush=False)
        relations = {relation.key: relation for relation in self._get_relations()}
        rows_by_key = defaultdict(list)
        for rows_of_origin in moved:
            for key, rows in rows_of_origin.items():
                rows_by_key[key] += rows
        for key, rows in rows_by_key.items():
            relation = relations.get(key)
            if relation and relation.row == "id":
                records = self.env[relation.model].sudo().browse(rows)
                records.modified([relation.column])

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
