import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const card = (name) => `.o_kanban_record:not(.o_kanban_ghost):contains(${name})`;

/** Choose two cards by their tick boxes: a card that has the focus shows its own. */
const selectBoth = () => [
    {
        content: "to a card",
        trigger: card("باختنی یک"),
        run: ({ anchor }) => anchor.focus(),
    },
    {
        content: "choose it",
        trigger: `${card("باختنی یک")} .o_lead_tick input:not(:checked):visible`,
        run: "click",
    },
    {
        content: "it is chosen, and no window has opened",
        trigger: `.o_kanban_view ${card("باختنی یک")}.o_record_selected .o_lead_tick input:checked`,
    },
    {
        content: "now all cards show theirs; choose the other",
        trigger: `${card("باختنی دو")} .o_lead_tick input:not(:checked):visible`,
        run: "click",
    },
    {
        content: "both are chosen",
        trigger: ".o_selection_container:contains(2)",
    },
];

const choose = (name) => [
    {
        content: "the actions of the chosen cards",
        trigger: ".o_control_panel .o_cp_action_menus .dropdown-toggle:has(.fa-cog)",
        run: "click",
    },
    {
        content: name,
        trigger: `.o-dropdown--menu .o_menu_item:contains(${name})`,
        run: "click",
    },
];

/**
 * Lose two from the kanban with a reason that is new, find them among the lost ones, and recover
 * both with a call for tomorrow and ten percent off (features.md #75-#85).
 */
registry.category("web_tour.tours").add("crm_lead_qualification_recover", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "open CRM, which begins with my pipeline",
            trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']",
            run: "click",
        },
        {
            content: "both are in the second stage",
            trigger: `.o_kanban_group:contains(مرحله دوم):has(${card("باختنی یک")}) ${card("باختنی دو")}`,
        },
        ...selectBoth(),
        ...choose("باخت"),
        {
            content: "a reason that nobody had before",
            trigger: ".modal [name='lost_reason_id'] input",
            run: "edit جابه‌جایی دفتر",
        },
        {
            content: "create it right there",
            trigger: ".o-autocomplete--dropdown-menu .o_m2o_dropdown_option_create a",
            run: "click",
        },
        {
            content: "it is chosen",
            trigger: ".modal [name='lost_reason_id'] input:value(جابه‌جایی دفتر)",
        },
        {
            content: "lose them",
            trigger: ".modal button[name='action_lost_reason_apply']",
            run: "click",
        },
        {
            content: "they left the pipeline",
            trigger: `body:not(:has(.modal)) .o_kanban_view:not(:has(${card("باختنی")}))`,
        },
        {
            content: "the filters",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            content: "the lost ones",
            trigger: ".o_filter_menu .o_menu_item:contains(/^باخته$/)",
            run: "click",
        },
        {
            content: "there they are",
            trigger: `${card("باختنی یک")}:contains(باخته)`,
        },
        ...selectBoth(),
        ...choose("بازیابی"),
        {
            content: "plan an activity",
            trigger: ".modal [name='activity_type_id'] input",
            run: "edit تماس",
        },
        {
            content: "a call",
            trigger: ".o-autocomplete--dropdown-item:contains(تماس) a",
            run: "click",
        },
        {
            content: "for tomorrow",
            trigger: ".modal [name='activity_days'] input:value(1)",
        },
        {
            content: "and a discount",
            trigger: ".modal [name='with_quotation'] input",
            run: "click",
        },
        {
            content: "the window says whose last quotation there is none of",
            trigger: ".modal [name='notice']:contains(باختنی یک):not(:contains(باختنی دو)) strong",
        },
        {
            content: "of ten percent",
            trigger: ".modal [name='discount'] input",
            run: "edit 10",
        },
        {
            content: "recover them",
            trigger: ".modal button[name='action_recover']",
            run: "click",
        },
        {
            content: "nothing is lost any more",
            trigger: `body:not(:has(.modal)) .o_kanban_view:not(:has(${card("باختنی")}))`,
        },
        {
            content: "without the filter",
            trigger: ".o_searchview_facet:contains(باخته) .o_facet_remove",
            run: "click",
        },
        {
            content: "both are in the first stage",
            trigger: `.o_kanban_group:contains(مرحله نخست):has(${card("باختنی یک")}) ${card("باختنی دو")}`,
            run: "click",
        },
        {
            content: "with a quotation",
            trigger:
                ".o_form_view button[name='action_view_sale_quotation'] .o_stat_value:contains(1)",
            run: "click",
        },
        {
            content: "the new one, beside the cancelled one",
            trigger: ".o_list_view .o_data_row .o_data_cell[name='name']",
            run: "click",
        },
        {
            content: "with ten percent off",
            trigger: ".o_form_view .o_data_row [name='discount']:contains(10)",
        },
    ],
});
