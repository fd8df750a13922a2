import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { ListController } from "@web/views/list/list_controller";

/**
 * Before a lead is deleted, the question says what goes with it (features.md #58).
 *
 * The controllers themselves are patched, and look at the model: leads are shown by several views
 * of their own (crm_form, crm_kanban, forecast_list...), and any addon may bring another.
 */
const askWithWarning = () => ({
    setup() {
        super.setup(...arguments);
        if (this.props.resModel !== "crm.lead") {
            return;
        }
        const orm = useService("orm");
        const ask = this.deleteRecordsWithConfirmation;
        this.deleteRecordsWithConfirmation = async (dialogProps, records) => {
            const resIds = records
                ? records.map((record) => record.resId)
                : await this.model.root.getResIds(true);
            const body = await orm.call("crm.lead", "get_deletion_warning", [resIds]);
            const title =
                resIds.length > 1 ? _t("Delete these records?") : _t("Delete this record?");
            ask({ ...dialogProps, title, body, confirmClass: "btn-danger" }, records);
        };
    },
});

for (const controller of [FormController, KanbanController, ListController]) {
    patch(controller.prototype, askWithWarning());
}
