import { ImportAction } from "@base_import/import_action/import_action";
import { BaseImportModel } from "@base_import/import_model";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

/**
 * What an import of leads has done, or would do: Odoo counts every row as a record, also those that
 * were merged into another one (features.md #40).
 *
 * @param {Object} summary of `base_import.import.execute_import`
 * @param {boolean} isTest
 * @returns {string[]} sentences
 */
function describe({ created, updated, merged, skipped }, isTest) {
    const sentences = isTest
        ? [
              [created.length, _t("Records that an import creates: %s.", created.length)],
              [updated.length, _t("Records that it updates: %s.", updated.length)],
              [merged.length, _t("Rows that it merges into other records: %s.", merged.length)],
              [skipped, _t("Rows that it skips: %s.", skipped)],
          ]
        : [
              [created.length, _t("Records created: %s.", created.length)],
              [updated.length, _t("Records updated: %s.", updated.length)],
              [merged.length, _t("Rows merged into other records: %s.", merged.length)],
              [skipped, _t("Rows skipped: %s.", skipped)],
          ];
    return sentences.filter(([count]) => count).map(([, text]) => text.toString());
}

patch(BaseImportModel.prototype, {
    async executeImport(isTest = false) {
        const result = await super.executeImport(...arguments);
        const summary = this.importSummary;
        if (!summary) {
            return result;
        }
        summary.hasError = result.res.hasError;
        if (!isTest && !summary.hasError) {
            // Odoo says how many ids there are, and opens their records: both are done below.
            result.res.ids = [];
        } else if (isTest && !summary.hasError) {
            const lines = describe(summary, isTest);
            if (lines.length) {
                this._addMessage("info", lines);
            }
        }
        return result;
    },
});

patch(ImportAction.prototype, {
    async handleImport(isTest = true) {
        await super.handleImport(...arguments);
        const summary = this.model.importSummary;
        if (isTest || !summary) {
            return;
        }
        const { created, updated, merged, hasError } = summary;
        const ids = [...new Set([...created, ...updated, ...merged])];
        if (hasError && !ids.length) {
            return;
        }
        const { action } = this.env.services;
        const show = (shown) =>
            action.doAction({
                type: "ir.actions.act_window",
                name: _t("Imported records"),
                res_model: this.model.resModel,
                views: [
                    [false, "list"],
                    [false, "form"],
                ],
                domain: [["id", "in", shown]],
            });
        const buttons = [
            [created, _t("Show the new records")],
            [merged, _t("Show what was merged into")],
        ]
            .filter(([shown]) => shown.length)
            .map(([shown, name]) => ({ name, onClick: () => show(shown) }));
        const text = describe(summary, isTest).join(" ") || _t("Nothing was imported.");
        this.notification.add(text, {
            type: ids.length ? "success" : "info",
            sticky: true,
            buttons,
        });
        // What failed is said on this screen; the batches before it are imported all the same.
        if (ids.length && !hasError && !this.state.isPaused) {
            this.openRecords(ids);
        }
    },
});
