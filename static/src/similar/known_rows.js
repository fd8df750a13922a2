import { BaseImportModel } from "@base_import/import_model";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

/** How many known rows are listed; of more, only the number is told. */
const LISTED = 100;

/**
 * Importing leads: rows that are known already are listed before anything is created, and the
 * option `known_rows` says what becomes of them (features.md #40).
 */
patch(BaseImportModel.prototype, {
    setResModel(resModel) {
        super.setResModel(...arguments);
        if (resModel === "crm.lead") {
            this.importOptionsValues.known_rows = { value: "ask" };
        }
    },

    async setOption(optionName) {
        if (optionName === "known_rows") {
            // What was said about the rows is no longer what becomes of them.
            this.importMessages = [];
        }
        return super.setOption(...arguments);
    },

    async executeImport(isTest = false, totalSteps, importProgress) {
        const skip = this.importOptions.skip;
        this._forgetRows();
        if (!isTest && totalSteps > 1 && this.importOptions.known_rows === "ask") {
            // Batches are imported for good one after another: ask before the first of them.
            const tested = await super.executeImport(true, totalSteps, importProgress);
            this.setOption("skip", skip);
            if (tested.res.hasError || this.knownRows.length) {
                if (!tested.res.hasError) {
                    this.importMessages = [];
                    this._addMessage("danger", [
                        _t(
                            "Nothing was imported, because rows of this file are already known. Choose beside it what to do with them: skip them, create them anyway, or merge them.",
                        ),
                    ]);
                }
                this._addKnownRows();
                this.importSummary = null;
                return { res: { ...tested.res, ids: [], hasError: true, nextrow: 0 } };
            }
            this._forgetRows();
        }
        const result = await super.executeImport(isTest, totalSteps, importProgress);
        this._addKnownRows();
        return result;
    },

    async _callImport() {
        const result = await super._callImport(...arguments);
        this.knownRows?.push(...(result.known_rows || []));
        if (result.summary) {
            const { created, updated, merged, skipped } = result.summary;
            this.importSummary ||= { created: [], updated: [], merged: [], skipped: 0 };
            this.importSummary.created.push(...created);
            this.importSummary.updated.push(...updated);
            this.importSummary.merged.push(...merged);
            this.importSummary.skipped += skipped;
        }
        return result;
    },

    _forgetRows() {
        this.knownRows = [];
        this.importSummary = null;
    },

    _addKnownRows() {
        const count = this.knownRows.length;
        if (!count) {
            return;
        }
        const lines = this.knownRows.slice(0, LISTED).map((row) => row.message);
        if (count > LISTED) {
            lines.push(_t("Further rows: %s.", count - LISTED));
        }
        this._addMessage("warning", [_t("Rows that are already known: %s.", count), ...lines]);
    },
});
