from odoo import api, models
from odoo.tools import SQL

from ...tools.persian.jalali_sql import PREFIX, create_statements, function_names


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
        """Drop our functions, those of older versions too.

        :param keep: collection of str, names of functions that stay
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT proname FROM pg_proc "
                "WHERE proname ~ %s AND pronamespace = current_schema::regnamespace",
                rf"^{PREFIX}_[a-z]+_\d+$",
            )
        )
        for (name,) in rows:
            if name not in keep:
                self.env.cr.execute(SQL("DROP FUNCTION %s", SQL.identifier(name)))
