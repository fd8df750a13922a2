import logging

import psycopg2

from odoo import api, models
from odoo.modules import db
from odoo.orm.registry import _unaccent
from odoo.tools import SQL, mute_logger, remove_accents

from ...tools.persian import unaccent
from ...tools.persian.search_fold import search_fold
from .name_order import COLLATION

_logger = logging.getLogger(__name__)


def fold_accented(text):
    """As `search_fold`, where the database folds accents too.

    :param text: str
    :rtype: str
    """
    return search_fold(remove_accents(text))


class PersianSearch(models.AbstractModel):
    """Persian spellings are alike in all searches of the database, by a function that Odoo looks for.

    Odoo puts `unaccent` around both sides of every `ilike`, if there is such a function when a
    registry is made. Its indexes are in search_indexes.py.
    """

    _name = "persian.search"
    _description = "Search in Persian spellings"

    def init(self):
        res = super().init()
        try:
            with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
                is_changed = unaccent.install(self.env.cr)
                if is_changed:
                    self._rebuild_indexes()
        except (psycopg2.Error, unaccent.NotPossibleError) as error:
            _logger.warning("Other addons do not search in Persian spellings: %s", error)
        self._tell_registry()
        return res

    def _register_hook(self):
        res = super()._register_hook()
        self._tell_registry()
        if self.env.registry.updated_modules:
            # Only now all models are there.
            self._synchronize_indexes()
        return res

    @api.model
    def _tell_registry(self):
        """Let this process search as the database can.

        The registry has looked for the function before this addon was there, and takes it for one
        that folds accents. It looks for itself in every process that begins later.
        """
        registry = self.env.registry
        function = unaccent.find(self.env.cr)
        registry.has_unaccent = db.has_unaccent(self.env.cr)
        registry.unaccent = _unaccent if registry.has_unaccent else lambda x: x
        if function and function.ours and not function.ours.get("before"):
            registry.unaccent_python = search_fold
        elif function and function.ours:
            registry.unaccent_python = fold_accented
        else:
            registry.unaccent_python = remove_accents if registry.has_unaccent else lambda x: x
        registry.has_persian_order = bool(
            self.env.execute_query(
                SQL(
                    "SELECT FROM pg_collation WHERE collname = %s AND collencoding IN "
                    "(-1, pg_char_to_encoding(getdatabaseencoding()))",
                    COLLATION,
                )
            )
        )

    @api.model
    def _rebuild_indexes(self):
        """Build what stands on the function anew, for it returns something else now."""
        rows = self.env.execute_query(
            SQL(
                "SELECT objid::regclass::text FROM pg_depend WHERE classid = 'pg_class'::regclass "
                "AND refclassid = 'pg_proc'::regclass AND refobjid = %s",
                unaccent.find(self.env.cr).oid,
            )
        )
        for (name,) in rows:
            # PostgreSQL has quoted the name.
            self.env.cr.execute(f"REINDEX INDEX {name}")  # pylint: disable=sql-injection

    @api.model
    def _uninstall(self):
        """Give the database back as it was."""
        self._drop_own_indexes()
        self._drop_unaccent_indexes()
        others = self._read_other_indexes()
        unaccent.remove(self.env.cr)
        self._tell_registry()
        self._restore_core_indexes()
        self._restore_other_indexes(others)

    @api.model
    def _get_missing(self):
        """What keeps other addons from searching in Persian spellings.

        :returns: tuple of str, a reason and a statement for the administrator of the database;
            None where nothing is missing
        """
        function = unaccent.find(self.env.cr)
        if function and function.ours:
            return None
        (role, schema), *_ = self.env.execute_query(
            SQL("SELECT quote_ident(current_user), quote_ident(current_schema)")
        )
        if not function:
            return (
                self.env._("The database does not let Odoo create the function “unaccent”."),
                f"GRANT CREATE ON SCHEMA {schema} TO {role};",
            )
        if function.extension == "unaccent":
            callers = unaccent.find_callers(self.env.cr)
            return (
                self.env._(
                    "The extension “unaccent” is named by functions of the database, which must be "
                    "changed first: %(functions)s.",
                    functions=", ".join(callers),
                )
                if callers
                else self.env._("The database has the extension “unaccent” of another owner."),
                f"CREATE SCHEMA IF NOT EXISTS {unaccent.SCHEMA} AUTHORIZATION {role}; "
                f"ALTER EXTENSION unaccent SET SCHEMA {unaccent.SCHEMA};",
            )
        return (
            self.env._("The database has a function “unaccent” of another owner."),
            f"ALTER FUNCTION {schema}.unaccent(text) OWNER TO {role};",
        )
