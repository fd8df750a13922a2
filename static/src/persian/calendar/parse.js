import { toLatinDigits } from "../numbers/digits";
import { FIRST_GREGORIAN_YEAR, isRealDay, jalaliToGregorian, MONTHS } from "./arithmetic";
import { toJalali } from "./jalali_datetime";
import { evaluateSmartDate } from "./smart_date";

const { DateTime } = luxon;

// As in tools/persian/jalali_text.py, by which imports are read.
const FIRST_YEAR = 1200;
/** Two digits are a year of this century up to here, and of the last one from here on. */
const LAST_YEAR_OF_CENTURY = 70;

const INVISIBLE = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const SEPARATOR = String.raw`\s*[-/.٫،,\s]\s*`;
const THREE_NUMBERS = new RegExp(`^(\\d{1,4})${SEPARATOR}(\\d{1,2})${SEPARATOR}(\\d{1,4})$`);
const TWO_NUMBERS = /^(\d{1,2})\s*[-/.]\s*(\d{1,2})$/;
const DIGITS_ONLY = /^(\d{2}|\d{4})(\d{2})(\d{2})$/;
const NAMED_MONTH = /^(\d{1,2})\s*(\p{L}+)(?:\s+ماه)?(?:[\s،,]+(?:سال\s+)?(\d{4}|\d{2}))?$/u;
const WEEKDAY = /^(?:شنبه|(?:یک|دو|سه|چهار|پنج)\s?شنبه|جمعه)[\s،,]+/;
const TIME =
    /(?:^|[\s،,T]+)(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?\s*(ق\.?\s?ظ\.?|ب\.?\s?ظ\.?|[ap]m)?$/i;
const ZONED_ISO = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/;
const MONTH_NUMBERS = Object.fromEntries(MONTHS.map((name, index) => [fold(name), index + 1]));
MONTH_NUMBERS["امرداد"] = 5;
const RELATIVE = [
    [/^امروز(?=\s|$)/, "today"],
    [/^(?:اکنون|الان)(?=\s|$)/, "now"],
    [/^فردا(?=\s|$)/, "today +1d"],
    [/^پسفردا(?=\s|$)/, "today +2d"],
    [/^دیروز(?=\s|$)/, "today -1d"],
    [/^پریروز(?=\s|$)/, "today -2d"],
];

/**
 * Read a date that a person has typed, in the Jalali calendar unless its year is Gregorian:
 * "1405/10/15", "15/10/1405", "05/10/15", "15 دی", "15 دی 1405 14:30", "+3d", "امروز".
 *
 * @param {string} text digits of any keyboard
 * @param {Object} [options] of luxon: the zone, the numbering system
 * @returns {DateTime|null} counting in Gregorian; null for what is no day
 */
export function parseJalali(text, options = {}) {
    const clean = normalize(text);
    if (ZONED_ISO.test(clean)) {
        const moment = DateTime.fromISO(clean);
        return moment.year >= FIRST_GREGORIAN_YEAR ? moment : null;
    }
    const smart = evaluateSmartDate(
        RELATIVE.reduce((known, [word, term]) => known.replace(word, term), clean),
    );
    if (smart) {
        return smart;
    }
    const found = clean.match(TIME);
    const time = found ? readTime(found) : {};
    const day = readDay(found ? clean.slice(0, found.index) : clean);
    return day && time ? DateTime.fromObject({ ...day, ...time }, options) : null;
}

function normalize(text) {
    return fold(toLatinDigits(text).replace(INVISIBLE, "")).trim();
}

/** One letter for those that keyboards have several of. */
function fold(text) {
    return text.replace(/[يى]/g, "ی").replace(/ك/g, "ک").replace(/[آأ]/g, "ا");
}

function readTime([, hours, minutes, seconds, half]) {
    let hour = parseInt(hours, 10);
    if (half) {
        if (hour < 1 || hour > 12) {
            return null;
        }
        hour = (hour % 12) + (/^[بp]/i.test(half) ? 12 : 0);
    }
    const time = { hour, minute: parseInt(minutes, 10), second: parseInt(seconds || "0", 10) };
    return time.hour < 24 && time.minute < 60 && time.second < 60 ? time : null;
}

/** Gregorian parts of a day, or null. */
function readDay(text) {
    const day = splitDay(text.trim().replace(WEEKDAY, ""));
    if (!day || day.year < FIRST_YEAR) {
        return null;
    }
    if (day.year >= FIRST_GREGORIAN_YEAR) {
        return DateTime.fromObject(day).isValid ? day : null;
    }
    return isRealDay(day) ? jalaliToGregorian(day) : null;
}

function splitDay(text) {
    const today = toJalali(DateTime.local());
    let found;
    if ((found = text.match(THREE_NUMBERS))) {
        const [first, month, last] = found.slice(1);
        // The year comes first, but for one that only the last can be.
        const [year, day] = last.length > 2 ? [last, first] : [first, last];
        return day.length > 2 ? null : toParts(expandYear(year), month, day);
    }
    if ((found = text.match(TWO_NUMBERS))) {
        const [month, day] = found[1] > 12 ? [found[2], found[1]] : [found[1], found[2]];
        return toParts(today.year, month, day);
    }
    if ((found = text.match(DIGITS_ONLY))) {
        return toParts(expandYear(found[1]), found[2], found[3]);
    }
    if ((found = text.match(NAMED_MONTH))) {
        const month = MONTH_NUMBERS[found[2].replace(/ماه$/, "")];
        return month && toParts(found[3] ? expandYear(found[3]) : today.year, month, found[1]);
    }
    if (/^\d{1,2}$/.test(text)) {
        return toParts(today.year, today.month, text);
    }
    return null;
}

function expandYear(digits) {
    const year = parseInt(digits, 10);
    if (digits.length > 2) {
        return year;
    }
    return year + (year <= LAST_YEAR_OF_CENTURY ? 1400 : 1300);
}

function toParts(year, month, day) {
    return { year, month: parseInt(month, 10), day: parseInt(day, 10) };
}
