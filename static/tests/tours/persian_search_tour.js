import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const SPELLINGS = [
    "علیرضا کریمی",
    "علی رضا کریمی",
    "علی‌رضا کریمی",
    "عليرضا كريمي",
    "کریمی عَلیرضا",
    "a.karimi@pars.example.com",
    "0912 777 0001",
    "۰۹۱۲۷۷۷۰۰۰۱",
    "+98 912 777 0001",
    "۷۷۷ ۰۰۰۱",
    "پارس ارا",
];

/** Search by Enter alone, and see one record and not the other; then empty the box. */
function search(text, found, other) {
    const row = (name) => `.o_data_row:contains(${name}), .o_kanban_record:contains(${name})`;
    return [
        {
            content: `type ${text}, and press Enter`,
            trigger: ".o_searchview_input",
            run: `edit ${text}`,
        },
        {
            content: "the first line says what is searched",
            trigger: ".o_searchview_autocomplete .o-dropdown-item:first:contains(نام، شرکت، ایمیل)",
        },
        {
            content: "Enter takes it",
            trigger: ".o_searchview_input",
            run: "press Enter",
        },
        {
            content: "it is there, and nothing else",
            trigger: `.o_content:has(${row(found)}):not(:has(${row(other)}))`,
        },
        {
            content: "empty the box",
            trigger: ".o_searchview_facet:contains(نام، شرکت، ایمیل) .o_facet_remove",
            run: "click",
        },
        {
            content: "all are there again",
            trigger: `.o_content:has(${row(other)})`,
        },
    ];
}

function openMenu(xmlid, parent) {
    return [
        {
            content: `open ${parent}`,
            trigger: `.o_menu_sections [data-menu-xmlid='${parent}']`,
            run: "click",
        },
        {
            content: `open ${xmlid}`,
            trigger: `.o-dropdown--menu [data-menu-xmlid='${xmlid}']`,
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("crm_lead_qualification_persian_search", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "open CRM",
            trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']",
            run: "click",
        },
        ...SPELLINGS.flatMap((text) => search(text, "فرصت جستجو", "فرصت دیگر")),
        ...openMenu("crm_lead_qualification.menu_leads", "crm.crm_menu_leads"),
        { content: "their list", trigger: ".o_list_view .o_data_row:contains(سرنخ دیگر)" },
        ...SPELLINGS.flatMap((text) => search(text, "سرنخ جستجو", "سرنخ دیگر")),
        ...openMenu("crm.res_partner_menu_customer", "crm.crm_menu_sales"),
        {
            content: "the customers",
            trigger: ".o_data_row:contains(مشتری دیگر), .o_kanban_record:contains(مشتری دیگر)",
        },
        ...["علی رضا کریمی", "۷۷۷ ۰۰۰۱", "c-1405/7"].flatMap((text) =>
            search(text, "علي‌رضا كريمي", "مشتری دیگر"),
        ),
        ...openMenu(
            "crm_phonecall.menu_crm_case_phone_inbound",
            "crm_phonecall.menu_crm_case_phone",
        ),
        { content: "the calls", trigger: ".o_list_view .o_data_row:contains(تماس بی‌ربط)" },
        ...SPELLINGS.flatMap((text) => search(text, "تماس جستجو", "تماس بی‌ربط")),
    ],
});
