import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component } from "@odoo/owl";
import { showUndo } from "../undo/undo_notification";

/** Takes the last message about a merge away. */
let closeMerged = () => {};

/**
 * Undo a merge, stay on the screen, and offer the records that are there again (features.md B1).
 *
 * @param {string} model "crm.lead.merge", or "crm.lead": its last merge
 * @param {string} method
 * @param {number} id
 */
async function undoMerge(env, model, method, id) {
    const { action, notification, orm } = env.services;
    const records = await orm.call(model, method, [[id]]);
    closeMerged();
    const close = notification.add(_t("The merge was undone, and the records are there again."), {
        type: "success",
        buttons: [
            {
                name: _t("Show them"),
                onClick: () => {
                    close();
                    return action.doAction(records);
                },
            },
        ],
    });
    await action.doAction({ type: "ir.actions.client", tag: "soft_reload" });
}

/** What was merged, with a button that takes it back; then the record with everything in it. */
function showMerged(env, { params }) {
    const { action, notification } = env.services;
    const className = "o_merged_notification";
    closeMerged = params.merge_id
        ? showUndo(env, {
              message: params.message,
              label: _t("Undo the merge"),
              className,
              undo: () => undoMerge(env, "crm.lead.merge", "action_undo", params.merge_id),
          })
        : notification.add(params.message, { type: "success", className });
    const controller = action.currentController;
    const resId = controller?.currentState?.resId ?? controller?.props.resId;
    const isShown =
        controller?.props.resModel === params.next.res_model && resId === params.next.res_id;
    if (isShown || controller?.props.resModel === "crm.lead.duplicate.group") {
        // It is on the screen already, or the next duplicates are: closing the window reads anew.
        return { type: "ir.actions.act_window_close" };
    }
    return params.next;
}

registry.category("actions").add("crm_lead_merged", showMerged);

/** Undo the merge of the record in the form, after a question that names what comes back. */
export class UndoMerge extends Component {
    static template = "crm_lead_qualification.UndoMerge";
    static props = { ...standardWidgetProps };

    async ask() {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        this.env.services.dialog.add(ConfirmationDialog, {
            title: _t("Undo the merge?"),
            body: _t(
                "These come back as they were: %s. What was edited since the merge stays as it is now.",
                record.data.undo_merge_names,
            ),
            confirmLabel: _t("Undo the merge"),
            confirm: () => undoMerge(this.env, "crm.lead", "action_undo_merge", record.resId),
            cancel: () => {},
        });
    }
}

registry.category("view_widgets").add("crm_lead_undo_merge", {
    component: UndoMerge,
    fieldDependencies: [{ name: "undo_merge_names", type: "char" }],
});
