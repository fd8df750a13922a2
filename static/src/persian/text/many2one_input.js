import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { patch } from "@web/core/utils/patch";
import { Many2XAutocomplete } from "@web/views/fields/relational_utils";
import { useEffect } from "@odoo/owl";
import { isPersianUser } from "../persian_user";
import { findDirection, isolateForeign } from "./isolate";

/** Whether nothing lies over an element: Odoo compares the inputs below a window with their records. */
function isOnTop(el) {
    const windows = document.querySelectorAll(".modal");
    return !windows.length || windows[windows.length - 1].contains(el);
}

/*
 * As in inputs.js: the input of a linked record shows its name with marks, until somebody comes into
 * it. Other inputs with suggestions have a text of their own, which is theirs to read.
 */
patch(AutoComplete.prototype, {
    setup() {
        super.setup();
        if (isPersianUser()) {
            useEffect(() => {
                if (this.inputRef.el) {
                    this.inputRef.el.dir = findDirection(this.inputRef.el.value);
                    this.showMarks();
                }
            });
        }
    },

    onInputFocus() {
        const input = this.inputRef.el;
        if (isPersianUser() && input.value === isolateForeign(this.props.value)) {
            input.value = this.props.value;
        }
        super.onInputFocus(...arguments);
    },

    onInputBlur() {
        super.onInputBlur(...arguments);
        if (isPersianUser()) {
            this.showMarks();
        }
    },

    showMarks() {
        const input = this.inputRef.el;
        if (
            input?.closest(".o_field_many2one_selection") &&
            input !== document.activeElement &&
            input.value === this.props.value &&
            isOnTop(input)
        ) {
            input.value = isolateForeign(input.value);
        }
    },
});

patch(Many2XAutocomplete.prototype, {
    buildRecordSuggestion(request, record) {
        const suggestion = super.buildRecordSuggestion(request, record);
        if (isPersianUser()) {
            const { display_name, __formatted_display_name } = record;
            const shown = {
                display_name: isolateForeign(display_name),
                __formatted_display_name: isolateForeign(__formatted_display_name),
            };
            suggestion.label = super.buildRecordSuggestion(request, shown).label;
        }
        return suggestion;
    },
});
