import logging

from odoo import api, models
from odoo.tools import SQL

from ...tools.persian.jalali_sql import PREFIX, create_statements, function_names

_logger = logging.getLogger(__name__)


class ResLang(models.Model):
    """The functions in PostgreSQL that group by Jalali periods."""

    _inherit = "res.lang"  # pylint: disable=consider-merging-classes-inherited

    def init(self):
        res = super().init()
        for statement in create_statements():
            self.env.cr.execute(statement)
        self._drop_jalali_functions(keep=function_names())
        return res

    @api.model
    def _drop_jalali_functions(self, keep=()):
        """Drop our functions, those of older versions too, and what somebody has built on them.

        :param keep: collection of str, names of functions that stay
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT proname, array(SELECT pg_describe_object(classid, objid, objsubid) "
                "FROM pg_depend WHERE refclassid = 'pg_proc'::regclass AND refobjid = pg_proc.oid) "
                "FROM pg_proc WHERE proname ~ %s AND pronamespace = current_schema::regnamespace",
                rf"^{PREFIX}_[a-z]+_\d+$",
            )
        )
        for name, dependents in rows:
            if name in keep:
                continue
            if dependents:
                _logger.info("%s is dropped, and with it: %s", name, ", ".join(dependents))
            self.env.cr.execute(SQL("DROP FUNCTION %s CASCADE", SQL.identifier(name)))
