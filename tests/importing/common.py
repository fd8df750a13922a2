from ..common import QualificationCommon

OPTIONS = {"quoting": '"', "separator": ",", "encoding": "utf-8", "has_headers": True, "skip": 0}


class ImportCommon(QualificationCommon):
    """A file is uploaded, and imported as the window suggests it."""

    def _upload(self, *lines, model="crm.lead"):
        return self.env["base_import.import"].create(
            {
                "res_model": model,
                "file": "\n".join(lines).encode(),
                "file_type": "text/csv",
                "file_name": "file.csv",
            }
        )

    def _preview(self, wizard):
        return wizard.parse_preview({**OPTIONS})

    def _suggest(self, headers, model="crm.lead"):
        """:returns: dict, the titles of the columns to their fields; without one to None"""
        titles = headers.split(",")
        wizard = self._upload(headers, ",".join("x" for _title in titles), model=model)
        matches = self._preview(wizard)["matches"] or {}
        return {
            title: "/".join(matches[index]) if index in matches else None
            for index, title in enumerate(titles)
        }

    def _import(self, *lines, model="crm.lead", test=False, chosen=None, **options):
        """Import a file with the fields that are suggested for it.

        :param dict chosen: the index of a column to the field that the user has chosen
        """
        wizard = self._upload(*lines, model=model)
        preview = self._preview(wizard)
        matches = {index: "/".join(path) for index, path in preview["matches"].items()}
        matches |= chosen or {}
        columns = [header.strip().lower() for header in preview["headers"]]
        fields = [matches.get(index, False) for index in range(len(columns))]
        return wizard.execute_import(fields, columns, {**OPTIONS, **options}, dryrun=test)

    def _get_created(self, result, model="crm.lead"):
        self.assertFalse(result["messages"])
        return self.env[model].browse(result["ids"])
