import { registry } from "@web/core/registry";

// What stands beside it on the same page.
const OTHERS = ".app_settings_block:has(#persian_calendar)";

registry.category("web_tour.tours").add("crm_lead_qualification_persian_search_settings_complete", {
    steps: () => [
        {
            content: "nothing is said where nothing is missing",
            trigger: `${OTHERS}:not(:has(#persian_search))`,
        },
    ],
});

registry.category("web_tour.tours").add("crm_lead_qualification_persian_search_settings_missing", {
    steps: () => [
        {
            content: "what is missing is said",
            trigger: `${OTHERS} #persian_search:contains(پایگاه داده اجازه نمی‌دهد)`,
        },
        {
            content: "and what the administrator of the database runs",
            trigger: "#persian_search code:contains(GRANT CREATE ON SCHEMA public TO)",
        },
    ],
});
