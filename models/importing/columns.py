from markupsafe import Markup

from odoo import models

from .words import FIELDS

# Where the further phones of a row are kept.
NOTES = {"crm.lead": "description", "res.partner": "comment"}


class BaseImport(models.TransientModel):
    """Several columns for one field lose nothing (features.md #40).

    Odoo joins them with a space, in the order of the file. Of two phones this makes a number that
    nobody can dial.
    """

    _inherit = "base_import.import"  # pylint: disable=consider-merging-classes-inherited

    def execute_import(self, fields, columns, options, dryrun=False):
        """As in Odoo; the titles of the imported columns go along."""
        headers = [column for field, column in zip(fields, columns, strict=False) if field]
        records = self.with_context(import_headers=headers)
        return super(BaseImport, records).execute_import(fields, columns, options, dryrun=dryrun)

    def _handle_multi_mapping(self, import_fields, input_file_data):
        headers = self.env.context.get("import_headers")
        if self.res_model in FIELDS and headers and len(headers) == len(import_fields):
            self._put_first_names_first(headers, import_fields, input_file_data)
            import_fields, input_file_data = self._keep_further_phones(
                headers, import_fields, input_file_data
            )
        return super()._handle_multi_mapping(import_fields, input_file_data)

    def _put_first_names_first(self, headers, import_fields, rows):
        """Let «نام خانوادگی» follow «نام», wherever they stand in the file."""
        meanings = self._find_meanings(headers)
        if "first_name" not in meanings or "last_name" not in meanings:
            return
        first, last = meanings.index("first_name"), meanings.index("last_name")
        if last < first and import_fields[first] == import_fields[last]:
            for row in rows:
                row[first], row[last] = row[last], row[first]

    def _keep_further_phones(self, headers, import_fields, rows):
        """Take the first phone that a row has, and add the others to the notes.

        :param headers: list of str, the titles of the columns
        :param import_fields: list of str, their fields
        :param rows: list of list
        :returns: tuple of the two latter
        """
        indexes = [index for index, field in enumerate(import_fields) if field == "phone"]
        # The notes of a record that is updated would be overwritten.
        if len(indexes) < 2 or {"id", ".id"} & set(import_fields):
            return import_fields, rows
        new_rows = []
        for cells in rows:
            row = list(cells)
            phones = [(headers[index], str(row[index]).strip()) for index in indexes if row[index]]
            for index in indexes:
                row[index] = ""
            row[indexes[0]] = phones[0][1] if phones else ""
            further = [f"{header}: {phone}" for header, phone in phones[1:]]
            new_rows.append([*row, Markup("<br>").join(further)])
        return [*import_fields, NOTES[self.res_model]], new_rows
