import { replaceExports } from "../replace_exports";
import { HALF_DAY, isAfternoon } from "./half_day";

const { Settings } = luxon;

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

// Odoo's parser starts early, so this imports nothing of Odoo, and takes the language from luxon.
replaceExports("@web/core/l10n/time", ({ parseTime }) => ({
    parseTime(value, ...args) {
        const isText = typeof value === "string" && Settings.defaultLocale?.startsWith("fa");
        return parseTime(isText ? rewriteHalfDay(value) : value, ...args);
    },
}));
