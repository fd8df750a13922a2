import { registry } from "@web/core/registry";
import { openLeads } from "./lead_steps";

const CHOICE = ".o_import_known_rows select";
const FILE = [
    "name,phone",
    "تماس تازه,۰۹۳۵۱۱۱۲۲۳۳",
    "تماس دوباره,۰۹۱۲ ۵۵۵ ۰۱۰۱",
    "همان,+989351112233",
].join("\n");
const MESSAGES = ".o_import_data_content .alert";

/**
 * A file of leads of which one is known and one stands there twice (features.md #40): Import stops
 * and says which, Test says what would become of them, and those that are known are skipped.
 */
registry.category("web_tour.tours").add("crm_lead_qualification_import", {
    steps: () => [
        ...openLeads(),
        {
            content: "the action menu",
            trigger: ".o_control_panel .o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            content: "import",
            trigger: ".o-dropdown--menu .o_import_menu",
            run: "click",
        },
        {
            content: "upload a file with Persian digits",
            trigger: ".o_control_panel input[type='file']:not(:visible)",
            run() {
                const transfer = new DataTransfer();
                transfer.items.add(new File([FILE], "سرنخ‌ها.csv", { type: "text/csv" }));
                this.anchor.files = transfer.files;
                this.anchor.dispatchEvent(new Event("change"));
            },
        },
        {
            content: "nothing happens to known rows unless the user says so",
            trigger: `${CHOICE}:value(ask)`,
        },
        {
            content: "press «ورود»",
            trigger: ".o_control_panel button:contains(ورود)",
            run: "click",
        },
        {
            content: "nothing was imported",
            trigger: `${MESSAGES}:contains(چیزی وارد نشد)`,
        },
        {
            content: "the record that the row is known by is named",
            trigger: `${MESSAGES}:contains(ردیف 3 شبیه «همان تماس‌گیرنده» است)`,
        },
        {
            content: "and the row of the same file",
            trigger: `${MESSAGES}:contains(ردیف 4 شبیه ردیف 2 همین فایل است)`,
        },
        {
            content: "skip them",
            trigger: CHOICE,
            run: "select skip",
        },
        {
            content: "what was said is out of date",
            trigger: `.o_import_data_content:not(:has(.alert-warning))`,
        },
        {
            content: "press «تست»",
            trigger: ".o_control_panel button:contains(تست)",
            run: "click",
        },
        {
            content: "each row says what becomes of it",
            trigger: `${MESSAGES}:contains(کنار گذاشته می‌شود)`,
        },
        {
            content: "press «ورود»",
            trigger: ".o_control_panel button.btn-primary:contains(ورود)",
            run: "click",
        },
        {
            content: "it says how many were skipped",
            trigger: ".o_notification:contains(کنار گذاشته شدند: 2)",
        },
        {
            content: "only the new one is there",
            trigger: ".o_list_view .o_data_row:contains(تماس تازه)",
        },
    ],
});
