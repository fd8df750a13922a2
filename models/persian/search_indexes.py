import logging
import re

import psycopg2

from odoo import api, models
from odoo.modules.db import FunctionStatus
from odoo.tools import SQL, make_identifier, mute_logger, sql

from ...tools.persian import unaccent
from ...tools.settings import ADDON
from .name_order import COLLATION, is_name

_logger = logging.getLogger(__name__)

# On indexes that no field has asked for: they go with the addon.
COMMENT = f"{ADDON}: beside the one of Odoo"


class PersianSearch(models.AbstractModel):
    """Indexes that stand on `unaccent`, and those that stand in for what they replace."""

    _inherit = "persian.search"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _synchronize_indexes(self):
        """Bring the indexes of all models in line with the function that there is.

        Odoo keeps an index that is there, however it was built, and PostgreSQL uses none that was
        built without the function or with another. An index with it serves `ilike` alone: names are
        looked up exactly too, so each gets a small one for that.
        """
        self._drop_unaccent_indexes(stale=True)
        self._restore_core_indexes()
        registry = self.env.registry
        wanted = {}
        is_folded = registry.has_unaccent == FunctionStatus.INDEXABLE and registry.has_trigram
        for model, field in self._get_indexed_fields("trigram"):
            if is_folded and field.type == "char" and field.column_type[0] != "jsonb":
                wanted[model._table, field.name, "equal"] = SQL(
                    "USING hash (%s)", SQL.identifier(field.name)
                )
        for model, field in self._get_indexed_fields("btree", "btree_not_null", True):
            if (
                registry.has_persian_order
                and is_name(model, field)
                and field.column_type[0] != "jsonb"
            ):
                wanted[model._table, field.name, "persian"] = SQL(
                    "(%s COLLATE %s)", SQL.identifier(field.name), SQL.identifier(COLLATION)
                )
        self._create_own_indexes(wanted)

    @api.model
    def _get_indexed_fields(self, *kinds):
        """Columns with an index of a kind.

        :returns: list of tuples: a model, a field
        """
        return [
            (model, field)
            for model in map(self.env.get, self.env.registry)
            if model._auto and not (model._abstract or model._transient)
            for field in model._fields.values()
            if field.store and field.column_type and field.index in kinds
        ]

    # Ours ---------------------------------------------------------------------------------------

    @api.model
    def _create_own_indexes(self, wanted):
        """Create indexes beside those of Odoo, but for those of which there is one already.

        :param wanted: dict, a tuple of table, column and kind to SQL, the definition
        """
        exact = self._find_exactly_indexed()
        for (table, column, kind), definition in wanted.items():
            name = make_identifier(f"{table}__{column}__{kind}_index")
            if sql.index_exists(self.env.cr, name) or (
                kind == "equal" and (table, column) in exact
            ):
                continue
            identifier = SQL.identifier(name)
            self.env.cr.execute(
                SQL("CREATE INDEX %s ON %s %s", identifier, SQL.identifier(table), definition)
            )
            self.env.cr.execute(SQL("COMMENT ON INDEX %s IS %s", identifier, COMMENT))

    @api.model
    def _find_exactly_indexed(self):
        """Columns with which an index of all rows begins that finds an exact value.

        :returns: set of tuples: a table, a column
        """
        return set(
            self.env.execute_query(
                SQL(
                    "SELECT relation.relname, attribute.attname FROM pg_index index "
                    "JOIN pg_class relation ON relation.oid = index.indrelid "
                    "JOIN pg_class class ON class.oid = index.indexrelid "
                    "JOIN pg_am method ON method.oid = class.relam "
                    "JOIN pg_attribute attribute ON attribute.attrelid = index.indrelid "
                    "AND attribute.attnum = index.indkey[0] "
                    "WHERE relation.relnamespace = current_schema::regnamespace "
                    "AND method.amname IN ('btree', 'hash') AND index.indpred IS NULL"
                )
            )
        )

    @api.model
    def _drop_own_indexes(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT relname FROM pg_class WHERE relkind = 'i' "
                "AND relnamespace = current_schema::regnamespace "
                "AND obj_description(oid, 'pg_class') = %s",
                COMMENT,
            )
        )
        for (name,) in rows:
            self.env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))

    @api.model
    def _read_other_indexes(self):
        """Indexes that neither a field nor a model of Odoo has asked for, and that go with the function.

        :returns: list of str, statements that create them
        """
        function = unaccent.find(self.env.cr)
        rows = self.env.execute_query(
            SQL(
                "SELECT pg_get_indexdef(objid) FROM pg_depend "
                "WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_proc'::regclass "
                "AND refobjid = %s ORDER BY 1",
                function.oid if function and function.ours else 0,
            )
        )
        return [definition for (definition,) in rows]

    @api.model
    def _restore_other_indexes(self, definitions):
        """Build indexes of others anew: on the function that is there now, or on the text itself."""
        has_function = self.env.registry.has_unaccent == FunctionStatus.INDEXABLE
        for definition in definitions:
            statement = definition if has_function else re.sub(r"\bunaccent\(", "(", definition)
            try:
                with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
                    self.env.cr.execute(statement)  # pylint: disable=sql-injection
            except psycopg2.Error as error:
                _logger.warning("An index is gone with the addon: %s: %s", definition, error)

    # Odoo's -------------------------------------------------------------------------------------

    @api.model
    def _get_core_indexes(self):
        """Indexes of which Odoo decides by the function how they are built.

        :returns: dict, the name of an index to a tuple: a model, and the index or None, that of a field
        """
        indexes = {
            sql.make_index_name(model._table, field.name): (model, None)
            for model, field in self._get_indexed_fields("trigram")
        }
        for model in map(self.env.get, self.env.registry):
            if model._auto and not model._abstract:
                for index in model._table_objects.values():
                    if isinstance(index, models.Index) and callable(index._index_definition):
                        indexes[index.full_name(model)] = (model, index)
        return indexes

    @api.model
    def _drop_unaccent_indexes(self, stale=False):
        """Drop Odoo's indexes that stand on a function `unaccent`.

        :param stale: bool, only those that Odoo would not build now as they are, with the function
            or without
        """
        indexes = self._get_core_indexes()
        function = unaccent.find(self.env.cr)
        rows = self.env.execute_query(
            SQL(
                "SELECT class.relname, obj_description(class.oid, 'pg_class'), "
                "pg_get_indexdef(class.oid) ~* '\\yunaccent\\(', EXISTS ("
                "SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = class.oid "
                "AND refclassid = 'pg_proc'::regclass AND refobjid = %s) "
                "FROM pg_class class WHERE class.relkind = 'i' AND class.relname = ANY(%s) "
                "AND class.relnamespace = current_schema::regnamespace",
                function.oid if function else 0,
                list(indexes),
            )
        )
        is_used = self.env.registry.has_unaccent == FunctionStatus.INDEXABLE
        for name, comment, has_unaccent, has_function in rows:
            model, index = indexes[name]
            if index:
                definition = index.get_definition(model.pool)
                is_stale = bool(comment) and definition != comment
            else:
                is_stale = has_unaccent != is_used
            # Of an extension that has moved away, say.
            is_stale = is_stale or (has_unaccent and not has_function)
            if is_stale if stale else has_unaccent:
                self.env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))

    @api.model
    def _restore_core_indexes(self):
        """Build those of Odoo's indexes that are missing, as Odoo builds them now."""
        indexes = self._get_core_indexes()
        names = {
            name
            for (name,) in self.env.execute_query(
                SQL(
                    "SELECT relname FROM pg_class WHERE relname = ANY(%s) "
                    "AND relnamespace = current_schema::regnamespace",
                    list(indexes),
                )
            )
        }
        missing = {name: found for name, found in indexes.items() if name not in names}
        of_fields = [model._name for model, index in missing.values() if not index]
        self.env.registry.check_indexes(self.env.cr, dict.fromkeys(of_fields))
        for name, (model, index) in missing.items():
            if index and (definition := index._index_definition(model.pool)):
                sql.add_index(
                    self.env.cr,
                    name,
                    model._table,
                    definition,
                    unique=index.unique,
                    comment=index.get_definition(model.pool),
                )
