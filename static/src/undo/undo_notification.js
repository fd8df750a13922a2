import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/** Long enough to read the sentence and to press the button. */
const DELAY = 12000;
const KEYS = "control+z";

/**
 * A toast that says what was done, with a button that takes it back.
 *
 * @param {Object} env
 * @param {Object} params
 * @param {string} params.message a whole sentence
 * @param {string} [params.label] of the button
 * @param {string} [params.className] of the toast
 * @param {function(): Promise} params.undo takes it back; the server asks for the rights
 * @returns {function(): void} takes the toast away
 */
export function showUndo(env, { message, label = _t("Undo this"), className = "", undo }) {
    const undoOnce = async () => {
        // First of all, so that nobody does it twice.
        close();
        await undo();
    };
    // Whoever works with the keyboard need not find the way to the toast. In an input the keys
    // belong to what is typed there.
    const forgetKeys = env.services.hotkey.add(KEYS, undoOnce, {
        global: true,
        isAvailable: () => !document.querySelector(".modal"),
    });
    const close = env.services.notification.add(message, {
        type: "success",
        className: `o_undo_notification ${className}`,
        autocloseDelay: DELAY,
        onClose: forgetKeys,
        buttons: [
            {
                name: label,
                icon: "fa-undo",
                onClick: undoOnce,
            },
        ],
    });
    return close;
}

/** Call a method of the server as a button does: without an action what is shown is loaded anew. */
function callMethod(env, { model, ids, method }) {
    return env.services.action.doActionButton({
        type: "object",
        name: method,
        resModel: model,
        resIds: ids,
        // The language, too: what the server says is read by people.
        context: user.context,
        onClose: () =>
            env.services.action.doAction({ type: "ir.actions.client", tag: "soft_reload" }),
    });
}

/** The same for a method of the server, which is called with `ids` to take back what was done. */
function showUndoOfMethod(env, { message, label, ...call }) {
    showUndo(env, {
        message,
        ...(label && { label }),
        undo: () => callMethod(env, call),
    });
}

/** A question of the server, with its numbers; who says yes calls a method of the server. */
registry.category("actions").add("crm_lead_ask", (env, { params }) => {
    const { title, body, label, ...call } = params;
    env.services.dialog.add(ConfirmationDialog, {
        title,
        body,
        confirmLabel: label,
        confirm: () => callMethod(env, call),
        cancel: () => {},
    });
});

/** As the action that a method returns; `next` is done after it. */
registry.category("actions").add("crm_lead_undo_notification", (env, { params }) => {
    showUndoOfMethod(env, params);
    return params.next;
});

/**
 * As the effect of an action, so that the action itself stays what other addons expect of it.
 */
registry.category("effects").add("crm_lead_undo_notification", showUndoOfMethod);
