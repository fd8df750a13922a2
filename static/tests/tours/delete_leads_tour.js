import { registry } from "@web/core/registry";
import { openLeads } from "./lead_steps";

/** Delete, read what goes with it, and press the button (features.md #58). */
function confirmDeletion(text) {
    return [
        {
            content: "the gear",
            trigger: ".o_control_panel .o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            content: "delete",
            trigger: ".o-dropdown--menu .o_menu_item:contains(حذف)",
            run: "click",
        },
        {
            content: "the question names what goes with it",
            trigger: `.modal .modal-body:contains(${text}):contains(باخت ثبت کنید)`,
        },
    ];
}

const press = {
    content: "delete it",
    trigger: ".modal footer .btn-danger",
    run: "click",
};

function select(name) {
    return {
        content: `select ${name}`,
        trigger: `.o_list_view .o_data_row:contains(${name}) .o_list_record_selector input`,
        run: "click",
    };
}

registry.category("web_tour.tours").add("crm_lead_qualification_delete", {
    steps: () => [
        ...openLeads(),
        select("می‌ماند"),
        ...confirmDeletion("«می‌ماند»"),
        {
            content: "keep it after all",
            trigger: ".modal footer .btn-secondary",
            run: "click",
        },
        {
            content: "it is there, and selected no more",
            trigger: "body:not(:has(.modal)) .o_data_row:contains(می‌ماند) input:checked",
            run: "click",
        },
        select("حذف از لیست"),
        ...confirmDeletion("فعالیت‌ها: 1"),
        press,
        {
            content: "it left the list",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(حذف از لیست)))",
        },
        {
            content: "open the other",
            trigger: ".o_list_view .o_data_row .o_data_cell[name='name']:contains(حذف از فرم)",
            run: "click",
        },
        {
            content: "its form",
            trigger: ".o_form_view [name='name'] textarea:value(حذف از فرم)",
        },
        ...confirmDeletion("فعالیت‌ها: 1"),
        press,
        {
            content: "the form goes on to the next record",
            trigger:
                "body:not(:has(.modal)) .o_form_view [name='name'] textarea:not(:value(حذف از فرم))",
        },
        {
            content: "the pipeline",
            trigger: ".o_menu_sections [data-menu-xmlid='crm.crm_menu_sales']",
            run: "click",
        },
        {
            content: "my pipeline",
            trigger: ".o-dropdown--menu [data-menu-xmlid='crm.menu_crm_opportunities']",
            run: "click",
        },
        {
            content: "the menu of the card",
            trigger: ".o_kanban_record:contains(حذف از کانبان)",
            run: "hover && click .o_kanban_record:contains(حذف از کانبان) .o_dropdown_kanban button",
        },
        {
            content: "delete",
            trigger: ".o-dropdown--kanban-record-menu .dropdown-item:contains(حذف)",
            run: "click",
        },
        {
            content: "the question names it",
            trigger: ".modal .modal-body:contains(حذف از کانبان)",
        },
        press,
        {
            content: "it left the pipeline",
            trigger: ".o_kanban_view:not(:has(.o_kanban_record:contains(حذف از کانبان)))",
        },
    ],
});
