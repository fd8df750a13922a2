import { HALF_DAY, isAfternoon } from "./half_day";

const { Settings } = luxon;

const TIMES = "@web/core/l10n/time";
/** Joiners and direction marks are not seen. */
const INVISIBLE = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const PERSIAN_HALF = new RegExp(`^(.*[\\d۰-۹٠-٩])\\s*(${HALF_DAY})$`, "i");

/**
 * Write the half of the day as Odoo's parser of times reads it: "2:30 ب.ظ" as "2:30 pm".
 *
 * @param {string} text
 * @returns {string}
 */
function rewriteHalfDay(text) {
    const [, time, half] = text.replace(INVISIBLE, "").trim().match(PERSIAN_HALF) || [];
    return half ? `${time} ${isAfternoon(half) ? "pm" : "am"}` : text;
}

/*
 * As in parsers.js: wait for the module that others import a function of by its name. It starts
 * early, so this one imports nothing of Odoo, and takes the language from luxon.
 */
odoo.loader.bus.addEventListener("module-started", ({ detail: { moduleName, module } }) => {
    if (moduleName === TIMES) {
        const { parseTime } = module;
        module.parseTime = (value, ...args) => {
            const isText = typeof value === "string" && Settings.defaultLocale?.startsWith("fa");
            return parseTime(isText ? rewriteHalfDay(value) : value, ...args);
        };
    }
});
