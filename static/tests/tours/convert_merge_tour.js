import { registry } from "@web/core/registry";
import { Clicks } from "./clicks";

const compare = ".modal .o_merge_compare";
const noModal = "body:not(:has(.modal))";
const convert = ".o_form_view .o_statusbar_buttons button:contains(تبدیل به فرصت)";

const toMerge = new Clicks();

/**
 * The convert window merges what stands side by side in it (features.md #9, #10, B2): another value
 * is chosen, one record is left out, and the merge is undone by the toast.
 *
 * @param {string} place where the values of a field stand
 * @param {string} row of what comes back
 */
const mergeInWindow = (place, row) => [
    toMerge.start("the lead", convert),
    { content: "convert", trigger: convert, run: "click" },
    {
        content: "merging comes up, and each record says why it is here",
        trigger: `${compare} .o_merge_compare_record:contains(تماس دوم):contains(ایمیل یکسان)`,
    },
    {
        content: "the lead itself cannot be taken out",
        trigger: `${compare} .o_merge_compare_record:contains(نخستین تماس) input:checked:disabled`,
    },
    {
        content: "what stays is said before",
        trigger: ".modal [name='preview']:contains(نخستین تماس)",
    },
    {
        content: "another phone",
        trigger: `${compare} ${place}[data-field='phone'] .form-check:contains(0935 000 0202) input`,
        run: "click",
    },
    {
        content: "create the opportunity",
        trigger: ".modal footer button[name='action_apply']",
        run: "click",
    },
    toMerge.end(
        "one opportunity, with the phone that was chosen",
        `${noModal} .o_form_view:has(.o_statusbar_status) .o_field_widget[name='phone'] input:value(0935 000 0202)`,
        3,
    ),
    {
        content: "undo",
        trigger: ".o_undo_notification button:contains(لغو این کار)",
        run: "click",
    },
    {
        content: "both are there again",
        trigger: `${row}:contains(نخستین تماس)`,
        run: "click",
    },
    {
        content: "the lead is as it was",
        trigger:
            ".o_form_view:not(:has(.alert[name='merged_from'])) .o_field_widget[name='phone'] input:value(۰۹۱۲ ۵۵۵ ۰۱۰۱)",
    },
];

registry.category("web_tour.tours").add("crm_lead_qualification_convert_merge", {
    steps: () => [
        ...mergeInWindow("tr", ".o_data_row .o_data_cell[name='name']"),
        { content: "convert once more", trigger: convert, run: "click" },
        {
            content: "leave the other one out",
            trigger: `${compare} .o_merge_compare_record:contains(تماس دوم) input:checked`,
            run: "click",
        },
        {
            content: "there is nothing to merge",
            trigger:
                ".modal:not(:has(footer button[name='action_apply'])) [name='preview']:contains(دست‌کم دو رکورد)",
        },
        {
            content: "convert it alone",
            trigger: ".modal .o_field_widget[name='name'] .o_radio_item:first input",
            run: "click",
        },
        {
            content: "nothing stands side by side",
            trigger: ".modal:not(:has(.o_merge_compare)) footer button[name='action_apply']",
        },
        {
            content: "cancel",
            trigger: ".modal footer button[special='cancel']",
            run: "click",
        },
        { content: "the lead", trigger: `${noModal} .o_form_view` },
    ],
});

registry.category("web_tour.tours").add("crm_lead_qualification_convert_merge_small", {
    steps: () => mergeInWindow("fieldset", ".o_kanban_record"),
});

/** An opportunity whose team takes no leads stays one: it says so before it asks anything (B7). */
registry.category("web_tour.tours").add("crm_lead_qualification_no_way_back", {
    steps: () => [
        {
            content: "back to a lead",
            trigger: ".o_form_view .o_statusbar_buttons button[name='action_convert_to_lead']",
            run: "click",
        },
        {
            content: "the reason, and no question",
            trigger: ".modal:contains(تیم بی‌سرنخ):not(:contains(از قیف فروش)) footer button",
            run: "click",
        },
        {
            content: "it stays what it is",
            trigger: `${noModal} .o_form_view .o_statusbar_buttons button[name='action_convert_to_lead']`,
        },
    ],
});

/** One whose team takes leads asks, and becomes one. */
registry.category("web_tour.tours").add("crm_lead_qualification_way_back", {
    steps: () => [
        {
            content: "back to a lead",
            trigger: ".o_form_view .o_statusbar_buttons button[name='action_convert_to_lead']",
            run: "click",
        },
        {
            content: "it asks",
            trigger: ".modal:contains(از قیف فروش) footer button.btn-primary",
            run: "click",
        },
        {
            content: "a lead",
            trigger: `${noModal} .o_form_view .o_statusbar_buttons button:contains(تبدیل به فرصت)`,
        },
    ],
});
