import { toJalali } from "@crm_lead_qualification/persian/calendar/jalali_datetime";
import { fixGregorianLocale } from "@crm_lead_qualification/persian/calendar/full_calendar";
import { setOutputCalendar } from "@crm_lead_qualification/persian/calendar/output_calendar";
import { FillTemporalPeriod } from "@crm/views/fill_temporal_service";
import { beforeEach, describe, expect, mockDate, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { Attachment } from "@mail/core/common/attachment_model";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { serializeDate } from "@web/core/l10n/dates";
import { session } from "@web/session";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarYearRenderer } from "@web/views/calendar/calendar_year/calendar_year_renderer";

const { DateTime, Settings } = luxon;

describe.current.tags("headless");

defineMailModels();

beforeEach(() => {
    // 6 Azar 1405
    mockDate("2026-11-27 12:00:00", +3.5);
    patchWithCleanup(session, { calendar_system: "jalali" });
});

/** Where the forecast ends after core has set it to a Gregorian period after `start`. */
function endForecast(granularity, start, interval) {
    const period = new FillTemporalPeriod(
        "crm.lead",
        { name: "day", type: "date" },
        granularity,
        4,
    );
    period.setEnd(DateTime.fromISO(start).plus(interval));
    return serializeDate(period.end);
}

test("the forecast ends with the Jalali period of its last group", () => {
    // Esfand, of 29 days and of 30
    expect(endForecast("month", "2027-02-20", { month: 1 })).toBe("2027-03-21");
    expect(endForecast("month", "2030-02-19", { month: 1 })).toBe("2030-03-21");
    expect(endForecast("month", "2026-12-22", { month: 1 })).toBe("2027-01-21");
    for (let month = toJalali(DateTime.local()).startOf("month"); month.year < 1410;) {
        const next = month.plus({ months: 1 });
        expect(endForecast("month", month.toISODate(), { month: 1 })).toBe(next.toISODate());
        month = next;
    }
    // Core adds four months to a quarter.
    expect(endForecast("quarter", "2026-12-22", { month: 4 })).toBe("2027-03-21");
    expect(endForecast("quarter", "2026-12-22", { month: 3 })).toBe("2027-03-21");
    expect(endForecast("year", "2027-03-21", { year: 1 })).toBe("2028-03-20");
    expect(endForecast("week", "2026-12-05", { days: 7 })).toBe("2026-12-12");
    patchWithCleanup(session, { calendar_system: undefined });
    expect(endForecast("month", "2027-02-20", { month: 1 })).toBe("2027-03-20");
});

test("attachments of a Jalali month stand together", () => {
    const getMonth = (day) => {
        const attachment = Object.create(Attachment.prototype, {
            create_date: { value: day && DateTime.fromISO(day).setLocale("en") },
        });
        return attachment.monthYear;
    };
    expect(getMonth("2026-11-22")).toBe("آذر 1405");
    expect(getMonth("2026-11-21")).toBe("آبان 1405");
    expect(getMonth(undefined)).toBe(undefined);
    patchWithCleanup(session, { calendar_system: undefined });
    expect(getMonth("2026-11-21")).toBe("November, 2026");
});

test("a Persian user who has chosen Gregorian sees no other calendar", () => {
    patchWithCleanup(Settings, {
        defaultLocale: "fa-IR",
        defaultNumberingSystem: "latn",
        defaultOutputCalendar: null,
    });
    patchWithCleanup(session, { calendar_system: "gregorian" });
    setOutputCalendar();
    const date = DateTime.local(2026, 11, 27);
    expect(date.toLocaleString(DateTime.DATE_FULL)).toBe("27 نوامبر 2026");
    expect(date.toFormat("d MMMM yyyy")).toBe("27 نوامبر 2026");
    expect(date.monthLong).toBe("نوامبر");
    expect(fixGregorianLocale({ firstDay: 6 })).toEqual({
        firstDay: 6,
        locale: "fa-IR-u-ca-gregory-nu-latn",
    });
    patchWithCleanup(session, { calendar_system: undefined });
    Settings.defaultOutputCalendar = null;
    setOutputCalendar();
    expect(Settings.defaultOutputCalendar).toBe(null);
    expect(fixGregorianLocale({ locale: "fa" })).toEqual({ locale: "fa" });
});

test("a blank cell of another month cannot be clicked", () => {
    const click = (Renderer, className) => {
        const created = [];
        const renderer = Object.create(Renderer.prototype, {
            env: { value: {} },
            popover: { value: { close() {} } },
            props: {
                value: {
                    createRecord: (record) => created.push(record),
                    model: { canCreate: true, records: {} },
                },
            },
            fcEventToRecord: { value: (info) => info },
        });
        const dayEl = document.createElement("td");
        dayEl.className = `fc-day ${className}`;
        renderer.onDateClick({ dayEl, dateStr: "2026-11-21", jsEvent: {} });
        return created.length;
    };
    for (const Renderer of [CalendarCommonRenderer, CalendarYearRenderer]) {
        expect(click(Renderer, "fc-day-other o_jalali_outside")).toBe(0);
        expect(click(Renderer, "fc-day-other")).toBe(1);
    }
});
