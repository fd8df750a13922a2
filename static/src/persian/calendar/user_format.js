import { localization } from "@web/core/l10n/localization";

const QUOTED_OR_MONTH = /'[^']*'|M{3,}|L{3,}/g;

/**
 * Whether a format is that of the user's language, so that people read what it makes.
 *
 * @param {string} format of luxon
 * @returns {boolean}
 */
export function isUserFormat(format) {
    return "dateFormat" in localization && format.includes(localization.dateFormat);
}

/**
 * Whether people read what a format makes: it is the user's, or it has the name of a month.
 *
 * @param {string} format of luxon
 * @returns {boolean}
 */
export function isForPeople(format) {
    return isUserFormat(format) || hasMonthName(format);
}

/**
 * Put the name of a month into a format. luxon would ask the browser for the name, in whatever
 * calendar that has for the language.
 *
 * @param {string} format of luxon
 * @param {string} name of the month
 * @returns {string} a format of luxon
 */
export function quoteMonthNames(format, name) {
    return format.replace(QUOTED_OR_MONTH, (found) =>
        found.startsWith("'") ? found : `'${name}'`,
    );
}

function hasMonthName(format) {
    return (format.match(QUOTED_OR_MONTH) || []).some((found) => !found.startsWith("'"));
}
