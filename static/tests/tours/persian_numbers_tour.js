import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const CARD = ".o_kanban_record:contains(فرصت عددی)";
const REVENUE = ".o_form_view .o_field_widget[name='expected_revenue']";
const PROBABILITY = ".o_form_view .o_field_widget[name='probability']";
const TARGET = ".o_kanban_record:contains(تیم آزمون) .o_team_target_bar";
const EDITOR = ".modal .o_tree_editor_condition";

function createInKanban() {
    return [
        {
            content: "a new card",
            trigger: ".o_kanban_view:has(.o_kanban_group) .o-kanban-button-new",
            run: "click",
        },
        {
            content: "its name",
            trigger: ".o_kanban_quick_create .o_field_widget[name='name'] input",
            run: "edit فرصت عددی",
        },
        {
            content: "its revenue, from a Persian keyboard",
            trigger: ".o_kanban_quick_create .o_field_widget[name='expected_revenue'] input",
            run: "edit ۱۲۳۴",
        },
        {
            content: "add it",
            trigger: ".o_kanban_quick_create .o_kanban_add",
            run: "click",
        },
        {
            content: "it is worth that much",
            trigger: `${CARD}:contains(1,234)`,
        },
    ];
}

function openCard() {
    return [
        { content: "open the card", trigger: CARD, run: "click" },
        {
            content: "all of it is loaded: the form once more after what the browser had kept",
            trigger: ".o_form_view .o-mail-Message",
        },
    ];
}

function backToCards() {
    return [
        {
            content: "back to the cards",
            trigger: ".o_breadcrumb .o_back_button, .o_breadcrumb .breadcrumb-item a",
            run: "click",
        },
    ];
}

function editForm() {
    return [
        {
            content: "another revenue",
            trigger: `${REVENUE} input`,
            run: "edit ۲٬۵۰۰٬۰۰۰٬۰۰۰ && press Tab",
        },
        {
            content: "it was read",
            trigger: `${REVENUE} input:value(2,500,000,000.00)`,
        },
        {
            content: "a probability",
            trigger: `${PROBABILITY} input`,
            run: "edit ۵۵ && press Tab",
        },
        ...stepUtils.saveForm(),
        ...backToCards(),
        ...openCard(),
        {
            content: "the revenue is there again",
            trigger: `${REVENUE} input:value(2,500,000,000.00)`,
        },
        {
            content: "and the probability",
            trigger: `${PROBABILITY} input:value(55.00)`,
        },
    ];
}

function refuseLetters() {
    return [
        {
            content: "something that is no number",
            trigger: `${REVENUE} input`,
            run: "edit ۱۲الف && press Tab",
        },
        {
            content: "the field is red, and the text stays",
            trigger: `${REVENUE}.o_field_invalid input:value(۱۲الف)`,
        },
        {
            content: "nothing can be saved",
            trigger: ".o_form_button_save:disabled",
        },
        {
            content: "discard it",
            trigger: ".o_form_button_cancel",
            run: "click",
        },
        {
            content: "the revenue is as it was",
            trigger: `${REVENUE}:not(.o_field_invalid) input:value(2,500,000,000.00)`,
        },
        ...backToCards(),
    ];
}

function filterByNumber() {
    return [
        {
            content: "the menu of the search",
            trigger: ".o_kanban_view .o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            content: "a filter of one's own",
            trigger: ".o_add_custom_filter",
            run: "click",
        },
        {
            content: "choose a field",
            trigger: `${EDITOR} .o_model_field_selector`,
            run: "click",
        },
        {
            content: "look for the revenue",
            trigger: ".o_model_field_selector_popover_search input",
            run: "edit درآمد پیش‌بینی‌شده",
        },
        {
            content: "take it",
            trigger:
                ".o_model_field_selector_popover_item[data-name='expected_revenue'] .o_model_field_selector_popover_item_name",
            run: "click",
        },
        {
            content: "equal to a Persian number",
            trigger: `${EDITOR}:contains(درآمد پیش‌بینی‌شده) .o_tree_editor_editor input`,
            run: "edit ۲٬۵۰۰٬۰۰۰٬۰۰۰ && press Tab",
        },
        {
            content: "it was read",
            trigger: `${EDITOR} .o_tree_editor_editor input:value(2500000000)`,
        },
        {
            content: "apply it",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "only that card is left",
            trigger: `.o_kanban_renderer:has(${CARD}):not(:has(.o_kanban_record:contains(فرصت دیگر)))`,
        },
    ];
}

function setTarget() {
    return [
        {
            content: "the menu of sales",
            trigger: ".o_menu_sections [data-menu-xmlid='crm.crm_menu_sales']",
            run: "click",
        },
        {
            content: "the teams",
            trigger: ".o-dropdown--menu [data-menu-xmlid='crm.sales_team_menu_team_pipeline']",
            run: "click",
        },
        {
            content: "a target that is no number",
            trigger: `${TARGET} input`,
            run: "edit ۵هزار && press Tab",
        },
        {
            content: "it is red, and no target is set",
            trigger: `${TARGET}:not(:has(.progress)) input.text-danger:value(۵هزار)`,
        },
        {
            content: "a target",
            trigger: `${TARGET} input`,
            run: "edit ۵٬۰۰۰ && press Tab",
        },
        {
            content: "it is set",
            trigger: `${TARGET}:has(.progress) input:value(5,000)`,
        },
    ];
}

registry.category("web_tour.tours").add("crm_lead_qualification_persian_numbers", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "open CRM",
            trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']",
            run: "click",
        },
        ...createInKanban(),
        ...openCard(),
        ...editForm(),
        ...refuseLetters(),
        ...filterByNumber(),
        ...setTarget(),
    ],
});

const QUANTITY = ".o_field_x2many .o_data_row .o_data_cell[name='product_uom_qty']";

registry.category("web_tour.tours").add("crm_lead_qualification_persian_cells", {
    steps: () => [
        {
            content: "the quantity of a line",
            trigger: QUANTITY,
            run: "click",
        },
        {
            content: "no number",
            trigger: `${QUANTITY} input`,
            run: "edit ۱۲الف && press Tab",
        },
        {
            content: "the cell is red",
            trigger: `${QUANTITY} .o_field_invalid`,
        },
        {
            content: "back into it",
            trigger: `${QUANTITY} input`,
            run: "click",
        },
        {
            content: "a number",
            trigger: `${QUANTITY} input`,
            run: "edit ۱۲٫۵ && press Tab",
        },
        ...stepUtils.saveForm(),
        {
            content: "it stands in the line",
            trigger: `${QUANTITY}:contains(12.5)`,
        },
    ],
});
