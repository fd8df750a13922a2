import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, describe, expect, mockDate, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    makeMockEnv,
    models,
    mountView,
    mountWithCleanup,
    patchWithCleanup,
    preloadBundle,
} from "@web/../tests/web_test_helpers";
import { DateTimePicker } from "@web/core/datetime/datetime_picker";
import { user } from "@web/core/user";
import { session } from "@web/session";

const { DateTime } = luxon;

describe.current.tags("desktop");

class Event extends models.Model {
    name = fields.Char();
    start = fields.Datetime();

    has_access() {
        return true;
    }

    _records = [{ id: 1, name: "جلسه", start: "2026-11-27 09:00:00" }];
    _views = { calendar: `<calendar date_start="start" mode="month" scales="week,month,year"/>` };
}

defineMailModels();
defineModels([Event]);
preloadBundle("web.fullcalendar_lib");

beforeEach(() => {
    // A Friday, 6 Azar 1405
    mockDate("2026-11-27 12:00:00", +3.5);
});

function setWeekend(days, calendarSystem) {
    patchWithCleanup(session, {
        calendar_system: calendarSystem,
        persian_weekends: days && { [user.activeCompany.id]: days },
    });
}

async function mountPicker() {
    await makeMockEnv();
    await mountWithCleanup(DateTimePicker, {
        props: { type: "date", value: DateTime.local(2026, 11, 27) },
    });
}

/** The days of the week that a calendar has columns for, as FullCalendar calls them. */
function getColumns() {
    const cells = document.querySelectorAll(".o_calendar_renderer .fc-col-header-cell");
    return [...cells].map(
        (cell) => cell.className.match(/fc-day-(sun|mon|tue|wed|thu|fri|sat)/)[1],
    );
}

async function hideWeekends() {
    await contains(".o_view_scale_selector .scale_button_selection").click();
    await contains(".o_show_weekends").click();
    await animationFrame();
}

test("the picker marks Friday, and Thursday where nobody works on it", async () => {
    setWeekend([4, 5], "jalali");
    await mountPicker();
    expect(queryAllTexts(".o_weekend_day").slice(0, 4)).toEqual(["5", "6", "12", "13"]);
});

test("the Gregorian picker of users in Persian marks it too", async () => {
    setWeekend([5], "gregorian");
    await mountPicker();
    expect(queryAllTexts(".o_weekend_day").slice(0, 4)).toEqual(["6", "13", "20", "27"]);
});

test("the picker of others marks nothing", async () => {
    setWeekend(undefined);
    await mountPicker();
    expect(".o_weekend_day").toHaveCount(0);
});

for (const system of ["jalali", "gregorian"]) {
    test(`hiding weekends hides them in a calendar that is ${system}`, async () => {
        setWeekend([4, 5], system);
        await mountView({ type: "calendar", resModel: "event" });
        expect(getColumns()).toEqual(["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);
        await hideWeekends();
        expect(getColumns()).toEqual(["sun", "mon", "tue", "wed", "sat"]);
        await hideWeekends();
        expect(getColumns()).toEqual(["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);
    });
}

test("hiding weekends hides those of Odoo for others", async () => {
    setWeekend(undefined);
    await mountView({ type: "calendar", resModel: "event" });
    await hideWeekends();
    expect(getColumns()).toEqual(["mon", "tue", "wed", "thu", "fri"]);
});

test("the weekend of a calendar is marked", async () => {
    setWeekend([5], "jalali");
    await mountView({ type: "calendar", resModel: "event" });
    const day = (name) => `.o_calendar_renderer .fc-col-header-cell.fc-day-${name} a`;
    const color = (name) => getComputedStyle(document.querySelector(day(name))).color;
    expect(color("fri")).not.toBe(color("thu"));
    expect(color("thu")).toBe(color("sat"));
});
