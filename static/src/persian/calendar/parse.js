import { localization } from "@web/core/l10n/localization";
import { toLatinDigits } from "../numbers/digits";
import { HALF_DAY, isAfternoon } from "../numbers/half_day";
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
const YEAR = String.raw`(?:[\s،,/.-]+(?:سال\s+)?(?<year>\d{4}|\d{2}))?`;
const NAMED_MONTHS = [
    String.raw`(?<day>\d{1,2})[\s/.-]*(?<name>\p{L}+)(?:\s+ماه)?${YEAR}`,
    String.raw`(?<name>\p{L}+)\s+(?<day>\d{1,2})${YEAR}`,
    String.raw`(?<year>\d{4})[\s/.-]+(?<name>\p{L}+)[\s/.-]+(?<day>\d{1,2})`,
].map((source) => new RegExp(`^${source}$`, "u"));
const WEEKDAY = /^(?:شنبه|(?:یک|دو|سه|چهار|پنج)\s?شنبه|جمعه)[\s،,]+/;
const TIME = new RegExp(
    String.raw`[\s،,T]+(?:ساعت\s*)?(\d{1,2})[:.](\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?\s*(${HALF_DAY})?$`,
    "i",
);
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
 * "1405/10/15", "15/10/1405", "15 دی", "15 دی 1405 14:30", "+3d", "فردا ساعت 10:00". In "05/10/15" the year, the month and the
 * day stand as in the format of the user's language.
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
    const moment = readMoment(clean, options);
    if (moment) {
        return moment;
    }
    const found = clean.match(TIME);
    const time = found && readTime(found);
    return (time && readMoment(clean.slice(0, found.index), options)?.set(time)) || null;
}

/** A day at its beginning, or a relative moment; null for other text. */
function readMoment(text, options) {
    const smart = evaluateSmartDate(
        RELATIVE.reduce((known, [word, term]) => known.replace(word, term), text),
    );
    const day = smart ? null : readDay(text);
    return day ? DateTime.fromObject(day, options) : smart;
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
        hour = (hour % 12) + (isAfternoon(half) ? 12 : 0);
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
        return orderNumbers(found.slice(1));
    }
    if ((found = text.match(TWO_NUMBERS))) {
        const isDayFirst = /d.*M/.test(getOrder()) ? found[2] <= 12 : found[1] > 12;
        const [month, day] = isDayFirst ? [found[2], found[1]] : [found[1], found[2]];
        return toParts(String(today.year), month, day);
    }
    if ((found = text.match(DIGITS_ONLY))) {
        return found[1].length > 2
            ? toParts(found[1], found[2], found[3])
            : orderNumbers(found.slice(1));
    }
    for (const pattern of NAMED_MONTHS) {
        if ((found = text.match(pattern)?.groups)) {
            const month = MONTH_NUMBERS[found.name.replace(/ماه$/, "")];
            const year = found.year || String(today.year);
            return month ? toParts(year, month, found.day) : null;
        }
    }
    if (/^\d{1,2}$/.test(text)) {
        return toParts(String(today.year), today.month, text);
    }
    return null;
}

/** Year, month and day as the format of the language has them: "yMd", "dMy", "Mdy". */
function getOrder() {
    const parts = (localization.dateFormat || "").replace(/'[^']*'/g, "").match(/[yMd]/g) || [];
    const order = [...new Set(parts)].join("");
    return order.length === 3 ? order : "yMd";
}

/** Three numbers as parts of a day: a year of more than two digits is known by them. */
function orderNumbers(numbers) {
    const [first, second, last] = numbers;
    if (first.length > 2) {
        return last.length > 2 ? null : toParts(first, second, last);
    }
    const order = getOrder();
    if (last.length > 2) {
        // Without a format that says so, nobody writes the month before the day.
        const isMonthFirst = order === "Mdy" && first <= 12;
        return isMonthFirst ? toParts(last, first, second) : toParts(last, second, first);
    }
    return toParts(...["y", "M", "d"].map((part) => numbers[order.indexOf(part)]));
}

function expandYear(digits) {
    const year = parseInt(digits, 10);
    if (digits.length > 2) {
        return year;
    }
    return year + (year <= LAST_YEAR_OF_CENTURY ? 1400 : 1300);
}

function toParts(year, month, day) {
    return { year: expandYear(year), month: parseInt(month, 10), day: parseInt(day, 10) };
}
