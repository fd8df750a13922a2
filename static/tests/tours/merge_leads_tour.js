import { registry } from "@web/core/registry";
import { openLeads } from "./lead_steps";

const line = ".modal [name='line_ids'] .o_data_row:contains(تلفن)";

/**
 * Three records of one customer (features.md #24-#34, B1-B3): select them in the list, read the
 * preview, choose another phone, merge, look at the origins, undo, and there are three again.
 */
registry.category("web_tour.tours").add("crm_lead_qualification_merge", {
    steps: () => [
        ...openLeads(),
        ...["نخستین تماس", "تماس دوم", "تماس سوم"].map((name) => ({
            content: `select ${name}`,
            trigger: `.o_list_view .o_data_row:contains(${name}) .o_list_record_selector input`,
            run: "click",
        })),
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
            content: "the preview says which record survives, and why",
            trigger: ".modal [name='preview']:contains(نخستین تماس):contains(قدیمی‌ترین رکورد است)",
        },
        {
            content: "a line a conflict: the phone",
            trigger: `${line}:contains(0935 000 0202)`,
        },
        {
            content: "take another record's phone",
            trigger: `${line} [name='origin_id']`,
            run: "click",
        },
        {
            content: "open the choice",
            trigger: `${line} [name='origin_id'] input`,
            run: "click",
        },
        {
            content: "records are named by their phones",
            trigger: ".o-autocomplete--dropdown-item a:contains(0935 000 0202)",
            run: "click",
        },
        {
            content: "it is the value now",
            trigger: `${line} [name='value']:contains(0935 000 0202)`,
        },
        {
            content: "press «ادغام»",
            trigger: ".modal footer button[name='action_merge']",
            run: "click",
        },
        {
            content: "one record, with the phone that was chosen",
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name='phone'] input:value(0935 000 0202)",
        },
        {
            content: "look at the origins",
            trigger: ".o_notebook .nav-link:contains(منشأ مقدارها)",
            run: "click",
        },
        {
            content: "the phone came from another record, and the first one's is not lost",
            trigger:
                "[name='merge_line_ids'] .o_data_row:contains(0935 000 0202):contains(تماس دوم):contains(۰۹۱۲ ۵۵۵ ۰۱۰۱)",
        },
        {
            content: "undo",
            trigger:
                ".o_form_view button[name='action_undo_merge']:contains(لغو آخرین ادغام)",
            run: "click",
        },
        {
            content: "confirm",
            trigger: ".modal footer .btn-primary:contains(لغو ادغام)",
            run: "click",
        },
        {
            content: "there are three again",
            trigger:
                ".o_list_view:has(.o_data_row:contains(نخستین تماس)):has(.o_data_row:contains(تماس دوم)) .o_data_row:contains(تماس سوم)",
        },
    ],
});
