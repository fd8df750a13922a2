import re
from collections import defaultdict

from odoo import api, models

from ...tools.persian_text import fold
from .words import FIELDS, TOGETHER, WORDS

# What is said beside a word: «تلفن (اجباری)».
BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")


def make_key(text):
    """:returns: str, the same for a title of a column however it was typed"""
    return fold(text).replace(" ", "")


class BaseImport(models.TransientModel):
    """The columns of a file of leads or customers find their fields by what people call them (#40).

    What the user has chosen for such a column before comes first, then the labels of the fields,
    then the words of words.py, and at last what Odoo guesses.
    """

    _inherit = "base_import.import"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_import_words(self):
        """What people call the fields, beside their labels.

        :returns: dict, a meaning of words.py to a tuple of str
        """
        return WORDS

    # What the columns mean ------------------------------------------------------------------

    def _find_meanings(self, headers):
        """What is meant by the titles of the columns.

        :param headers: list of str
        :returns: list, a meaning of words.py for each; None where it is none of this model
        """
        meaning_by_key = {
            make_key(word): meaning
            for meaning, words in self._get_import_words().items()
            if meaning in FIELDS[self.res_model]
            for word in words
        }
        meanings = [self._find_meaning(header, meaning_by_key) for header in headers]
        if "last_name" in meanings and "first_name" not in meanings:
            first = {"name": "first_name", "name_of_person": "first_name"}
            meanings = [first.get(meaning, meaning) for meaning in meanings]
        return meanings

    @api.model
    def _find_meaning(self, header, meaning_by_key):
        for text in (header, BRACKETS.sub(" ", header)):
            key = make_key(text)
            # “Phone 2” is a phone.
            for form in (key, key.rstrip("0123456789")):
                if form in meaning_by_key:
                    return meaning_by_key[form]
        return None

    def _get_fields_meant(self, meaning):
        return FIELDS[self.res_model].get(meaning, ())

    # Their fields ---------------------------------------------------------------------------

    def _get_mapping_suggestions(self, headers, header_types, fields_tree):
        suggestions = super()._get_mapping_suggestions(headers, header_types, fields_tree)
        if self.res_model not in FIELDS:
            return suggestions
        meanings = self._find_meanings(headers)
        paths = self._assign_columns(headers, meanings, fields_tree)
        taken = {path[0] for path in paths.values()}
        for (index, _header), suggestion in suggestions.items():
            # A word that has a meaning is not for another field that it resembles.
            if index in paths or meanings[index] or not suggestion:
                continue
            path = suggestion["field_path"]
            if len(path) > 1 or (path[0] not in taken and self._is_kept(path[0])):
                paths[index] = path
        return {
            (index, headers[index]): {"field_path": path} for index, path in sorted(paths.items())
        }

    def _assign_columns(self, headers, meanings, fields_tree):
        """The columns of which it is known what they are for.

        :returns: dict, the index of a column to the path of its field, a list of str
        """
        names = {field["name"] for field in fields_tree if self._is_kept(field["name"])}
        paths = self._recall_columns(headers, names)
        taken = defaultdict(set)
        for index, path in paths.items():
            taken[path[0]].add(meanings[index])
        label_by_key = self._get_label_keys(fields_tree)
        meant = [self._get_fields_meant(meaning) for meaning in meanings]
        rounds = (
            [[label_by_key.get(make_key(header))] for header in headers],
            meant,
            # What may be either of two is settled when all others have their field.
            meant,
        )
        for number, candidates in enumerate(rounds):
            for index, fields in enumerate(candidates):
                if index in paths or (number < 2 and len(meant[index]) > 1):
                    continue
                # “Name” is another field's label, but not beside a “Last name”.
                if number == 0 and meanings[index] == "first_name":
                    continue
                for field in fields:
                    if field in names and self._is_free(taken[field], meanings[index]):
                        paths[index] = [field]
                        taken[field].add(meanings[index])
                        break
        return paths

    @api.model
    def _is_free(self, meanings, meaning):
        """Whether a field takes a column beside those that it has, by what they mean."""
        return not meanings or any({*meanings, meaning} <= together for together in TOGETHER)

    def _recall_columns(self, headers, names):
        """What the user has chosen for columns of these titles, in an import before.

        :param names: set of str, fields that there are
        :returns: dict, the index of a column to the path of its field, a list of str
        """
        mappings = self.env["base_import.mapping"].search_fetch(
            [("res_model", "=", self.res_model), ("field_name", "not in", (False, ""))],
            ["column_name", "field_name"],
            order="id",
        )
        exact, folded = {}, {}
        for mapping in mappings:
            path = mapping.field_name.split("/")
            exact[mapping.column_name] = folded[make_key(mapping.column_name)] = path
        # A title without a letter, “#” say, is like any other one.
        folded.pop("", None)
        found = {
            index: exact.get(header.strip().lower()) or folded.get(make_key(header))
            for index, header in enumerate(headers)
        }
        return {index: path for index, path in found.items() if path and path[0] in names}

    def _get_label_keys(self, fields_tree):
        """:returns: dict, the key of a name or a label of a field to the field, as Odoo has them"""
        english = self.with_context(lang="en_US").env["ir.model.fields"]
        english_labels = english.get_field_string(self.res_model)
        field_by_key = {}
        for field in fields_tree:
            name = field["name"]
            for text in (name, field["string"], english_labels.get(name)):
                if text and self._is_kept(name):
                    field_by_key.setdefault(make_key(text), name)
        return field_by_key

    def _is_kept(self, name):
        """Whether an imported value stays: Odoo offers fields, too, that are only searched in."""
        field = self.env[self.res_model]._fields.get(name.split(".")[0])
        return not field or bool(field.store or field.inverse)

    # What has no field ----------------------------------------------------------------------

    def parse_preview(self, options, count=10):
        """As in Odoo; with `left_out` the columns whose field another one has already.

        :returns: dict as Odoo's, with `left_out`: the index of a column to the name of the field
        """
        result = super().parse_preview(options, count)
        if self.res_model in FIELDS and result.get("headers") and not options.get("keep_matches"):
            matches = result.get("matches") or {}
            taken = {path[0] for path in matches.values() if len(path) == 1}
            meanings = self._find_meanings(result["headers"])
            result["left_out"] = {
                index: field
                for index, meaning in enumerate(meanings)
                if index not in matches
                for field in self._get_fields_meant(meaning)[:1]
                if field in taken
            }
        return result
