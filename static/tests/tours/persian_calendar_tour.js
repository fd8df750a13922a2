import { registry } from "@web/core/registry";

/** The browser's own calendar, beside which that of the addon is held. */
const browserCalendar = new Intl.DateTimeFormat("fa-IR-u-ca-persian-nu-latn", {
    year: "numeric",
    month: "long",
});

function readPeriod(date) {
    const parts = {};
    for (const { type, value } of browserCalendar.formatToParts(date)) {
        parts[type] = value;
    }
    return parts;
}

const { year, month } = readPeriod(new Date());
const DEADLINE = "div[name='date_deadline']";
const PICKER = ".o_datetime_picker";
const DAY = `${PICKER} .o_date_item_cell:not(.o_out_of_range)`;

function typeDate(content, text) {
    return [
        { content, trigger: `${DEADLINE} button, ${DEADLINE} input`, run: "click" },
        { content: "type it", trigger: `${DEADLINE} input`, run: `edit ${text} && press Enter` },
        { content: "the picker closes", trigger: "body:not(:has(.o_datetime_picker))" },
    ];
}

function saveShowing(text) {
    // The whole number: 21 has a 1 too.
    const shown = `${DEADLINE} button:contains(/\\b${text}/)`;
    return [
        { content: `it is ${text}`, trigger: shown },
        { content: "save it", trigger: ".o_form_button_save:visible", run: "click" },
        { content: "saved", trigger: ".o_form_saved" },
        {
            content: "reopen it",
            trigger: DEADLINE,
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        { content: `it still is ${text}`, trigger: shown },
    ];
}

registry.category("web_tour.tours").add("crm_lead_qualification_jalali_fields", {
    steps: () => [
        ...typeDate("a day of a month, without a year", "۱۵ دی"),
        ...saveShowing("15 دی"),
        {
            content: "its tooltip has the same calendar",
            trigger: `${DEADLINE} button[data-tooltip='${year}/10/15']`,
        },
        ...typeDate("by keyboard alone: the first of that year", `${year}/01/01`),
        ...saveShowing("1 فروردین"),
        { content: "open the picker", trigger: `${DEADLINE} button`, run: "click" },
        {
            content: "it stands at that month",
            trigger: `${PICKER} .o_header_part:contains(فروردین ${year})`,
        },
        { content: "the next month", trigger: `${PICKER} .o_next`, run: "click" },
        {
            content: "its name",
            trigger: `${PICKER} .o_header_part:contains(اردیبهشت ${year})`,
        },
        { content: "it has 31 days", trigger: `${DAY}:contains(/^31$/)` },
        { content: "pick one", trigger: `${DAY}:contains(/^20$/)`, run: "click" },
        ...saveShowing("20 اردیبهشت"),
        ...typeDate("a day that this year has not", "1404/12/30"),
        {
            content: "it is refused, and the day stays",
            trigger: `${DEADLINE} button:contains(20 اردیبهشت)`,
        },
    ],
});

/** Choose a period of the date filter, and see what the facet says. */
function filterBy(period, facet) {
    return [
        { content: "the search menu", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        {
            content: "filters by date",
            trigger: ".o_filter_menu .o_accordion_toggle:contains(تاریخ ایجاد)",
            run: "click",
        },
        {
            content: `choose ${period}`,
            trigger: `.o_filter_menu .o_accordion_values .o_item_option:contains(${period})`,
            run: "click",
        },
        { content: `the facet is ${facet}`, trigger: `.o_facet_value:contains(${facet})` },
        { content: "close the menu", trigger: ".o_searchview_dropdown_toggler", run: "click" },
    ];
}

const REMOVE_FACET = {
    content: "without the filter",
    trigger: ".o_searchview_facet:contains(تاریخ ایجاد) .o_facet_remove",
    run: "click",
};

registry.category("web_tour.tours").add("crm_lead_qualification_jalali_filters", {
    steps: () => [
        { content: "all leads", trigger: ".o_data_row:contains(پایان ماه پیش)" },
        ...filterBy(month, `${month} ${year}`),
        {
            content: "the leads of this month, from its first day on",
            trigger:
                ".o_list_view:has(.o_data_row:contains(آغاز این ماه)):not(:has(.o_data_row:contains(پایان ماه پیش)))",
        },
        REMOVE_FACET,
        ...filterBy("پاییز", `پاییز ${year}`),
        {
            content: "the leads of autumn",
            trigger:
                ".o_list_view:has(.o_data_row:contains(میان پاییز)):not(:has(.o_data_row:contains(پایان تابستان)))",
        },
    ],
});

/** Click the bar of this month as the mouse does, in its middle. */
function clickBar({ anchor }) {
    const { Chart } = window;
    const chart = Chart.getChart(anchor);
    // A bar that still grows is hit where it will not be.
    chart.stop();
    chart.update("none");
    const bar = chart.data.labels.findIndex((label) => `${label}`.includes(`${month} ${year}`));
    const { x, y, base } = chart.getDatasetMeta(0).data[bar];
    const { left, top } = anchor.getBoundingClientRect();
    const point = { clientX: left + x, clientY: top + (y + base) / 2, bubbles: true };
    anchor.dispatchEvent(new MouseEvent("mousemove", point));
    anchor.dispatchEvent(new MouseEvent("click", point));
}

registry.category("web_tour.tours").add("crm_lead_qualification_jalali_graph", {
    steps: () => [
        { content: "the graph", trigger: ".o_graph_view canvas" },
        { content: "the search menu", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        {
            content: "groups by date",
            trigger: ".o_group_by_menu .o_accordion_toggle:contains(تاریخ ایجاد)",
            run: "click",
        },
        {
            content: "by month",
            trigger: ".o_group_by_menu .o_accordion_values .o_item_option:contains(/^ماه$/)",
            run: "click",
        },
        { content: "the facet", trigger: ".o_facet_value:contains(تاریخ ایجاد: ماه)" },
        { content: "close the menu", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        {
            content: "the bar of this month",
            trigger: ".o_graph_view:not(:has(.o_searchview_dropdown.show)) canvas",
            run: clickBar,
        },
        {
            content: "opens the records of this month, and no others",
            trigger:
                ".o_list_view:has(.o_data_row:contains(آغاز این ماه)):not(:has(.o_data_row:contains(پایان ماه پیش)))",
        },
    ],
});

function getCell(day) {
    return `.o_calendar_widget .fc-daygrid-day:not(.fc-day-other):has(.fc-daygrid-day-number:contains(/^${day}$/))`;
}

registry.category("web_tour.tours").add("crm_lead_qualification_jalali_calendar", {
    steps: () => [
        {
            content: "the months of the calendar",
            trigger: ".o_view_scale_selector .scale_button_selection",
            run: "click",
        },
        { content: "one month", trigger: ".o_scale_button_month", run: "click" },
        { content: "its name", trigger: `.o_calendar_header h5:contains(${month} ${year})` },
        {
            content: "it begins with its first day",
            trigger:
                ".o_calendar_widget .fc-daygrid-day:not(.fc-day-other):eq(0) .fc-daygrid-day-number:contains(/^1$/)",
        },
        {
            content: "move the meeting to another day",
            trigger: ".fc-event:contains(جلسه آزمون)",
            run: `drag_and_drop ${getCell(12)} .fc-daygrid-day-events`,
        },
        {
            content: "there it is",
            trigger: `${getCell(12)} .fc-event:contains(جلسه آزمون)`,
        },
        { content: "the next month", trigger: ".o_calendar_button_next", run: "click" },
        {
            content: "another month",
            trigger: `.o_calendar_header h5:not(:contains(${month} ${year}))`,
        },
        { content: "and back", trigger: ".o_calendar_button_today", run: "click" },
        { content: "this month", trigger: `.o_calendar_header h5:contains(${month} ${year})` },
    ],
});
