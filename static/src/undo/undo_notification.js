import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

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

/** The same for a method of the server, which is called with `ids` to take back what was done. */
function showUndoOfMethod(env, { message, label, model, ids, method }) {
    showUndo(env, {
        message,
        ...(label && { label }),
        // As a button does it: where the method returns no action, what is shown is loaded anew.
        undo: () =>
            env.services.action.doActionButton({
                type: "object",
                name: method,
                resModel: model,
                resIds: ids,
                context: {},
                onClose: () =>
                    env.services.action.doAction({
                        type: "ir.actions.client",
                        tag: "soft_reload",
                    }),
            }),
    });
}

/** As the action that a method returns; `next` is done after it. */
registry.category("actions").add("crm_lead_undo_notification", (env, { params }) => {
    showUndoOfMethod(env, params);
    return params.next;
});

/**
 * As the effect of an action, so that the action itself stays what other addons expect of it.
 */
registry.category("effects").add("crm_lead_undo_notification", showUndoOfMethod);
