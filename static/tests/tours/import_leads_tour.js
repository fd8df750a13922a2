import { registry } from "@web/core/registry";
import { openLeads } from "./lead_steps";

const CHOICE = ".o_import_known_rows select";
const FILE = [
    "سرنخ,نام و نام خانوادگي,موبایل,شماره تماس,آدرس ایمیل,رایانامه",
    "تماس تازه,سارا نو,۰۹۳۵۱۱۱۲۲۳۳,۰۲۱۸۸۷۷۶۶۵۵,,",
    "تماس دوباره,,۰۹۱۲ ۵۵۵ ۰۱۰۱,,,",
    "همان,,+989351112233,,,",
].join("\n");
const column = (title) => `.o_import_data_content tbody tr:has(.fw-bold:contains(${title}))`;
const MESSAGES = ".o_import_data_content .alert";
const SUMMARY = ".o_notification";

/** From the list of leads to the columns of a file. */
const openImport = (text) => [
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
        content: "upload a file with Persian titles and digits",
        trigger: ".o_control_panel input[type='file']:not(:visible)",
        run() {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], "سرنخ‌ها.csv", { type: "text/csv" }));
            this.anchor.files = transfer.files;
            this.anchor.dispatchEvent(new Event("change"));
        },
    },
];

/**
 * A file of leads with the titles that people write, of which one lead is known and one stands there
 * twice (features.md #40): its columns find their fields, Import stops and says which rows are known,
 * Test says what would become of them, those that are known are skipped, and the summary says so.
 */
registry.category("web_tour.tours").add("crm_lead_qualification_import", {
    steps: () => [
        ...openImport(FILE),
        ...[
            ["سرنخ", "فرصت"],
            ["نام و نام خانوادگي", "نام مخاطب"],
        ].map(([title, field]) => ({
            content: `«${title}» is taken for what it is`,
            trigger: `${column(title)}:contains(${field})`,
        })),
        {
            content: "of two columns for one field it says that the second is not imported",
            trigger: `${column("رایانامه")} .alert-warning:contains(ستون «آدرس ایمیل»)`,
        },
        ...["موبایل", "شماره تماس"].map((title) => ({
            content: "and what becomes of two phones",
            trigger: `${column(title)} .alert-info:contains(یادداشت‌ها)`,
        })),
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
            trigger: `.o_import_data_content:not(:contains(شبیه))`,
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
            content: "and how many records there would be",
            trigger: `${MESSAGES}:contains(رکوردهایی که ایجاد می‌شود: 1):contains(ردیف‌هایی که کنار گذاشته می‌شود: 2)`,
        },
        {
            content: "press «ورود»",
            trigger: ".o_control_panel button.btn-primary:contains(ورود)",
            run: "click",
        },
        {
            content: "it says how many records there are, and how many rows were skipped",
            trigger: `${SUMMARY}:contains(رکوردهای ایجادشده: 1. ردیف‌های کنارگذاشته‌شده: 2.)`,
        },
        {
            content: "only the new one is there",
            trigger: ".o_list_view .o_data_row:contains(تماس تازه)",
        },
        {
            content: "the new records are a click away on any screen",
            trigger: `${SUMMARY} button:contains(نمایش رکوردهای تازه)`,
            run: "click",
        },
        {
            content: "and stand there alone",
            trigger:
                ".o_list_view:not(:has(.o_data_row ~ .o_data_row)) .o_data_row:contains(تماس تازه)",
        },
    ],
});

/** The known rows of a file are merged, and the summary does not count them as new records (#40). */
registry.category("web_tour.tours").add("crm_lead_qualification_import_merge", {
    steps: () => [
        ...openImport("سرنخ,موبایل\nتماس تازه,۰۹۳۵۱۱۱۲۲۳۳\nتماس دوباره,۰۹۱۲ ۵۵۵ ۰۱۰۱"),
        {
            content: "merge the known rows",
            trigger: CHOICE,
            run: "select merge",
        },
        {
            content: "press «ورود»",
            trigger: ".o_control_panel button:contains(ورود)",
            run: "click",
        },
        {
            content: "one record is new, and one row was merged",
            trigger: `${SUMMARY}:contains(رکوردهای ایجادشده: 1. ردیف‌های ادغام‌شده با رکوردهای دیگر: 1.)`,
        },
        {
            content: "what it was merged into is a click away",
            trigger: `${SUMMARY} button:contains(نمایش رکوردهای ادغام)`,
            run: "click",
        },
        {
            content: "and stands there alone",
            trigger:
                ".o_list_view:not(:has(.o_data_row ~ .o_data_row)) .o_data_row:contains(همان تماس‌گیرنده)",
        },
    ],
});
