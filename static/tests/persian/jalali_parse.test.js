import { beforeEach, describe, expect, mockDate, test } from "@odoo/hoot";
import { allowTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { parseDate, parseDateTime, serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { session } from "@web/session";

describe.current.tags("headless");

const read = (text) => serializeDate(parseDate(text));

beforeEach(() => {
    // 6 Azar 1405
    mockDate("2026-11-27 12:00:00", +3.5);
    allowTranslations();
    patchWithCleanup(session, { calendar_system: "jalali" });
    patchWithCleanup(localization, {
        dateFormat: "yyyy/MM/dd",
        timeFormat: "HH:mm:ss",
        dateTimeFormat: "yyyy/MM/dd HH:mm:ss",
        weekStart: 6,
    });
});

test("a date in any order, with the digits of any keyboard", () => {
    for (const text of [
        "۱۴۰۵/۱۰/۱۵",
        "١٤٠٥/١٠/١٥",
        "1405-10-15",
        "1405.10.15",
        "1405/10/15",
        " 1405 / 10 / 15 ",
        "\u200f1405/10/15\u200e",
        "15/10/1405",
        "۱۵-۱۰-۱۴۰۵",
        "05/10/15",
        "14051015",
        "051015",
        "10/15",
        "15/10",
    ]) {
        expect(read(text)).toBe("2027-01-05", { message: text });
    }
    expect(read("1405/1/2")).toBe("2026-03-22");
    expect(read("99/05/01")).toBe("2020-07-22");
    expect(read("15")).toBe("2026-12-06");
});

test("a day of a named month, of this year unless it is said", () => {
    for (const text of [
        "15 دی",
        "۱۵ دی",
        "۱۵دی",
        "15 دی 1405",
        "15 دي 1405",
        "15 دی ماه 1405",
        "15 دی‌ماه ۱۴۰۵",
        "15 دی ماه",
        "15 دی 05",
        "15 دی، 1405",
        "15 دی سال 1405",
        "سه‌شنبه 15 دی 1405",
    ]) {
        expect(read(text)).toBe("2027-01-05", { message: text });
    }
    expect(read("1 فروردین 1404")).toBe("2025-03-21");
    expect(read("30 اسفند 1403")).toBe("2025-03-20");
    expect(read("1 ابان")).toBe(read("1 آبان"));
});

test("a Gregorian year is understood as such", () => {
    expect(read("2027-01-05")).toBe("2027-01-05");
    expect(read("۲۰۲۷/۱/۵")).toBe("2027-01-05");
    expect(read("05/01/2027")).toBe("2027-01-05");
    expect(read("20270105")).toBe("2027-01-05");
    expect(serializeDateTime(parseDateTime("2027-01-05T12:00:00Z"))).toBe("2027-01-05 12:00:00");
    expect(serializeDateTime(parseDateTime("2027-01-05 12:00:00"))).toBe("2027-01-05 08:30:00");
});

test("a time is read with it", () => {
    const readTime = (text) => serializeDateTime(parseDateTime(text));
    for (const text of [
        "1405/10/15 14:30",
        "۱۴۰۵/۱۰/۱۵ ۱۴:۳۰",
        "1405/10/15 14:30:00",
        "15 دی 1405، 14:30",
        "15 دی 2:30 ب.ظ",
        "15 دی ۲:۳۰ ب.ظ.",
        "15 دی 2:30 PM",
    ]) {
        expect(readTime(text)).toBe("2027-01-05 11:00:00", { message: text });
    }
    expect(readTime("1405/10/15")).toBe("2027-01-04 20:30:00");
    expect(readTime("15 دی 12:05 ق.ظ")).toBe("2027-01-04 20:35:00");
    expect(read("1405/10/15 14:30")).toBe("2027-01-05");
});

test("relative dates go by Jalali months", () => {
    expect(read("today")).toBe("2026-11-27");
    expect(read("امروز")).toBe("2026-11-27");
    expect(read("فردا")).toBe("2026-11-28");
    expect(read("دیروز")).toBe("2026-11-26");
    expect(read("پس‌فردا")).toBe("2026-11-29");
    expect(read("+3d")).toBe("2026-11-30");
    expect(read("+۳d")).toBe("2026-11-30");
    expect(read("+3")).toBe("2026-11-30");
    expect(read("امروز +1w")).toBe("2026-12-04");
    expect(read("=1d")).toBe("2026-11-22");
    expect(read("today =1d -1m")).toBe("2026-10-23");
    expect(read("=1m =1d")).toBe("2026-03-21");
    expect(read("=1404y")).toBe("2025-11-27");
    // As a filter does on the server: the same day of the Gregorian year.
    expect(read("=2027y")).toBe("2027-11-27");
    expect(read("=2027y =1d")).toBe("2027-11-22");
    expect(read("+4m")).toBe("2027-03-26");
    expect(read("=week_start")).toBe("2026-11-21");
    expect(read("=monday")).toBe("2026-11-23");
    expect(read("+monday")).toBe("2026-11-30");
    expect(serializeDateTime(parseDateTime("now"))).toBe("2026-11-27 12:00:00");
});

test("what is no day is refused, and never another day", () => {
    for (const text of [
        "1404/12/30",
        "30 اسفند 1404",
        "1405/07/31",
        "32 دی",
        "1405/13/01",
        "1405/00/10",
        "31/7/1405",
        "15 ژانویه",
        "15 foo",
        "دی",
        "1405",
        "1015",
        "405/10/15",
        "1150/10/15",
        "2027/02/30",
        "1405/10/15 25:00",
        "1405/10/15 14:70",
        "14:30",
        "abc",
        "=3w",
        "+3x",
        "1405/10/15/1",
    ]) {
        expect(() => parseDateTime(text)).toThrow(/is not a correct date/, { message: text });
    }
    expect(parseDate("")).toBe(false);
});

test("a format that is not the user's is read as Odoo reads it", () => {
    expect(serializeDate(parseDate("05.01.2027", { format: "dd.MM.yyyy" }))).toBe("2027-01-05");
});

test("others type as they did", () => {
    patchWithCleanup(session, { calendar_system: undefined });
    expect(read("2027/01/05")).toBe("2027-01-05");
    expect(read("1405/10/15")).toBe("1405-10-15");
    expect(read("=1d")).toBe("2026-11-01");
    expect(() => parseDate("15 دی 1405")).toThrow();
});
