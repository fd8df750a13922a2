import { toLatinDigits } from "./digits";

/*
 * The one parser of numbers in Persian writing. It rewrites what was typed into what Odoo's own
 * parsers read, and Odoo reads it: so an integer, an amount or a time keeps Odoo's rules.
 *
 * tools/persian/numbers.py does the same on the server. static/tests/persian/numbers_cases.json says what
 * both must read.
 */

// Digits and separators that no other writing has.
const SIGNS = /[٠-٩۰-۹٪٫٬]/;
// What a Persian keyboard, or a copy from a Persian page, also brings: letters, marks, spaces.
const PERSIAN =
    /[\u0600-\u06FF\u200B-\u200F\u202A-\u202F\u2066-\u2069\uFB50-\uFDFF\uFE70-\uFEFF\u00A0\u2010-\u2013\u2212]/;
const MARKS = /[\u061C\u200B\u200D-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;
const SPACES = /[ \t\r\n\u00A0\u2000-\u200A\u200C\u202F\u205F]+/g;
const DASHES = /[\u2010-\u2013\u2212\uFE63\uFF0D]/g;
const FOREIGN = /[^\d+\-*/^()=.,:%٬٫ ]/;

/** What may stand beside an amount; the currencies of the site are added. */
export const currencyWords = new Set(["ریال", "﷼", "irr"]);

/**
 * Whether a text is ours to read. What is not goes to Odoo untouched.
 *
 * @param {string} text
 * @param {boolean} isPersian whether the user works in Persian
 * @returns {boolean}
 */
export function isPersianNumber(text, isPersian) {
    return SIGNS.test(text) || (isPersian && PERSIAN.test(text));
}

/** One spelling of a currency's name: letters of Arabic keyboards become the Persian ones. */
export function foldCurrency(word) {
    return word.replace(MARKS, "").replace(/ي/g, "ی").replace(/ك/g, "ک").trim().toLowerCase();
}

function stripCurrency(text) {
    const folded = foldCurrency(text);
    // Folding may change the length of other letters, and then no word of ours is in the text.
    for (const word of folded.length === text.length ? currencyWords : []) {
        if (folded.startsWith(word)) {
            return text.slice(word.length).trim();
        }
        if (folded.endsWith(word)) {
            return text.slice(0, -word.length).trim();
        }
    }
    return text;
}

/**
 * Beside a Persian separator, ASCII ones mean what is left for them to mean. Without one they are
 * Odoo's to judge.
 */
function unifySeparators(text, decimalPoint) {
    if (!/[٬٫]/.test(text)) {
        return text;
    }
    const decimal = text.includes("٫") ? null : decimalPoint;
    return text.replace(/[.,]/g, (separator) => (separator === decimal ? "٫" : "٬"));
}

/** Take out the separators of thousands; null where they part anything but thousands. */
function joinThousands(text) {
    if (/[.,٫٬] | [.,٫٬]|٫[\d ]*[٬٫]/.test(text)) {
        return null;
    }
    let isRead = true;
    const joined = text.replace(/\d(?:[ ٬]*\d)*/g, (run) => {
        isRead &&= /^\d+$/.test(run) || /^\d{1,3}(?:[ ٬]\d{3})+$/.test(run);
        return run.replace(/[ ٬]/g, "");
    });
    return isRead && !joined.includes("٬") ? joined.replace(/ /g, "") : null;
}

/**
 * Rewrite a number in Persian writing as Odoo's parsers read it.
 *
 * @param {string} text
 * @param {Object} [options]
 * @param {string} [options.decimalPoint] of the user's language
 * @param {boolean} [options.isMonetary] whether the name of a currency may stand beside it
 * @param {boolean} [options.isPercentage] whether ٪ may stand before it
 * @returns {string|null} null where it is no number; "" where nothing is to be seen
 */
export function rewriteNumber(text, { decimalPoint = ".", isMonetary, isPercentage } = {}) {
    let number = toLatinDigits(text)
        .replace(MARKS, "")
        .replace(SPACES, " ")
        .replace(DASHES, "-")
        .replace(/٪/g, "%")
        .replace(/،/g, "٬")
        .trim();
    if (!number) {
        return "";
    }
    if (isMonetary) {
        number = stripCurrency(number);
        // Odoo drops whatever follows an amount: a sign or a percentage must not get lost.
        if (!/^[^%]*[\d.٫]$/.test(number)) {
            return null;
        }
    }
    if (isPercentage) {
        number = number.replace(/^% ?([^%]+)$/, "$1%");
    }
    if (FOREIGN.test(number) || !/\d/.test(number)) {
        return null;
    }
    const joined = joinThousands(unifySeparators(number, decimalPoint));
    return joined && joined.replace(/٫/g, decimalPoint);
}
