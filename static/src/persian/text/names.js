import { useEffect } from "@odoo/owl";
import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { TagsList } from "@web/core/tags_list/tags_list";
import { patch } from "@web/core/utils/patch";
import { Breadcrumbs } from "@web/search/breadcrumbs/breadcrumbs";
import { Many2One } from "@web/views/fields/many2one/many2one";
import { isPersianUser } from "../persian_user";
import { findDirection, isolateForeign } from "./isolate";

/* Names that are shown without a formatter. */

function isolateName(name) {
    return isPersianUser() ? isolateForeign(name) : name;
}

patch(AutoComplete.prototype, {
    setup() {
        super.setup(...arguments);
        if (isPersianUser()) {
            useEffect(() => {
                const input = this.inputRef.el;
                if (input) {
                    input.dir = findDirection(input.value);
                }
            });
        }
    },
});

patch(Breadcrumbs.prototype, { isolateName });

patch(Many2One.prototype, {
    /** Where it is edited, it is the text of an input. */
    get displayName() {
        return this.props.readonly ? isolateName(super.displayName) : super.displayName;
    },
});

patch(TagsList.prototype, {
    get visibleTags() {
        return super.visibleTags.map((tag) => {
            const text = isolateName(tag.text);
            return text === tag.text ? tag : { ...tag, text };
        });
    },
});
