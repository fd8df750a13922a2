import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/**
 * The main job, as a salesperson does it in Persian (features.md #6-#9, #14-#18): log in, open a
 * lead, convert it with each of the three choices of customer, see it in the pipeline.
 *
 * The leads are named by the test: one is converted with a new customer, one is linked to an
 * existing customer, and one stays without.
 */

const LEADS_MENU = ".o_menu_sections [data-menu-xmlid='crm.crm_menu_leads']";

function openLead(name) {
    return [
        {
            content: `open the leads for ${name}`,
            trigger: `${LEADS_MENU}:contains(سرنخ)`,
            run: "click",
        },
        {
            content: "the leads themselves",
            trigger: ".o-dropdown--menu [data-menu-xmlid='crm_lead_qualification.menu_leads']",
            run: "click",
        },
        {
            content: `open ${name}`,
            trigger: `.o_list_view .o_data_row .o_data_cell[name='name']:contains(${name})`,
            run: "click",
        },
        {
            content: "press «تبدیل به فرصت»",
            trigger: ".o_form_view .o_statusbar_buttons button:contains(تبدیل به فرصت)",
            run: "click",
        },
        {
            content: "the window offers to convert or to merge",
            trigger: ".modal [name='name'] .o_radio_item:contains(تبدیل به فرصت)",
        },
        {
            content: "and three choices of customer",
            trigger:
                ".modal .o_field_widget[name='action'] .o_radio_item:eq(2):contains(به مشتری مربوط نشود)",
        },
    ];
}

function createOpportunity(name) {
    return [
        {
            content: "press «ایجاد فرصت»",
            trigger: ".modal footer button[name='action_apply']:contains(ایجاد فرصت)",
            run: "click",
        },
        {
            content: `${name} stands in the first stage of the pipeline`,
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(جدید)",
        },
        {
            content: "and is an opportunity: there is nothing left to convert",
            trigger: `body:not(:has(.modal)) .o_form_view:not(:has(button:contains(تبدیل به فرصت))) [name='name'] textarea:value(${name})`,
        },
    ];
}

registry.category("web_tour.tours").add("crm_lead_qualification_convert", {
    steps: () => [
        {
            content: "log in",
            trigger: "input[name='login']",
            run: "edit user_qualification_fa",
        },
        {
            content: "with the password",
            trigger: "input[name='password']",
            run: "edit user_qualification_fa",
        },
        {
            content: "press the button",
            trigger: ".oe_login_form button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the page is mirrored, by its style sheets too",
            trigger: "body.o_rtl .o_menu_systray",
            run() {
                const { left, right } = document
                    .querySelector(".o_menu_systray")
                    .getBoundingClientRect();
                if (left + right > window.innerWidth) {
                    throw new Error("the style sheets are not mirrored: is rtlcss there?");
                }
            },
        },
        stepUtils.showAppsMenuItem(),
        {
            content: "open CRM",
            trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']",
            run: "click",
        },
        ...openLead("سرنخ مشتری تازه"),
        {
            content: "a new customer",
            trigger:
                ".modal .o_field_widget[name='action'] .o_radio_item:contains(ایجاد مشتری جدید) input",
            run: "click",
        },
        ...createOpportunity("سرنخ مشتری تازه"),
        {
            content: "the customer is there",
            trigger: ".o_field_widget[name='partner_id'] input:value(زهرا کریمی)",
        },
        ...openLead("سرنخ مشتری موجود"),
        {
            content: "an existing customer",
            trigger:
                ".modal .o_field_widget[name='action'] .o_radio_item:contains(مشتری موجود) input",
            run: "click",
        },
        {
            content: "look for it",
            trigger: ".modal [name='partner_id'] input",
            run: "edit بازرگانی آزمون",
        },
        {
            content: "choose it",
            trigger: ".o-autocomplete--dropdown-item:contains(بازرگانی آزمون)",
            run: "click",
        },
        ...createOpportunity("سرنخ مشتری موجود"),
        {
            content: "the old phone is in the chatter",
            trigger: ".o-mail-Chatter .o-mail-Message-tracking:contains(خیابان قدیم)",
        },
        ...openLead("سرنخ بی‌مشتری"),
        {
            content: "no customer",
            trigger:
                ".modal .o_field_widget[name='action'] .o_radio_item:contains(به مشتری مربوط نشود) input",
            run: "click",
        },
        {
            content: "the window says what that means",
            trigger: ".modal [name='nothing_hint']:contains(همان می‌ماند)",
        },
        ...createOpportunity("سرنخ بی‌مشتری"),
        {
            content: "go to the pipeline",
            trigger: ".o_menu_sections [data-menu-xmlid='crm.crm_menu_sales']",
            run: "click",
        },
        {
            content: "my pipeline",
            trigger: ".o-dropdown--menu [data-menu-xmlid='crm.menu_crm_opportunities']",
            run: "click",
        },
        ...["سرنخ مشتری تازه", "سرنخ مشتری موجود", "سرنخ بی‌مشتری"].map((name) => ({
            content: `${name} is in the first column`,
            trigger: `.o_kanban_group:first .o_kanban_record:contains(${name})`,
        })),
    ],
});
