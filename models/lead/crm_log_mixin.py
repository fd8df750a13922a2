from odoo import api, models
from odoo.tools import clean_context


class CrmLogMixin(models.AbstractModel):
    """Rows that code writes in sudo about what users do, and that it trusts later on.

    What is not given stands in the code: neither a default that the client puts into its context nor
    one that users store for themselves says what happened, or with whose rights something is done.
    """

    _name = "crm.log.mixin"
    _description = "Log that only code writes"

    @api.model
    def default_get(self, fields):  # pylint: disable=method-required-super
        """The defaults of the code alone, whatever the context and `ir.default` say.

        :param fields: list of str
        :returns: dict, as Odoo's
        """
        clean = self.with_context(clean_context(self.env.context))
        return self._convert_to_write(
            {
                name: self._fields[name].default(clean)
                for name in fields
                if name in self._fields and self._fields[name].default
            }
        )
