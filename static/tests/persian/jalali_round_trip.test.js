import { toJalali } from "@crm_lead_qualification/persian/calendar/jalali_datetime";
import { beforeEach, describe, expect, mockDate, test } from "@odoo/hoot";
import { allowTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";
import {
    formatDate,
    formatDateTime,
    parseDate,
    parseDateTime,
    serializeDate,
    serializeDateTime,
} from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { session } from "@web/session";

const { DateTime, Settings } = luxon;

describe.current.tags("headless");

const read = (text) => serializeDate(parseDate(text));

function setFormats(dateFormat, timeFormat = "HH:mm:ss") {
    patchWithCleanup(localization, {
        dateFormat,
        timeFormat,
        dateTimeFormat: `${dateFormat} ${timeFormat}`,
        weekStart: 6,
    });
}

beforeEach(() => {
    // 6 Azar 1405
    mockDate("2026-11-27 12:00:00", +3.5);
    allowTranslations();
    patchWithCleanup(session, { calendar_system: "jalali" });
    patchWithCleanup(Settings, { defaultLocale: "fa-IR", defaultNumberingSystem: "latn" });
    setFormats("yyyy/MM/dd");
});

test("a day far away is read back as itself", () => {
    for (const day of [
        "2321-03-20",
        "2321-03-21",
        "2321-12-31",
        "2322-01-01",
        "2999-12-31",
        "3021-12-31",
        "9999-12-31",
    ]) {
        expect(read(formatDate(DateTime.fromISO(day)))).toBe(day, { message: day });
    }
    expect(formatDate(DateTime.fromISO("2321-03-20"))).toBe("1699/12/29");
    expect(formatDate(DateTime.fromISO("2321-03-21"))).toBe("2321/03/21");
});

test("the end of the calendar is that of a day, in the zone of the moment", () => {
    const moment = DateTime.fromISO("2321-03-20T21:00:00Z", { zone: "utc" });
    expect(toJalali(moment).year).toBe(1699);
    expect(toJalali(moment.setZone("UTC+3:30")).year).toBe(2321);
});

test("what is shown in the format of the language is read back as the same day", () => {
    for (const format of [
        "yyyy/MM/dd",
        "yyyy-MM-dd",
        "yy/MM/dd",
        "dd/MM/yyyy",
        "dd/MM/yy",
        "d.M.yyyy",
        "dd-MM-yy",
        "MM/dd/yyyy",
        "MM/dd/yy",
        "M/d/yyyy",
        "dd MMMM yyyy",
        "dd-MMM-yyyy",
        "dd MMM yy",
        "MMMM dd, yyyy",
        "MMM dd, yy",
        "yyyy MMMM dd",
        "EEEE dd MMMM yyyy",
        "EEE, MMMM dd, yyyy",
    ]) {
        setFormats(format);
        for (const day of ["2026-05-26", "2026-12-06", "2027-01-05", "2025-03-20"]) {
            const text = formatDate(DateTime.fromISO(day));
            expect(read(text)).toBe(day, { message: `${format}: ${text}` });
        }
    }
});

test("a time is read back as well", () => {
    for (const timeFormat of ["HH:mm:ss", "HH:mm", "hh:mm:ss a", "h:mm a"]) {
        for (const dateFormat of ["yyyy/MM/dd", "dd/MM/yy", "MM/dd/yyyy", "dd MMMM yyyy"]) {
            setFormats(dateFormat, timeFormat);
            for (const moment of ["2027-01-05 11:00:00", "2027-01-05 20:35:00"]) {
                const shown = formatDateTime(DateTime.fromSQL(moment, { zone: "utc" }).toLocal());
                expect(serializeDateTime(parseDateTime(shown))).toBe(moment, { message: shown });
            }
        }
    }
});

test("numbers without a year that is one by its digits follow the format", () => {
    setFormats("dd/MM/yy");
    expect(read("05/10/15")).toBe("2036-12-25");
    expect(read("051015")).toBe("2036-12-25");
    expect(read("05/10")).toBe("2026-12-26");
    expect(read("10/15")).toBe("2027-01-05");
    expect(read("15/10/1405")).toBe("2027-01-05");
    expect(read("1405/10/15")).toBe("2027-01-05");
    setFormats("MM/dd/yyyy");
    expect(read("10/05/15")).toBe("2036-12-25");
    expect(read("10/05")).toBe("2026-12-26");
    expect(read("10/05/1405")).toBe("2026-12-26");
    expect(read("15/10/1405")).toBe("2027-01-05");
    expect(read("1405/10/15")).toBe("2027-01-05");
    setFormats("yyyy/MM/dd");
    expect(read("05/10/15")).toBe("2027-01-05");
    expect(read("05/10")).toBe("2026-08-01");
});

test("years that no calendar here reaches are refused", () => {
    for (const text of ["+2000y", "-3000y", "today +2000y", "+30000m", "+2000y 14:30"]) {
        expect(() => parseDate(text)).toThrow(/is not a correct date/, { message: text });
    }
});

test("a time is read behind words, and behind a dot where a day stands before it", () => {
    const readTime = (text) => serializeDateTime(parseDateTime(text));
    for (const text of [
        "1405/10/15 14.30",
        "1405/10/15 ساعت 14:30",
        "۱۴۰۵/۱۰/۱۵، ساعت ۱۴:۳۰",
        "15 دی 14.30",
        "15-دی-1405 14:30",
        "15 دی 2:30 بعدازظهر",
        "15 دی 2:30 بعد از ظهر",
        "15 دی ساعت 2:30 عصر",
    ]) {
        expect(readTime(text)).toBe("2027-01-05 11:00:00", { message: text });
    }
    expect(readTime("امروز 14:30")).toBe("2026-11-27 11:00:00");
    expect(readTime("امروز ساعت ۲:۳۰ ب.ظ")).toBe("2026-11-27 11:00:00");
    expect(readTime("فردا 10:00")).toBe("2026-11-28 06:30:00");
    expect(readTime("15 دی 8:05 صبح")).toBe("2027-01-05 04:35:00");
    for (const text of ["15-دی-1405", "15 / دی / 1405", "15.دی.1405", "15/دی"]) {
        expect(read(text)).toBe("2027-01-05", { message: text });
    }
    // Dots between the numbers of a day, as before.
    expect(read("15.10")).toBe("2027-01-05");
    expect(read("1405 10.15")).toBe("2027-01-05");
    for (const text of ["14.30", "امروز 25:00", "فردا 10", "abc 14:30", "1405/10/15 14.70"]) {
        expect(() => parseDateTime(text)).toThrow(/is not a correct date/, { message: text });
    }
});
