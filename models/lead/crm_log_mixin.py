from odoo import api, models


class CrmLogMixin(models.AbstractModel):
    """Rows that code writes in sudo about what users do, and that it trusts later on.

    What is not given stands in the code. Odoo drops the defaults of a client's context in sudo, and
    keeps those that users store for themselves: these must not say what happened, or with whose
    rights something is done.
    """

    _name = "crm.log.mixin"
    _description = "Log that only code writes"

    @api.model
    def default_get(self, fields):  # pylint: disable=method-required-super
        """The defaults of the code alone, whatever the context and `ir.default` say.

        :param fields: list of str
        :returns: dict, as Odoo's
        """
        return self._convert_to_write(
            {
                name: self._fields[name].default(self)
                for name in fields
                if name in self._fields and self._fields[name].default
            }
        )
