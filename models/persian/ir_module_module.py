from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.translate import TranslationImporter

from ...tools.core_terms import ADDON, core_terms, record_terms


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """Also put our Persian where another module's own, missing or wrong, still stands.

        Whenever a module that we depend on is upgraded, so is this one, after it; what comes with
        other modules is mended when they are loaded.
        """
        res = super()._load_module_terms(modules, langs, overwrite=overwrite)
        for lang in langs:
            self._mend_core_terms(lang, None if ADDON in modules else modules)
        return res

    @api.model
    def _mend_core_terms(self, lang, modules=None):
        """Say in our words what the records of other modules say in theirs.

        What a site has written itself stays.

        :param lang: str, the code of a language
        :param modules: list of str, only what comes with these; None: with any
        """
        core = {}
        importer = TranslationImporter(self.env.cr, verbose=False)
        for term, _record_id, current in self._find_core_terms(lang, modules):
            if term.module not in core:
                core[term.module] = core_terms(term.module, lang)
            if current in (None, term.source, core[term.module].get(term.source)):
                self._import_term(importer, term, lang, term.value)
        importer.save(overwrite=True, force_overwrite=True)

    @api.model
    def _restore_core_terms(self, lang):
        """Give back what other modules say themselves, wherever our words stand.

        :param lang: str, the code of a language
        """
        core = {}
        importer = TranslationImporter(self.env.cr, verbose=False)
        unsaid = defaultdict(list)
        for term, record_id, current in self._find_core_terms(lang):
            if current != term.value:
                continue
            if term.module not in core:
                core[term.module] = core_terms(term.module, lang)
            theirs = core[term.module].get(term.source)
            if theirs or callable(self.env[term.model]._fields[term.field].translate):
                self._import_term(importer, term, lang, theirs or term.source)
            else:
                unsaid[term.model, term.field].append(record_id)
        importer.save(overwrite=True, force_overwrite=True)
        for (model, field), ids in unsaid.items():
            column = SQL.identifier(field)
            table = SQL.identifier(self.env[model]._table)
            # Without a word of its own the language falls back to English, and to what comes later.
            query = SQL(
                "UPDATE %s SET %s = %s - %s WHERE id = ANY(%s)", table, column, column, lang, ids
            )
            self.env.cr.execute(query)
            self.env[model].invalidate_model([field])

    @api.model
    def _import_term(self, importer, term, lang, value):
        xmlid = f"{term.module}.{term.xmlid}"
        if callable(self.env[term.model]._fields[term.field].translate):
            terms = importer.model_terms_translations[term.model][term.field][xmlid]
            terms[term.source][lang] = value
        else:
            importer.model_translations[term.model][term.field][xmlid][lang] = value

    @api.model
    def _find_core_terms(self, lang, modules=None):
        """The terms that we have words for and that stand in the database as we know them.

        A record whose English a site has changed is none of them.

        :returns: iterable of tuples of RecordTerm, the id of its record, and its current
            translation, a str or None
        """
        by_field = defaultdict(list)
        for term in record_terms(lang):
            field = term.model in self.env and self.env[term.model]._fields.get(term.field)
            wanted = modules is None or term.module in modules
            if wanted and field and field.store and field.translate:
                by_field[field].append(term)
        if by_field:
            self.env.flush_all()
        for field, terms in by_field.items():
            query = SQL(
                "SELECT imd.module, imd.name, record.id, record.%s FROM ir_model_data imd "
                "JOIN %s record ON record.id = imd.res_id "
                "WHERE imd.model = %s AND (imd.module, imd.name) IN %s",
                SQL.identifier(field.name),
                SQL.identifier(self.env[field.model_name]._table),
                field.model_name,
                tuple((term.module, term.xmlid) for term in terms),
            )
            rows = {(row[0], row[1]): row[2:] for row in self.env.execute_query(query)}
            for term in terms:
                record_id, values = rows.get((term.module, term.xmlid), (None, None))
                if not values:
                    continue
                source, current = (
                    values.get(f"_{code}", values.get(code)) for code in ("en_US", lang)
                )
                if callable(field.translate):
                    known_terms = field.get_translation_dictionary(
                        source or "", {lang: current or source or ""}
                    )
                    if term.source in known_terms:
                        yield term, record_id, known_terms[term.source][lang]
                elif source == term.source:
                    yield term, record_id, current
