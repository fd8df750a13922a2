import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

function row(name) {
    return `.o_list_view .o_data_row:contains(${name})`;
}

/**
 * My activities (features.md #124, #148, #149): one is snoozed, a late one gets a new day, and the
 * filter Done shows what was completed, by whom and when.
 */
registry.category("web_tour.tours").add("crm_lead_qualification_activities", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "open CRM",
            trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']",
            run: "click",
        },
        {
            content: "the menu «فروش»",
            trigger: ".o_menu_sections [data-menu-xmlid='crm.crm_menu_sales']",
            run: "click",
        },
        {
            content: "my activities",
            trigger: ".o-dropdown--menu [data-menu-xmlid='crm.crm_lead_menu_my_activities']",
            run: "click",
        },
        {
            content: "what I have to do stands there, not what somebody else has",
            trigger: `${row("فرصت آینده")}:contains(پیگیری آینده):not(:contains(تماس دیگری)) .o-mail-ActivityButton .text-success`,
        },
        {
            content: "names in it keep their order",
            trigger: `${row("فرصت آینده")} .o-mail-ActivityButton[title*='\u206648-port PoE\u2069']:contains(\u206648-port PoE\u2069)`,
        },
        {
            content: "a warning comes first",
            trigger: `${row("فرصت معوق")}:not(:contains(پیگیری دیرشده)) .o-mail-ActivityButton .fa-warning.text-warning`,
        },
        {
            content: "each number of a call dials",
            trigger:
                ".o_my_call:contains(تماس 2):has(a[href='tel:02188776655']) a[href='tel:09125550203']",
        },
        {
            content: "nothing is to be done on what is lost",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(فرصت باخته)))",
        },
        {
            content: "calls of no record stand above, the next ones by name",
            trigger:
                ".o_my_calls:has(.o_my_call:contains(تماس 1 بدون سرنخ):contains(رعنا نیکو) a[href='tel:+989125550202']):not(:contains(تماس 4)) button:contains(4)",
        },
        {
            content: "a late one has no snooze",
            trigger: `${row("فرصت معوق")}:not(:has(button[name='action_snooze_my_next']))`,
        },
        {
            content: "and one that is not late has no reschedule",
            trigger: `${row("فرصت آینده")}:not(:has(button[name='action_reschedule_my_next']))`,
        },
        {
            content: "snooze it",
            trigger: `${row("فرصت آینده")} button[name='action_snooze_my_next']`,
            run: "click",
        },
        {
            content: "until when is said",
            trigger: ".o_notification:contains(به تعویق افتاد)",
        },
        {
            content: "reschedule the late one",
            trigger: `${row("فرصت معوق")} button[name='action_reschedule_my_next']`,
            run: "click",
        },
        {
            content: "the window shows what moves",
            trigger: ".modal .o_data_row:contains(فرصت معوق):contains(پیگیری دیرشده)",
        },
        {
            content: "to today",
            trigger: ".modal footer button[name='action_reschedule']",
            run: "click",
        },
        {
            content: "the row is late no more",
            trigger: `body:not(:has(.modal)) ${row("فرصت معوق")} button[name='action_snooze_my_next']`,
        },
        {
            content: "select all",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "both are offered for many",
            trigger:
                ".o_control_panel button[name='action_reschedule_my_next']:contains(زمان‌بندی مجدد)",
        },
        {
            content: "snooze all",
            trigger: ".o_control_panel button[name='action_snooze_my_next']:contains(تعویق 7 روزه)",
            run: "click",
        },
        {
            content: "how many is said",
            trigger: ".o_notification:contains(2 فعالیت)",
        },
        {
            content: "open the filters",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            content: "the filter «انجام‌شده»",
            trigger: ".o_search_bar_menu .o_filter_menu .o_menu_item:contains(انجام‌شده)",
            run: "click",
        },
        {
            content: "who completed it",
            trigger: `.o_list_view:not(:has(.o_data_row:contains(فرصت آینده))) ${row("فرصت تمام").replace(".o_list_view ", "")} [name='done_activity_user_id']:contains(لیلا فروشنده)`,
        },
        {
            content: "what it was",
            trigger: `${row("فرصت تمام")} [name='done_activity_name']:contains(تماس تمام‌شده)`,
        },
        {
            content: "close the filters",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            content: "all of them",
            trigger: `body:not(:has(.o_search_bar_menu)) ${row("فرصت تمام")} button[name='action_open_done_activities']`,
            run: "click",
        },
        {
            content: "the completed activities of the record",
            trigger: ".o_list_view .o_data_row:contains(تماس تمام‌شده):contains(لیلا فروشنده)",
        },
        {
            content: "back",
            trigger: ".breadcrumb .o_back_button a",
            run: "click",
        },
        {
            content: "cards",
            trigger: ".o_list_view .o_switch_view.o_kanban",
            run: "click",
        },
        {
            content: "in their stages",
            trigger: ".o_kanban_view .o_kanban_group .o_column_title",
        },
        {
            content: "all calls",
            trigger: ".o_my_calls button",
            run: "click",
        },
        {
            content: "are a list",
            trigger: ".o_list_view .o_data_row:contains(تماس 4 بدون سرنخ)",
        },
    ],
});
