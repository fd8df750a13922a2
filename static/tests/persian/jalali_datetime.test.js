import {
    JalaliDateTime,
    toGregorian,
    toJalali,
} from "@crm_lead_qualification/persian/calendar/jalali_datetime";
import { beforeEach, describe, expect, mockDate, test } from "@odoo/hoot";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import {
    deserializeDate,
    formatDate,
    formatDateTime,
    serializeDate,
    serializeDateTime,
    toLocaleDateString,
} from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { session } from "@web/session";

const { DateTime, Settings } = luxon;

describe.current.tags("headless");

function setUp(changes = {}) {
    patchWithCleanup(localization, {
        dateFormat: "yyyy/MM/dd",
        timeFormat: "HH:mm:ss",
        dateTimeFormat: "yyyy/MM/dd HH:mm:ss",
        weekStart: 6,
        ...changes,
    });
}

const parts = ({ year, month, day }) => [year, month, day];

beforeEach(() => {
    // 6 Azar 1405, a Friday
    mockDate("2026-11-27 12:00:00", +3.5);
    patchWithCleanup(session, { calendar_system: "jalali" });
    patchWithCleanup(Settings, { defaultLocale: "fa-IR", defaultNumberingSystem: "latn" });
    setUp();
});

test("the parts of a date are Jalali", () => {
    const date = toJalali(DateTime.local(2026, 11, 27, 15, 30));
    expect(date).toBeInstanceOf(JalaliDateTime);
    expect(date).toBeInstanceOf(DateTime);
    expect(parts(date)).toEqual([1405, 9, 6]);
    expect([date.quarter, date.ordinal, date.daysInMonth, date.daysInYear]).toEqual([
        3, 252, 30, 365,
    ]);
    expect([date.monthLong, date.monthShort]).toEqual(["آذر", "آذر"]);
    expect([date.hour, date.minute, date.weekday]).toEqual([15, 30, 5]);
    expect(toJalali(date)).toBe(date);
    expect(parts(toGregorian(date))).toEqual([2026, 11, 27]);
});

test("a day is counted in the zone of the moment", () => {
    const moment = DateTime.fromISO("2026-11-21T21:00:00Z");
    expect(parts(toJalali(moment.setZone("utc")))).toEqual([1405, 8, 30]);
    expect(parts(toJalali(moment.setZone("utc")).setZone("UTC+3:30"))).toEqual([1405, 9, 1]);
});

test("years, quarters, months and days are added in Jalali", () => {
    const date = toJalali(DateTime.local(2026, 6, 21));
    expect(parts(date)).toEqual([1405, 3, 31]);
    expect(parts(date.plus({ months: 4 }))).toEqual([1405, 7, 30]);
    expect(parts(date.plus({ month: 9 }))).toEqual([1405, 12, 29]);
    expect(parts(date.plus({ quarters: 1, days: 1 }))).toEqual([1405, 7, 1]);
    expect(parts(date.minus({ months: 3 }))).toEqual([1404, 12, 29]);
    expect(parts(date.minus({ years: 2, months: 3 }))).toEqual([1402, 12, 29]);
    expect(parts(date.plus({ weeks: 1 }))).toEqual([1405, 4, 7]);
    expect(date.plus(1000).second).toBe(1);
});

test("parts are set in Jalali, and a shorter month has its last day", () => {
    const date = toJalali(DateTime.local(2026, 6, 21, 8));
    expect(parts(date.set({ month: 12 }))).toEqual([1405, 12, 29]);
    expect(parts(date.set({ year: 1403, month: 12 }))).toEqual([1403, 12, 30]);
    expect(parts(date.set({ days: 1, hours: 0 }))).toEqual([1405, 3, 1]);
    expect(date.set({ days: 1, hours: 0 }).hour).toBe(0);
    expect(date.set({ weekday: 6 }).weekday).toBe(6);
});

test("periods begin and end where the Jalali ones do", () => {
    const date = toJalali(DateTime.local(2026, 11, 27, 12));
    const bounds = (unit) => [date.startOf(unit).toISODate(), date.endOf(unit).toISODate()];
    expect(bounds("month")).toEqual(["2026-11-22", "2026-12-21"]);
    expect(bounds("quarter")).toEqual(["2026-09-23", "2026-12-21"]);
    expect(bounds("year")).toEqual(["2026-03-21", "2027-03-20"]);
    expect(bounds("day")).toEqual(["2026-11-27", "2026-11-27"]);
    expect(date.endOf("month").toISO()).toMatch(/^2026-12-21T23:59:59.999/);
    expect(date.hasSame(DateTime.local(2026, 12, 21), "month")).toBe(true);
    expect(date.hasSame(DateTime.local(2026, 11, 21), "month")).toBe(false);
});

test("weeks are counted from that of 1 Farvardin", () => {
    const week = (...date) => toJalali(DateTime.local(...date)).weekNumber;
    // 1 Farvardin 1405 is a Saturday, of 1406 a Sunday
    expect(week(2026, 3, 20)).toBe(53);
    expect(week(2026, 3, 21)).toBe(1);
    expect(week(2026, 3, 28)).toBe(2);
    expect(week(2027, 3, 20)).toBe(1);
});

test("differences are between dates of one calendar", () => {
    const first = DateTime.local(2026, 11, 22);
    const last = DateTime.local(2026, 12, 22);
    expect(last.diff(toJalali(first), ["months", "days"]).toObject()).toEqual({
        months: 1,
        days: 0,
    });
    expect(toJalali(last).diff(first, "months").months).toBe(1);
    expect(toJalali(last).diff(first, "days").days).toBe(30);
    expect(toJalali(first).equals(first)).toBe(true);
    expect(DateTime.max(toJalali(first), last)).toBe(last);
});

test("what machines read is Gregorian", () => {
    const plain = DateTime.local(2027, 1, 5, 14, 30);
    const date = toJalali(plain);
    expect(serializeDate(date)).toBe("2027-01-05");
    expect(serializeDateTime(date)).toBe("2027-01-05 11:00:00");
    for (const method of ["toISO", "toISODate", "toSQL", "toSQLDate", "toJSON", "toHTTP"]) {
        expect(date[method]()).toBe(plain[method](), { message: method });
    }
    expect(JSON.stringify([date])).toBe(JSON.stringify([plain]));
    expect(date.toFormat("yyyy-MM-dd")).toBe("2027-01-05");
    expect(plain.toFormat("yyyy-MM-dd")).toBe("2027-01-05");
    expect(plain.toFormat("dd/MM/yyyy")).toBe("05/01/2027");
    expect(parts(deserializeDate("2027-01-05"))).toEqual([2027, 1, 5]);
});

test("a format of the server stays one where the user has the same", () => {
    setUp({ dateFormat: "yyyy-MM-dd", dateTimeFormat: "yyyy-MM-dd HH:mm:ss" });
    const plain = DateTime.local(2027, 1, 5, 14, 30);
    expect(formatDate(plain)).toBe("1405-10-15");
    expect(formatDateTime(plain)).toBe("1405-10-15 14:30:00");
    for (const date of [plain, toJalali(plain)]) {
        expect(serializeDate(date)).toBe("2027-01-05");
        expect(serializeDateTime(date)).toBe("2027-01-05 11:00:00");
    }
});

test("what people read is Jalali", () => {
    const date = DateTime.local(2027, 1, 5, 14, 30);
    expect(formatDate(date)).toBe("1405/10/15");
    expect(formatDateTime(date)).toBe("1405/10/15 14:30:00");
    expect(date.toFormat("d MMMM yyyy")).toBe("15 دی 1405");
    expect(date.toFormat("'MMM' LLL")).toBe("MMM دی");
    expect(date.toLocaleString(DateTime.DATE_FULL)).toBe("15 دی 1405");
    // The year is left out where it is this Jalali one.
    expect(date.toLocaleString(DateTime.DATE_MED)).toBe("15 دی");
    expect(toLocaleDateString(DateTime.local(2026, 3, 20))).toBe("29 اسفند 1404");
    expect(toLocaleDateString(DateTime.local(2026, 12, 1))).toBe("10 آذر");
});

test("next month is the next Jalali one", () => {
    expect(DateTime.local(2026, 12, 21).toRelativeCalendar({ unit: "months", locale: "en" })).toBe(
        "this month",
    );
    expect(DateTime.local(2026, 12, 22).toRelativeCalendar({ unit: "months", locale: "en" })).toBe(
        "next month",
    );
    expect(DateTime.local(2026, 11, 28).toRelativeCalendar({ locale: "en" })).toBe("tomorrow");
});

test("dates that the calendar does not reach stay readable", () => {
    const date = DateTime.local(9999, 12, 31);
    expect(toJalali(date)).toBe(date);
    expect(formatDate(date)).toBe("9999/12/31");
    expect(toJalali(false)).toBe(false);
    const invalid = DateTime.invalid("for a test");
    expect(toJalali(invalid)).toBe(invalid);
});

test("others see nothing of it", () => {
    patchWithCleanup(session, { calendar_system: undefined });
    const date = DateTime.local(2027, 1, 5, 14, 30).setLocale("en-US");
    expect(formatDate(date)).toBe("2027/01/05");
    expect(date.toFormat("d MMMM yyyy")).toBe("5 January 2027");
    expect(date.toLocaleString(DateTime.DATE_MED)).toBe("Jan 5, 2027");
    expect(date.toRelativeCalendar({ unit: "months" })).toBe("in 2 months");
    expect(date.diff(DateTime.local(2026, 12, 5, 14, 30), "months").months).toBe(1);
});
