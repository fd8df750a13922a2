import { patch } from "@web/core/utils/patch";
import { KanbanRecord } from "@web/views/kanban/kanban_record";

/**
 * Cards of leads and opportunities have a tick box (features.md #75): Odoo selects a card by Alt and
 * a click, or by a long touch, and says so nowhere.
 *
 * The card itself is patched, and looks at the model: leads are shown by several views of their own.
 */
patch(KanbanRecord.prototype, {
    get hasTick() {
        const { forceGlobalClick, record } = this.props;
        return (
            record.resModel === "crm.lead" &&
            // Not where one is chosen, nor in a form.
            !forceGlobalClick &&
            this.env.config?.viewType === "kanban" &&
            !record.model.useSampleModel
        );
    },

    onTick(ev) {
        this.props.toggleSelection(this.props.record, ev.shiftKey);
    },
});
