import { registry } from "@web/core/registry";
import { openLeads } from "./lead_steps";

/**
 * A caller who is known already (features.md #19-#24, #35, B4): the phone is typed in Persian
 * digits into a new lead, the notice shows before it is saved, one of the similar records is
 * dismissed and the other merged. From the notice to a merge: compare_leads_tour.js.
 */
registry.category("web_tour.tours").add("crm_lead_qualification_similar", {
    steps: () => [
        ...openLeads(),
        {
            content: "a new lead",
            trigger: ".o_list_view .o_list_button_add, .o_control_panel .o_list_button_add",
            run: "click",
        },
        {
            content: "its name",
            trigger: ".o_form_view .o_field_widget[name='name'] textarea",
            run: "edit تماس تازه",
        },
        {
            content: "nothing is known yet",
            trigger: ".o_form_view:not(:has([name='similar_notice'].alert))",
        },
        {
            content: "a phone that is known, in Persian digits",
            trigger: ".o_form_view .o_field_widget[name='phone'] input",
            run: "edit ۰۹۱۲ ۵۵۵ ۰۱۰۱ && press Tab",
        },
        {
            content: "the notice shows before the lead is saved",
            // The number is isolated, so that "20+" keeps its order.
            trigger:
                ".alert[name='similar_notice']:contains(رکوردهای مشابه این رکورد: \u20662\u2069)",
        },
        {
            content: "save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "wait until it is saved",
            trigger:
                ".o_form_view .o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))",
        },
        {
            content: "the similar records",
            trigger: "button.oe_stat_button[name='action_show_potential_duplicates']",
            run: "click",
        },
        {
            content: "each card has its reason",
            trigger: ".o_kanban_record:contains(همان تماس‌گیرنده):contains(تلفن یکسان)",
        },
        {
            content: "this one is somebody else",
            trigger: ".o_kanban_record:contains(شماره اشتباه) button:contains(تکراری نیست)",
            run: "click",
        },
        {
            content: "and does not come up again",
            trigger:
                ".o_kanban_view:has(.o_kanban_record:contains(همان تماس‌گیرنده)):not(:has(.o_kanban_record:contains(شماره اشتباه)))",
        },
        {
            content: "the list",
            trigger: ".o_switch_view.o_list",
            run: "click",
        },
        {
            content: "select both",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "the action menu",
            trigger: ".o_control_panel .o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            content: "merge",
            trigger: ".o-dropdown--menu .o_menu_item:contains(ادغام)",
            run: "click",
        },
        {
            content: "press «ادغام»",
            trigger: ".modal footer button[name='action_merge']",
            run: "click",
        },
        {
            content: "one record is left",
            trigger: "body:not(:has(.modal)) .o_form_view .o_field_widget[name='phone']",
        },
    ],
});
