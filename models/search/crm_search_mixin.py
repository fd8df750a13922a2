from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.fill import PART, fill_columns, store_columns
from ...tools.search_text import search_terms, search_text


class CrmSearchMixin(models.AbstractModel):
    """Records that one box finds by all that they are known by.

    It searches the display name, as Odoo's fields to choose a record do, so that these find as much.
    """

    _name = "crm.search.mixin"
    _description = "Search in one box"

    search_text = fields.Text(
        compute="_compute_search_text",
        store=True,
        compute_sudo=True,
        copy=False,
        prefetch=False,
        # Searched by the display name alone: nobody reads it.
        groups=fields.NO_ACCESS,
    )

    _search_text_index = models.Index(
        lambda registry: "USING gin (search_text gin_trgm_ops)" if registry.has_trigram else ""
    )

    # What is searched ---------------------------------------------------------------------------

    def _compute_search_text(self):
        for record in self:
            record.search_text = search_text(**record._prepare_search_text())

    def _prepare_search_text(self):
        """What this record is found by; what it depends on stands at `_compute_search_text`.

        :returns: dict, arguments of `tools.search_text.search_text`
        """
        self.ensure_one()
        return {}

    @api.model
    def _get_fields_searched(self):
        """Fields of `_rec_names_search` that are in the search text.

        :returns: collection of str
        """
        return {self._rec_name}

    def _read_search_texts(self):
        """:returns: list of str, the search text of one record after another"""
        return [search_text(**record._prepare_search_text()) for record in self]

    def _store_search_text(self):
        """Compute the search text and store it by a statement: nobody has written these records."""
        store_columns(self, {"search_text": self.sudo()._read_search_texts()})

    @api.model
    def _fill_search_text(self, size=PART, again=False):
        """Search texts for all records that have none yet, with progress in the log.

        :param size: int, records read at once: the memory is theirs alone
        :param again: bool, for all records
        """
        fill_columns(
            self,
            ["search_text"],
            lambda records: {"search_text": records._read_search_texts()},
            empty=None if again else "search_text",
            size=size,
        )

    # How it is searched -------------------------------------------------------------------------

    @api.model
    def _search_display_name(self, operator, value):
        """All words of a text, in any order and wherever they stand, for employees."""
        core = super()._search_display_name(operator, value)
        terms = self._get_search_terms(operator, value)
        if not terms or core is NotImplemented:
            return core
        found = self._get_search_domain(terms) | self._get_search_rest(core, operator, value)
        return found if operator == "ilike" else ~found

    @api.model
    def _get_search_terms(self, operator, value):
        """What a search of the display name looks for in the search text.

        :returns: list as `tools.search_text.search_terms` gives it; empty where Odoo does the search
        """
        if operator not in ("ilike", "not ilike") or not isinstance(value, str):
            return []
        # Others would find by what they may not read.
        is_employee = self.env.su or self.env.user._is_internal()
        return search_terms(value) if is_employee else []

    @api.model
    def _get_search_domain(self, terms):
        """Records in whose search text there is every term.

        :param terms: list of tuples, as `tools.search_text.search_terms` gives them
        :returns: Domain
        """

        def to_sql(model, alias, _query):
            column = SQL.identifier(alias, "search_text", to_flush=model._fields["search_text"])
            return SQL(" AND ").join(
                SQL(
                    "(%s)", SQL(" OR ").join(SQL("%s LIKE %s", column, f"%{s}%") for s in spellings)
                )
                for spellings in terms
            )

        def is_found(record):
            text = record.sudo().search_text or ""
            return all(any(spelling in text for spelling in spellings) for spellings in terms)

        return Domain.custom(to_sql=to_sql, predicate=is_found)

    @api.model
    def _get_search_rest(self, core, operator, value):
        """What Odoo or another addon searches beside what is in the search text.

        :param core: what they search, as a domain
        :returns: Domain, on what is found; false where there is nothing else, so that the index serves
        """
        if Domain(core) != Domain(models.BaseModel._search_display_name(self, operator, value)):
            return Domain(core) if operator == "ilike" else ~Domain(core)
        names = self._rec_names_search or [self._rec_name]
        return Domain.OR(
            Domain(name, "ilike", value)
            for name in names
            if name not in self._get_fields_searched()
        )

    def filtered_domain(self, domain):
        """As Odoo's; a search of the display name finds here what it finds in the database.

        :param domain: as for `search`
        :returns: the records of self that satisfy it
        """

        def search(condition):
            operator, value = condition.operator, condition.value
            if condition.field_expr == "display_name" and self._get_search_terms(operator, value):
                return Domain(self._search_display_name(operator, value))
            return condition

        return super().filtered_domain(Domain(domain).map_conditions(search))
