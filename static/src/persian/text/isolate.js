/*
 * Foreign runs in a Persian text. A browser puts a Latin word, a number and what is between them in
 * an order of its own: "48-port PoE" and "0912 000 5678" change places in a line from right to
 * left. Marks around such a run, which nobody sees, keep it as it is.
 *
 * tools/persian/isolate.py does the same for messages of the server.
 * static/tests/persian/isolate_cases.json says what both must write.
 */

// Left-to-right isolate, and its end.
const [LRI, PDI] = ["\u2066", "\u2069"];
const LATIN =
    "A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0370-\u03FF\u0400-\u052F\u1E00-\u1FFF";
const DIGIT = "0-9٠-٩۰-۹";
// Letters from right to left, and marks and punctuation that belong to their text.
const PERSIAN = "\u0590-\u065F\u066A-\u06EF\u06FA-\u08FF\u200C\u200D\uFB1D-\uFDFF\uFE70-\uFEFF«»\t";
const HAS_PERSIAN_LETTER =
    /[\u05D0-\u05EA\u0620-\u064A\u066E-\u06D3\u06FA-\u06FF\uFB50-\uFDFF\uFE70-\uFEFC]/;
const HAS_LATIN = new RegExp(`[${LATIN}]`);
const HAS_MARKS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
const STRETCH = new RegExp(`[^${PERSIAN}]+`, "g");
// From the first letter or digit to the last, with what belongs to them.
const RUN = new RegExp(`[#@+$€£(\\[]*[${LATIN}${DIGIT}](?:.*[${LATIN}${DIGIT}])?[#+%)\\]°™®]*`);
// Such a run is in order by itself: it begins with a letter, and ends with a letter or digit.
const IN_ORDER = new RegExp(`^[${LATIN}](?:.*[${LATIN}${DIGIT}])?$`);
// Groups of digits that are one number: a phone, a card, a day in ISO.
const GROUPS = new RegExp(`(?:\\+|\\(\\+?)?[${DIGIT}]+\\)?(?:[ -]\\(?[${DIGIT}]+\\)?)*`, "g");
const LEAST_DIGITS = 7;
const PAIRS = { "(": ")", "[": "]" };

/**
 * Whether a text has letters from right to left.
 *
 * @param {string} text
 * @returns {boolean}
 */
export function isPersianText(text) {
    return HAS_PERSIAN_LETTER.test(text);
}

/**
 * Put marks around the foreign runs of a text that would not keep their order.
 *
 * @param {string} text
 * @returns {string} the same text where nothing is to be done, or where somebody has set marks
 */
export function isolateForeign(text) {
    if (typeof text !== "string" || !/[A-Za-z\d٠-٩۰-۹]/.test(text) || HAS_MARKS.test(text)) {
        return text;
    }
    return text.replace(/[^\r\n]+/g, isolateLine);
}

/**
 * The text without the marks that `isolateForeign` puts into it.
 *
 * @param {string} text
 * @returns {string}
 */
export function removeMarks(text) {
    return text.replace(/[\u2066-\u2069]/g, "");
}

function isolateLine(line) {
    if (!isPersianText(line) && HAS_LATIN.test(line)) {
        return IN_ORDER.test(line) ? line : LRI + line + PDI;
    }
    return line.replace(STRETCH, (stretch) =>
        HAS_LATIN.test(stretch) ? stretch.replace(RUN, isolateRun) : isolateNumbers(stretch),
    );
}

/**
 * The direction that a text is written in, for an input.
 *
 * @param {string} text
 * @returns {string} "ltr" where all letters are Latin; empty where it is that of the screen
 */
export function findDirection(text) {
    return HAS_LATIN.test(text) && !isPersianText(text) ? "ltr" : "";
}

function isolateRun(run) {
    const [before, inner, after] = trimBrackets(run);
    return before + (IN_ORDER.test(inner) ? inner : LRI + inner + PDI) + after;
}

/** Brackets around a run, or without their other half in it, belong to the Persian text. */
function trimBrackets(run) {
    let [start, end] = [0, run.length];
    for (const [opening, closing] of Object.entries(PAIRS)) {
        const surplus = () => count(run, opening, start, end) - count(run, closing, start, end);
        while (run[start] === opening && surplus() > 0) {
            start += 1;
        }
        while (run[end - 1] === closing && surplus() < 0) {
            end -= 1;
        }
        if (run.indexOf(closing, start) === end - 1 && run[start] === opening) {
            start += 1;
            end -= 1;
        }
    }
    return [run.slice(0, start), run.slice(start, end), run.slice(end)];
}

function count(run, character, start, end) {
    return run.slice(start, end).split(character).length - 1;
}

function isolateNumbers(stretch) {
    return stretch.replace(GROUPS, (groups) => {
        const digits = groups.replace(/[^\d٠-٩۰-۹]/g, "").length;
        const isOne = digits === groups.length || digits < LEAST_DIGITS;
        return isOne ? groups : LRI + groups + PDI;
    });
}
