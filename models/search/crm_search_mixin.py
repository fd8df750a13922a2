import logging

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, sql

from ...tools.search_text import search_terms, search_text

_logger = logging.getLogger(__name__)


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

    def _store_search_text(self):
        """Compute the search text and store it by a statement: nobody has written these records."""
        if not self:
            return
        records = self.sudo()
        texts = [search_text(**record._prepare_search_text()) for record in records]
        self.env.cr.execute(
            SQL(
                "UPDATE %s AS record SET search_text = searched.text "
                "FROM unnest(%s::int[], %s::text[]) AS searched(id, text) "
                "WHERE record.id = searched.id",
                SQL.identifier(self._table),
                records.ids,
                texts,
            )
        )
        self.invalidate_recordset(["search_text"], flush=False)
        self.env.remove_to_compute(self._fields["search_text"], self)

    @api.model
    def _fill_search_text(self, size=5000, again=False):
        """Search texts for all records that have none yet, with progress in the log.

        :param size: int, records read at once: the memory is theirs alone
        :param again: bool, for all records
        """
        records = self.with_context(active_test=False, prefetch_fields=True).sudo()
        self.env.flush_all()
        table = SQL.identifier(self._table)
        wanted = SQL("true") if again else SQL("search_text IS NULL")
        rows = self.env.execute_query(SQL("SELECT id FROM %s WHERE %s ORDER BY id", table, wanted))
        ids = [record_id for (record_id,) in rows]
        name, index = next(
            (name, index) for name, index in self._table_objects.items() if "search_text" in name
        )
        definition = index.get_definition(self.pool)
        # Built as a whole it takes a tenth of the time.
        is_large = len(ids) > size
        if is_large:
            sql.drop_index(self.env.cr, name, self._table)
        for start in range(0, len(ids), size):
            batch = records.browse(ids[start : start + size])
            batch._store_search_text()
            self.env.invalidate_all(flush=False)
            _logger.info("Search texts of %s: %s of %s", self._name, start + len(batch), len(ids))
        if is_large and definition:
            built = definition.removeprefix("INDEX ")
            sql.add_index(self.env.cr, name, self._table, built, unique=False, comment=definition)
        if is_large:
            # How frequent a word is decides by which index it is looked for.
            self.env.cr.execute(SQL("ANALYZE %s (search_text)", table))

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
