from odoo import models
from odoo.tools import SQL

# PostgreSQL compares by it as the Persian alphabet does: پ after ب, گ after ک.
COLLATION = "fa-x-icu"
NAMES = {
    *("name", "complete_name", "contact_name", "partner_name", "company_name", "parent_name"),
    *("commercial_company_name", "city", "function", "title"),
}
# What the server goes by itself: the order of views, say, decides which is applied first.
TECHNICAL = ("ir.", "base.", "bus.")


def is_name(model, field):
    """Whether people read a field as a name, so that it is sorted by their alphabet.

    :param model: a recordset
    :param field: a field of its model
    :returns: bool
    """
    return field.type == "char" and field.name in NAMES and not model._name.startswith(TECHNICAL)


class Base(models.AbstractModel):
    """Names sorted by the Persian alphabet, for users in Persian."""

    _inherit = "base"  # pylint: disable=consider-merging-classes-inherited

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        field = self._fields.get(field_name)
        if (
            field
            and is_name(self, field)
            # To know whether the language is installed, the environment searches languages.
            and str(self.env.context.get("lang")).startswith("fa")
            # Not before the registry was told.
            and getattr(self.env.registry, "has_persian_order", False)
        ):
            direction = SQL("COLLATE %s %s", SQL.identifier(COLLATION), direction)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
