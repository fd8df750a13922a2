import { BaseImportModel } from "@base_import/import_model";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

/** Whose further phones are kept in the notes, see models/importing/columns.py. */
const WITH_NOTES = ["crm.lead", "res.partner"];

/** What is said beside a column that has no field, or shares one (features.md #40). */
patch(BaseImportModel.prototype, {
    _createColumn(res, id, name, index) {
        return { ...super._createColumn(...arguments), takenField: res.left_out?.[index] };
    },

    _updateComments() {
        super._updateComments(...arguments);
        const columnsOf = (path) => this.columns.filter((col) => col.fieldInfo?.fieldPath === path);
        for (const column of this.columns) {
            const isLeftOut = !column.fieldInfo && column.takenField;
            const [other] = isLeftOut ? columnsOf(column.takenField) : [];
            if (other) {
                column.comments.push({
                    type: "warning",
                    content: _t(
                        "This column is not imported: column “%(column)s” is for %(field)s already. Choose another field to keep it, the notes for instance.",
                        { column: other.name, field: other.fieldInfo.string },
                    ),
                });
            }
        }
        const phones = columnsOf("phone");
        const isUpdate = ["id", ".id"].some((path) => columnsOf(path).length);
        if (WITH_NOTES.includes(this.resModel) && phones.length > 1 && !isUpdate) {
            for (const column of phones) {
                column.comments = [
                    {
                        type: "info",
                        content: _t(
                            "The phone is that of the first of these columns that has one. Further phones of a row are added to the notes.",
                        ),
                    },
                ];
            }
        }
    },
});
