import { registry } from "@web/core/registry";
import { openLeads } from "./lead_steps";

const HELP = ".o_view_nocontent";

const search = (text) => [
    {
        content: "look for what nobody is called",
        trigger: ".o_searchview_input",
        run: `edit ${text}`,
    },
    {
        content: "in the first field that is offered",
        trigger: ".o_searchview_autocomplete .o-dropdown-item:first",
        run: "click",
    },
];

/** A search that finds nothing says so; a screen on which nothing can be yet says that. */
registry.category("web_tour.tours").add("crm_lead_qualification_empty_result", {
    steps: () => [
        ...openLeads(),
        ...search("ژژژ"),
        {
            content: "it says what was not found, and does not ask for the first lead",
            trigger: `${HELP}:contains(چیزی برای «ژژژ» پیدا نشد):not(:contains(ایجاد))`,
        },
        {
            content: "the reports",
            trigger: ".o_menu_sections [data-menu-xmlid='crm.crm_menu_report']",
            run: "click",
        },
        {
            content: "the merges",
            trigger: ".o-dropdown--menu [data-menu-xmlid='crm_lead_qualification.menu_merges']",
            run: "click",
        },
        {
            content: "there are none",
            trigger: `${HELP}:contains(هنوز چیزی ادغام نشده)`,
        },
        ...search("ژژژ"),
        {
            content: "of a search it says so",
            trigger: `${HELP}:contains(چیزی برای «ژژژ» پیدا نشد):not(:contains(هنوز چیزی))`,
        },
        {
            content: "without it",
            trigger: ".o_searchview_facet .o_facet_remove",
            run: "click",
        },
        {
            content: "there are none",
            trigger: `${HELP}:contains(هنوز چیزی ادغام نشده)`,
        },
    ],
});
