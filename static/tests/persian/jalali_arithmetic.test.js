import {
    getDayOfYear,
    getMonthLength,
    gregorianToJalali,
    isLeapYear,
    isRealDay,
    jalaliToGregorian,
    normalizeMonth,
} from "@crm_lead_qualification/persian/calendar/arithmetic";
import { describe, expect, test } from "@odoo/hoot";

describe.current.tags("headless");

const DAY = 86400000;

test("every day from 1300 to 1500 is that of the browser's calendar, both ways", () => {
    const browserCalendar = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", {
        timeZone: "UTC",
        year: "numeric",
        month: "numeric",
        day: "numeric",
    });
    let days = 0;
    let wrong = null;
    const last = Date.UTC(2122, 2, 20);
    for (let time = Date.UTC(1921, 2, 21); time <= last && !wrong; time += DAY) {
        const date = new Date(time);
        const gregorian = {
            year: date.getUTCFullYear(),
            month: date.getUTCMonth() + 1,
            day: date.getUTCDate(),
        };
        const jalali = gregorianToJalali(gregorian);
        const parts = {};
        for (const { type, value } of browserCalendar.formatToParts(time)) {
            parts[type] = Number(value);
        }
        const back = jalaliToGregorian(jalali);
        if (
            ["year", "month", "day"].some(
                (part) => jalali[part] !== parts[part] || back[part] !== gregorian[part],
            )
        ) {
            wrong = { gregorian, jalali, parts, back };
        }
        days++;
    }
    expect(wrong).toBe(null);
    expect(days).toBe(73414);
    expect(gregorianToJalali({ year: 1921, month: 3, day: 21 })).toEqual({
        year: 1300,
        month: 1,
        day: 1,
    });
    expect(gregorianToJalali({ year: 2122, month: 3, day: 20 }).year).toBe(1500);
});

test("months have their days, and Esfand has 30 in a leap year alone", () => {
    expect([1, 6, 7, 11, 12].map((month) => getMonthLength(1404, month))).toEqual([
        31, 31, 30, 30, 29,
    ]);
    expect(getMonthLength(1403, 12)).toBe(30);
    expect([1399, 1403, 1404, 1405, 1408].map(isLeapYear)).toEqual([
        true,
        true,
        false,
        false,
        true,
    ]);
    expect(isRealDay({ year: 1403, month: 12, day: 30 })).toBe(true);
    expect(isRealDay({ year: 1404, month: 12, day: 30 })).toBe(false);
    expect(isRealDay({ year: 1405, month: 7, day: 31 })).toBe(false);
    expect(isRealDay({ year: 1405, month: 0, day: 1 })).toBe(false);
});

test("months go on into the next year and the one before", () => {
    expect(normalizeMonth({ year: 1405, month: 13 })).toEqual({ year: 1406, month: 1 });
    expect(normalizeMonth({ year: 1405, month: 0 })).toEqual({ year: 1404, month: 12 });
    expect(normalizeMonth({ year: 1405, month: -12 })).toEqual({ year: 1403, month: 12 });
    expect(jalaliToGregorian({ year: 1405, month: 12, day: 30 })).toEqual(
        jalaliToGregorian({ year: 1406, month: 1, day: 1 }),
    );
});

test("days are counted from 1 Farvardin", () => {
    expect(getDayOfYear({ month: 1, day: 1 })).toBe(1);
    expect(getDayOfYear({ month: 7, day: 1 })).toBe(187);
    expect(getDayOfYear({ month: 8, day: 1 })).toBe(217);
    expect(getDayOfYear({ month: 12, day: 29 })).toBe(365);
});
