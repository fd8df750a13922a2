"""The function `unaccent` in the schema of the database, which Odoo puts around what is searched.

Ours takes the place of one that is there: that of PostgreSQL's extension, or a site's own. Ours calls
it first, and gives its place back. A comment on ours says what it has replaced.
"""

import json
import logging
from typing import NamedTuple

import psycopg2

from odoo.tools import SQL, mute_logger

from ..settings import ADDON
from .search_sql import FOLD, FORMS, PREFIX, VERSION, create_statements

_logger = logging.getLogger(__name__)

# Where the extension moves to, and what a site's own function is called meanwhile.
SCHEMA = ADDON
BEFORE = f"{ADDON}_unaccent_before"

FIND = """
    SELECT function.oid, function.provolatile, function.proargtypes = '25',
           obj_description(function.oid, 'pg_proc'), extension.extname, current_schema
      FROM pg_proc function
      LEFT JOIN pg_depend dependency ON dependency.classid = 'pg_proc'::regclass
       AND dependency.objid = function.oid AND dependency.deptype = 'e'
       AND dependency.refclassid = 'pg_extension'::regclass
      LEFT JOIN pg_extension extension ON extension.oid = dependency.refobjid
     WHERE function.proname = %s AND function.pronargs = 1
       AND function.pronamespace = to_regnamespace(%s)
"""
# Code that names the function, or the dictionary beside it, loses them when the extension moves.
FIND_CALLERS = """
    SELECT function.oid::regprocedure::text
      FROM pg_proc function
     WHERE function.prosrc ~* '\\yunaccent\\y' AND NOT EXISTS (
            SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = function.oid
               AND deptype = 'e')
"""


class NotPossibleError(Exception):
    """Why the function is not made: `code` says what stands in the way."""

    def __init__(self, code, details=""):
        super().__init__(f"{code}: {details}" if details else code)
        self.code = code
        self.details = details


class Function(NamedTuple):
    """A function of one argument that stands in a schema."""

    oid: int
    volatility: str
    takes_text: bool
    comment: str | None
    extension: str | None
    schema: str

    @property
    def ours(self):
        """What our function has replaced, as a dict; None for anybody else's."""
        try:
            remembered = json.loads(self.comment or "")
        except ValueError:
            return None
        return remembered if isinstance(remembered, dict) and ADDON in remembered else None


def find(cr, name="unaccent", schema=None):
    """The function that Odoo finds.

    :param cr: a cursor
    :param name: str, another function
    :param schema: str, in another schema than the current one
    :returns: Function, or None
    """
    schema = SQL("quote_ident(%s)", schema) if schema else SQL("quote_ident(current_schema)")
    cr.execute(SQL(FIND, name, schema))
    row = cr.fetchone()
    return Function(*row) if row else None


def find_callers(cr):
    """Functions in the database whose code names the extension.

    :param cr: a cursor
    :returns: list of str
    """
    cr.execute(FIND_CALLERS)
    return [name for (name,) in cr.fetchall()]


def install(cr):
    """Make our function, or make it anew.

    Nothing has changed where it fails only if the caller takes back to a savepoint.

    :param cr: a cursor
    :returns: bool, whether indexes that stand on it must be built anew
    :raises NotPossibleError: somebody else's function must not be touched
    :raises psycopg2.Error: the role of the database has no right to
    """
    there = find(cr)
    remembered = (there and there.ours) or {ADDON: VERSION, **_make_room(cr, there)}
    if remembered.get("before") == "extension":
        # As `odoo-bin --unaccent` does: an immutable one can be put into the query itself. It is
        # done with each upgrade, for a dump does not say so.
        _try(cr, SQL("ALTER FUNCTION %s(text) IMMUTABLE", SQL.identifier(SCHEMA, "unaccent")))
    cr.execute("SELECT current_schema")
    (schema,) = cr.fetchone()
    for statement in create_statements(schema, _get_before(schema, remembered)):
        cr.execute(statement)
    comment = json.dumps({**remembered, ADDON: VERSION})
    cr.execute(SQL("COMMENT ON FUNCTION unaccent(text) IS %s", comment))
    _drop_parts(cr, keep=(FOLD, FORMS))
    return bool(there and there.ours and there.ours[ADDON] != VERSION)


def _get_before(schema, remembered):
    """The full name of the function that ours calls first, or None."""
    if remembered.get("before") == "extension":
        return f'"{SCHEMA}".unaccent'
    if remembered.get("before") == "function":
        return f'"{schema}"."{BEFORE}"'
    return None


def _make_room(cr, there):
    """Take a function that is there out of the way.

    :param there: Function, or None
    :returns: dict, what is to be remembered of it
    """
    if not there:
        moved = find(cr, schema=SCHEMA)
        if moved and moved.extension:
            # Who owns the extension has moved it for us.
            return {"before": "extension", "volatility": moved.volatility}
        # A removal that could not be finished has left it.
        return {"before": "function"} if find(cr, BEFORE) else {}
    if there.extension:
        if there.extension != "unaccent":
            raise NotPossibleError("extension", there.extension)
        _move_extension(cr)
        return {"before": "extension", "volatility": there.volatility}
    if not there.takes_text:
        raise NotPossibleError("function")
    cr.execute(SQL("ALTER FUNCTION unaccent(text) RENAME TO %s", SQL.identifier(BEFORE)))
    return {"before": "function"}


def _move_extension(cr):
    if callers := find_callers(cr):
        raise NotPossibleError("callers", ", ".join(callers))
    cr.execute(SQL("CREATE SCHEMA IF NOT EXISTS %s", SQL.identifier(SCHEMA)))
    cr.execute(SQL("ALTER EXTENSION unaccent SET SCHEMA %s", SQL.identifier(SCHEMA)))


def remove(cr):
    """Drop our functions, and give their places back to what was there before.

    :param cr: a cursor
    """
    there = find(cr)
    remembered = there and there.ours
    if remembered:
        drop_function(cr, "unaccent")
        if remembered.get("before") == "extension":
            _move_extension_back(cr, there.schema, remembered["volatility"])
        elif remembered.get("before") == "function":
            rename = SQL("ALTER FUNCTION %s(text) RENAME TO unaccent", SQL.identifier(BEFORE))
            cr.execute(rename)
    _drop_parts(cr)


def _move_extension_back(cr, schema, volatility):
    kind = SQL({"i": "IMMUTABLE", "s": "STABLE", "v": "VOLATILE"}[volatility])
    function = SQL.identifier(SCHEMA, "unaccent")
    _try(cr, SQL("ALTER FUNCTION %s(text) %s", function, kind))
    if _try(cr, SQL("ALTER EXTENSION unaccent SET SCHEMA %s", SQL.identifier(schema))):
        _try(cr, SQL("DROP SCHEMA %s", SQL.identifier(SCHEMA)))
        return
    # Somebody else has moved it for us, and is asked to move it back; searches stay as they were.
    _logger.warning(
        "The extension unaccent stays in the schema %s: its owner may move it back to %s, after "
        "dropping the function %s.unaccent(text), which calls it.",
        *(SCHEMA, schema, schema),
    )
    body = SQL("$$ SELECT %s($1) $$", function)
    cr.execute(SQL("CREATE FUNCTION unaccent(text) RETURNS text LANGUAGE sql %s AS %s", kind, body))


def drop_function(cr, name):
    """Drop a function and what somebody has built on it, which the log tells.

    :param cr: a cursor
    :param name: str, a function of one text in the current schema
    """
    cr.execute(
        SQL(
            "SELECT pg_describe_object(classid, objid, objsubid) FROM pg_depend "
            "WHERE refclassid = 'pg_proc'::regclass AND refobjid = %s AND deptype = 'n'",
            find(cr, name).oid,
        )
    )
    dependents = [description for (description,) in cr.fetchall()]
    if dependents:
        _logger.info("%s is dropped, and with it: %s", name, ", ".join(dependents))
    cr.execute(SQL("DROP FUNCTION %s(text) CASCADE", SQL.identifier(name)))


def _drop_parts(cr, keep=()):
    """Drop the functions that ours calls, those of older versions too."""
    cr.execute(
        SQL(
            "SELECT proname FROM pg_proc "
            "WHERE proname ~ %s AND pronamespace = current_schema::regnamespace",
            rf"^{PREFIX}_(forms_)?\d+$",
        )
    )
    for (name,) in cr.fetchall():
        if name not in keep:
            drop_function(cr, name)


def _try(cr, statement):
    """Do something that the role of the database may have no right to.

    :returns: bool, whether it was done
    """
    try:
        with cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
            cr.execute(statement)
    except psycopg2.Error:
        return False
    return True
