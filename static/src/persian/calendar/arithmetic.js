import {
    isLeapJalaaliYear,
    isValidJalaaliDate,
    jalaaliMonthLength,
    toGregorian,
    toJalaali,
} from "@crm_lead_qualification/../lib/jalaali-js/jalaali";

/**
 * Jalali (Solar Hijri) dates as plain numbers, months and days from 1. The library is exact for
 * the years that ICU and Iran's official calendar agree on; outside of its range there is no
 * Jalali date.
 *
 * @typedef {{ year: number, month: number, day: number }} DateParts
 */

/** A year from here on is Gregorian, one before it Jalali: as in tools/persian/jalali_text.py. */
export const FIRST_GREGORIAN_YEAR = 1700;

/** The first Gregorian year whose days all have a Jalali date, here and on the server. */
const FIRST_YEAR = 623;
/**
 * From this Gregorian day on, the first of 1700 AP, days stay Gregorian: a year that is typed is
 * Gregorian from 1700 on, and what is shown has to be read back as the same day.
 */
const END = { year: 2321, month: 3, day: 21 };

export const MONTHS = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
];
/** The quarters of a Jalali year are the seasons. */
export const SEASONS = ["بهار", "تابستان", "پاییز", "زمستان"];

/**
 * @param {DateParts} date Gregorian
 * @returns {boolean} whether it is written in Jalali
 */
export function isInRange({ year, month, day }) {
    if (year === END.year) {
        return month < END.month || (month === END.month && day < END.day);
    }
    return year >= FIRST_YEAR && year < END.year;
}

/**
 * @param {DateParts} date Gregorian
 * @returns {DateParts} Jalali
 * @throws {RangeError} for a year that is not in range
 */
export function gregorianToJalali({ year, month, day }) {
    const { jy, jm, jd } = toJalaali(year, month, day);
    return { year: jy, month: jm, day: jd };
}

/**
 * @param {DateParts} date Jalali; months and days beyond the end count on into what follows
 * @returns {DateParts} Gregorian
 * @throws {RangeError} for a year that is not in range
 */
export function jalaliToGregorian(date) {
    const { year, month } = normalizeMonth(date);
    const { gy, gm, gd } = toGregorian(year, month, date.day);
    return { year: gy, month: gm, day: gd };
}

/**
 * @param {{ year: number, month: number }} date Jalali; the 13th month is the first of next year
 * @returns {{ year: number, month: number }}
 */
export function normalizeMonth({ year, month }) {
    const months = 12 * year + month - 1;
    return { year: Math.floor(months / 12), month: (((months % 12) + 12) % 12) + 1 };
}

/**
 * @param {number} year Jalali
 * @param {number} month
 * @returns {number} of days
 */
export function getMonthLength(year, month) {
    return jalaaliMonthLength(year, month);
}

/**
 * @param {number} year Jalali
 * @returns {boolean}
 */
export function isLeapYear(year) {
    return isLeapJalaaliYear(year);
}

/**
 * @param {DateParts} date
 * @returns {boolean} whether it is a day of the Jalali calendar
 */
export function isRealDay({ year, month, day }) {
    return isValidJalaaliDate(year, month, day);
}

/**
 * @param {DateParts} date Jalali
 * @returns {number} of the day in its year, from 1
 */
export function getDayOfYear({ month, day }) {
    return day + (month <= 7 ? 31 * (month - 1) : 30 * (month - 1) + 6);
}
