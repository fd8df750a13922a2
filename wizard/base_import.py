from odoo import fields, models
from odoo.exceptions import UserError

from ..models.similar.known_rows import KnownRows

CHOICES = ("ask", "skip", "create", "merge")


class UndecidedError(Exception):
    """There are known rows, and the user has not said what to do with them."""


class BaseImport(models.TransientModel):
    """The import of leads tells which rows are known already, and asks (features.md #40)."""

    _inherit = "base_import.import"

    # A test takes back each batch; what its rows were known by, the next one must know.
    known_keys = fields.Json()

    def execute_import(self, fields, columns, options, dryrun=False):
        """As in Odoo; for leads, the option `known_rows` says what becomes of known rows.

        'ask' (nothing is imported as long as there are any), 'skip', 'create' or 'merge'. Without
        the option nothing is looked for.

        :returns: dict as Odoo's, with `known_rows` in it: a list of dict with the number of the
            row in the file, what becomes of it (`outcome`) and a `message`; and with `summary`
            where nothing failed: a dict of the ids of the records that were `created` and
            `updated`, the ids that rows were `merged` into, one a row, and how many rows were
            `skipped`
        :raises UserError: the option is none of these
        """
        choice = options.get("known_rows")
        if self.res_model != "crm.lead" or not choice:
            return super().execute_import(fields, columns, options, dryrun=dryrun)
        if choice not in CHOICES:
            raise UserError(
                self.env._(
                    "“%(choice)s” is nothing that can be done with known rows. Choose one of: "
                    "%(choices)s.",
                    choice=choice,
                    choices=", ".join(CHOICES),
                )
            )
        skip = options.get("skip") or 0
        known = KnownRows(choice, dryrun, first=skip + (2 if options.get("has_headers") else 1))
        self._recall_known_keys(known, skip)
        importing = self.with_context(known_rows=known)
        try:
            with self.env.cr.savepoint():
                result = super(BaseImport, importing).execute_import(
                    fields, columns, options, dryrun=dryrun
                )
                if choice == "ask" and known.found and not dryrun and result.get("ids"):
                    raise UndecidedError
        except UndecidedError:
            # As Odoo does where it takes a test back.
            self.env.registry.clear_all_caches()
            self.env.registry.reset_changes()
            result = {"ids": False, "messages": [self._get_undecided_message()], "nextrow": 0}
        result["known_rows"] = self.env["crm.lead"]._get_known_row_messages(known)
        # False where everything was taken back.
        if isinstance(result.get("ids"), list):
            result["summary"] = known.summarize()
        if choice == "skip":
            # Files to upload go to the records in the order of the rows.
            for names in result.get("binary_filenames", {}).values():
                names[:] = [name for i, name in enumerate(names) if i not in known.found]
        self._keep_known_keys(known, result.get("nextrow"))
        return result

    def _get_undecided_message(self):
        return {
            "type": "error",
            "message": self.env._(
                "Nothing was imported, because rows of this file are already known. Choose beside "
                "it what to do with them: skip them, create them anyway, or merge them."
            ),
        }

    def _recall_known_keys(self, known, skip):
        """Go on where the test of the batch before has stopped."""
        kept = self.known_keys or {}
        if known.dryrun and skip and kept.get("nextrow") == skip:
            for kind, value, row, count in kept["keys"]:
                known.counts[kind, value] = count
                if row:
                    known.rows[kind, value] = row

    def _keep_known_keys(self, known, nextrow):
        keys = [(*key, known.rows.get(key, 0), count) for key, count in known.counts.items()]
        self.known_keys = {"nextrow": nextrow, "keys": keys} if known.dryrun and nextrow else False
