import { formatDateSpan } from "@crm_lead_qualification/persian/calendar/calendar_popover";
import { toJalali } from "@crm_lead_qualification/persian/calendar/jalali_datetime";
import { FillTemporalPeriod } from "@crm/views/fill_temporal_service";
import { ForecastSearchModel } from "@crm/views/forecast_search_model";
import { beforeEach, describe, expect, mockDate, test } from "@odoo/hoot";
import { click, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    allowTranslations,
    makeMockEnv,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { DateTimePicker } from "@web/core/datetime/datetime_picker";
import { serializeDate } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { constructDateDomain, getPeriodOptions, QUARTERS } from "@web/search/utils/dates";
import { session } from "@web/session";

const { DateTime } = luxon;

describe.current.tags("desktop");

defineMailModels();

const PERIODS = {
    startYear: -2,
    endYear: 0,
    startMonth: -2,
    endMonth: 0,
    customOptions: [],
};

beforeEach(() => {
    // 6 Azar 1405
    mockDate("2026-11-27 12:00:00", +3.5);
    patchWithCleanup(session, { calendar_system: "jalali" });
});

async function mountPicker(props = {}) {
    await makeMockEnv();
    patchWithCleanup(localization, { weekStart: 6 });
    const selected = [];
    await mountWithCleanup(DateTimePicker, {
        props: {
            type: "date",
            value: DateTime.local(2026, 11, 27),
            onSelect: (value) => selected.push(value),
            ...props,
        },
    });
    return selected;
}

async function press(selector) {
    await click(selector);
    await animationFrame();
}

test("the picker shows a Jalali month, from Saturday to Friday", async () => {
    const selected = await mountPicker();
    expect(".o_header_part").toHaveText("آذر 1405");
    const days = queryAllTexts(".o_date_item_cell");
    expect(days.slice(0, 3)).toEqual(["30", "1", "2"]);
    expect(days.slice(28, 32)).toEqual(["28", "29", "30", "1"]);
    expect(".o_today").toHaveText("6");
    expect(".o_selected").toHaveText("6");
    expect(".o_out_of_range").toHaveCount(12);
    expect(queryAllTexts(".o_week_number_cell")).toEqual(["36", "37", "38", "39", "40", "41"]);
    await press(".o_date_item_cell:not(.o_out_of_range):contains(/^15$/)");
    expect(serializeDate(selected[0])).toBe("2026-12-06");
    // Other code goes on with what it knows.
    expect(selected[0].year).toBe(2026);
});

test("the picker goes on by months, years and decades", async () => {
    const selected = await mountPicker();
    await press(".o_next");
    expect(".o_header_part").toHaveText("دی 1405");
    await press(".o_previous");
    await press(".o_previous");
    expect(".o_header_part").toHaveText("آبان 1405");
    await press(".o_zoom_out");
    expect(".o_header_part").toHaveText("1405");
    expect(queryAllTexts(".o_date_item_cell").slice(8)).toEqual(["آذر", "دی", "بهمن", "اسفند"]);
    await press(".o_zoom_out");
    expect(".o_header_part").toHaveText("1399 - 1410");
    await press(".o_zoom_out");
    expect(".o_header_part").toHaveText("1390 - 1500");
    await press(".o_date_item_cell:contains(1400)");
    await press(".o_date_item_cell:contains(1403)");
    await press(".o_date_item_cell:contains(اسفند)");
    expect(".o_header_part").toHaveText("اسفند 1403");
    await press(".o_date_item_cell:not(.o_out_of_range):contains(/^30$/)");
    expect(serializeDate(selected[0])).toBe("2025-03-20");
});

test("a range of days keeps the days that were picked", async () => {
    const selected = await mountPicker({
        range: true,
        type: "datetime",
        focusedDateIndex: 1,
        value: [DateTime.local(2026, 11, 27, 10), DateTime.local(2026, 11, 28, 11)],
    });
    await press(".o_date_item_cell:not(.o_out_of_range):contains(/^15$/)");
    expect(selected[0].map((value) => value.toFormat("yyyy-MM-dd HH:mm"))).toEqual([
        "2026-11-27 10:00",
        "2026-12-06 11:00",
    ]);
});

test("the picker of others is Odoo's", async () => {
    patchWithCleanup(session, { calendar_system: undefined });
    await mountPicker();
    expect(".o_header_part").toHaveText("November 2026");
    expect(queryOne(".o_today")).toHaveText("27");
});

test("filters offer Jalali months, seasons and years", () => {
    setLocalization();
    const options = getPeriodOptions(toJalali(DateTime.local()), PERIODS);
    expect(options.map((option) => String(option.description))).toEqual([
        "آذر",
        "آبان",
        "مهر",
        "زمستان",
        "پاییز",
        "تابستان",
        "بهار",
        "1405",
        "1404",
        "1403",
    ]);
});

function setLocalization() {
    patchWithCleanup(localization, {
        dateFormat: "yyyy/MM/dd",
        dateTimeFormat: "yyyy/MM/dd HH:mm:ss",
        direction: "rtl",
        weekStart: 6,
    });
}

function filterBy(fieldType, ...periods) {
    const searchItem = { fieldName: "day", fieldType, domain: "[]", optionsParams: PERIODS };
    const { description, domain } = constructDateDomain(
        toJalali(DateTime.local()),
        searchItem,
        periods,
    );
    const bounds = domain
        .toList({})
        .filter((leaf) => Array.isArray(leaf))
        .map((leaf) => leaf[2]);
    return [description, ...bounds];
}

test("filters have the bounds of Jalali periods", () => {
    setLocalization();
    expect(filterBy("date", "month", "year")).toEqual(["1405 آذر", "2026-11-22", "2026-12-21"]);
    expect(filterBy("date", "third_quarter", "year")).toEqual([
        "1405 پاییز",
        "2026-09-23",
        "2026-12-21",
    ]);
    expect(filterBy("date", "year-2")).toEqual(["1403", "2024-03-20", "2025-03-20"]);
    expect(filterBy("date", "month-1", "year-1").slice(1)).toEqual(["2025-10-23", "2025-11-21"]);
    expect(filterBy("datetime", "month", "year").slice(1)).toEqual([
        "2026-11-21 20:30:00",
        "2026-12-21 20:29:59",
    ]);
});

test("quarters of others have Odoo's names", () => {
    allowTranslations();
    expect(String(QUARTERS[3].description)).toBe("پاییز");
    patchWithCleanup(session, { calendar_system: undefined });
    expect(String(QUARTERS[3].description)).toBe("Q3");
});

test("the forecast goes from this Jalali month to the end of a Jalali year", () => {
    const period = new FillTemporalPeriod("crm.lead", { name: "day", type: "date" }, "month", 4);
    expect(period.getContext({}).fill_temporal.fill_from).toBe("2026-11-22");
    expect(serializeDate(period.end)).toBe("2027-03-21");
    period.expand();
    expect(serializeDate(period.end)).toBe("2027-04-21");
    patchWithCleanup(session, { calendar_system: undefined });
    const others = new FillTemporalPeriod("crm.lead", { name: "day", type: "date" }, "month", 4);
    expect(others.getContext({}).fill_temporal.fill_from).toBe("2026-11-01");
});

test("the filter of the forecast begins with this Jalali month", () => {
    const getStart = (...groupBy) => {
        const model = Object.create(ForecastSearchModel.prototype, { groupBy: { value: groupBy } });
        model.searchViewFields = { day: { type: "date" } };
        return model._getForecastStart("day");
    };
    expect(getStart("day:month")).toBe("2026-11-22");
    expect(getStart("day:quarter")).toBe("2026-09-23");
    expect(getStart("stage_id")).toBe("2026-11-27");
    expect(getStart()).toBe("2026-11-22");
    patchWithCleanup(session, { calendar_system: undefined });
    expect(getStart("day:month")).toBe("2026-11-01");
});

test("from when to when an event is, the day comes before the month", () => {
    const span = (first, last) => formatDateSpan(DateTime.fromISO(first), DateTime.fromISO(last));
    expect(span("2026-11-23T08:00", "2026-11-23T10:00")).toBe("2 آذر 1405");
    expect(span("2026-11-23", "2026-11-25")).toBe("2 - 4 آذر 1405");
    expect(span("2026-12-20", "2026-12-23")).toBe("29 آذر - 2 دی 1405");
    expect(span("2026-03-20", "2026-03-21")).toBe("29 اسفند 1404 - 1 فروردین 1405");
});
