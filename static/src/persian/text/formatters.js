import { registry } from "@web/core/registry";
import { isPersianUser } from "../persian_user";
import { replaceExports } from "../replace_exports";
import { isolateForeign } from "./isolate";

/** What a formatter of Odoo writes, with its foreign runs in order; `escape` asks for a part of an URL. */
function isolating(format) {
    return Object.assign(function (value, options) {
        const text = format(value, options);
        return isPersianUser() && !options?.escape ? isolateForeign(text) : text;
    }, format);
}

/** The formatters of names and texts that people read; their inputs do not take their text from here. */
const TYPES = ["char", "many2one", "many2one_reference", "reference", "text"];

replaceExports("@web/views/fields/formatters", ({ formatChar }) => {
    const formatters = registry.category("formatters");
    for (const type of TYPES) {
        formatters.add(type, isolating(formatters.get(type)), { force: true });
    }
    return { formatChar: isolating(formatChar) };
});
