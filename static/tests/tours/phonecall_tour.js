import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/**
 * A call from an unknown number becomes a lead, the next call is planned for tomorrow at ten and
 * stands in the calendar (features.md #62 to #68, #144).
 */
registry.category("web_tour.tours").add("crm_lead_qualification_phonecall", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "open CRM",
            trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']",
            run: "click",
        },
        {
            content: "the menu of the phone calls",
            trigger: ".o_menu_sections [data-menu-xmlid='crm_phonecall.menu_crm_case_phone']",
            run: "click",
        },
        {
            content: "the calls that were made",
            trigger:
                ".o-dropdown--menu [data-menu-xmlid='crm_phonecall.menu_crm_case_phone_inbound']",
            run: "click",
        },
        {
            content: "a new call",
            trigger: ".o_list_view .o_list_button_add, .o_control_panel .o_list_button_add",
            run: "click",
        },
        {
            content: "whoever calls is asked for; but it was we who called",
            trigger:
                ".o_form_view:has(label:contains(شماره تماس‌گیرنده)):not(:has(label:contains(شماره‌ای که باید گرفت))) [name='direction'] input[data-value='out']",
            run: "click",
        },
        {
            content: "then it is the number to call that is asked for; back",
            trigger:
                ".o_form_view:has(label:contains(شماره‌ای که باید گرفت)):not(:has(label:contains(تماس‌گیرنده))) [name='direction'] input[data-value='in']",
            run: "click",
        },
        {
            content: "what it is about",
            trigger: ".o_form_view .o_field_widget[name='name'] input",
            run: "edit قیمت بیست میز",
        },
        {
            content: "the number, in Persian digits",
            trigger: ".o_form_view .o_field_widget[name='partner_phone'] input",
            run: "edit ۰۹۳۵ ۱۱۱ ۲۲۳۳",
        },
        {
            content: "who it is",
            trigger: ".o_form_view .o_field_widget[name='contact_name'] input",
            run: "edit رعنا نیکو",
        },
        {
            content: "press «ایجاد سرنخ»",
            trigger: "button[name='action_create_lead']:contains(ایجاد سرنخ)",
            run: "click",
        },
        {
            content: "the lead knows the caller",
            trigger: ".o_form_view .o_field_widget[name='contact_name'] input:value(رعنا نیکو)",
        },
        {
            content: "and its number, as telephones dial it",
            trigger: ".o_form_view .o_field_widget[name='phone'] input:value(+98 935 111 2233)",
        },
        {
            content: "the one call of the lead",
            trigger: "button[name='button_open_phonecall']:contains(1)",
            run: "click",
        },
        {
            content: "plan the next call",
            trigger: ".o_form_view .oe_stat_button:has(.fa-phone)",
            run: "click",
        },
        {
            content: "tomorrow at ten comes up; plan it",
            trigger: ".modal footer button[name='action_schedule']:visible",
            run: "click",
        },
        {
            content: "the next call is planned",
            trigger:
                "body:not(:has(.modal)) .o_form_view button[name='action_hold']:contains(انجام شد)",
        },
        stepUtils.showAppsMenuItem(),
        {
            content: "open the calendar",
            trigger: ".o_app[data-menu-xmlid='calendar.mail_menu_calendar']",
            run: "click",
        },
        {
            content: "go on to its week, where that is the next",
            trigger: ".o_calendar_renderer .fc-col-header-cell[data-date]",
            async run({ click }) {
                // Ten o'clock of the salesperson, on the calendar of the browser.
                const tomorrow = luxon.DateTime.now()
                    .setZone("Asia/Tehran")
                    .plus({ days: 1 })
                    .set({ hour: 10 })
                    .toLocal()
                    .toISODate();
                if (!document.querySelector(`.fc-col-header-cell[data-date='${tomorrow}']`)) {
                    await click(".o_calendar_button_next");
                }
            },
        },
        {
            content: "the call stands there",
            trigger: ".o_calendar_renderer .o_event:contains(تماس: قیمت بیست میز)",
        },
    ],
});
