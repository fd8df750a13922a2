import { registry } from "@web/core/registry";
import { Clicks } from "./clicks";
import { tabTo } from "./lead_steps";

const notice = ".alert[name='similar_notice']";
const compare = ".modal .o_merge_compare";

const toMerge = new Clicks();
const toUndo = new Clicks();
const toChoose = new Clicks();

/**
 * From the notice to one record, with another phone, and back again by the message (B1, B2).
 *
 * @param {string} place where the values of a field stand
 */
const fromNoticeAndBack = (place) => [
    toMerge.start("the notice", `${notice} button:contains(مقایسه و ادغام)`),
    {
        content: "compare",
        trigger: `${notice} button:contains(مقایسه و ادغام)`,
        run: "click",
    },
    {
        content: "each record says why it is here, whose it is, and how old",
        trigger: `${compare} .o_merge_compare_record:contains(تماس دوم):contains(ایمیل یکسان):contains(لیلا فروشنده):contains(امروز)`,
    },
    {
        content: "all are ticked",
        trigger: `${compare}:not(:has(.o_merge_compare_record input:not(:checked)))`,
    },
    toChoose.start(
        "the phone of the record itself comes up",
        `${compare} ${place}[data-field='phone'] input:checked`,
    ),
    {
        content: "another phone",
        trigger: `${compare} ${place}[data-field='phone'] .form-check:contains(0935 000 0202) input`,
        run: "click",
    },
    toChoose.end(
        "the other phone is chosen",
        `${compare} ${place}[data-field='phone'] .o_merge_compare_chosen:contains(0935 000 0202) input:checked`,
        1,
    ),
    {
        content: "merge",
        trigger: ".modal footer button[name='action_merge']",
        run: "click",
    },
    toMerge.end(
        "one record, with the phone that was chosen",
        "body:not(:has(.modal)) .o_form_view .o_field_widget[name='phone'] input:value(0935 000 0202)",
        3,
    ),
    {
        content: "it says what it was merged from",
        trigger: ".alert[name='merged_from']:contains(2):contains(تماس دوم) .o_undo_merge",
    },
    toUndo.start(
        "the message",
        ".o_merged_notification:contains(تماس دوم) button:contains(لغو ادغام)",
    ),
    {
        content: "undo",
        trigger: ".o_merged_notification button:contains(لغو ادغام)",
        run: "click",
    },
    toUndo.end(
        "the record is as it was",
        ".o_form_view:not(:has(.alert[name='merged_from'])) .o_field_widget[name='phone'] input:value(۰۹۱۲ ۵۵۵ ۰۱۰۱)",
        1,
    ),
];

registry.category("web_tour.tours").add("crm_lead_qualification_compare", {
    steps: () => [
        ...fromNoticeAndBack("tr"),
        {
            content: "compare once more",
            trigger: `${notice} button:contains(مقایسه و ادغام)`,
            run: "click",
        },
        {
            content: "leave one out",
            trigger: `${compare} .o_merge_compare_record:contains(تماس دوم) input:checked`,
            run: "click",
        },
        {
            content: "with one record there is nothing to merge",
            trigger:
                ".modal:has(.o_merge_compare):not(:has(footer button[name='action_merge'])) [name='preview']:contains(دست‌کم دو رکورد)",
        },
        {
            content: "its values stay in sight, and it can be put back",
            trigger: `${compare} .o_merge_compare_record:contains(تماس دوم) input:not(:checked)`,
            run: "click",
        },
        {
            content: "what is the same in all is folded",
            trigger: `${compare}:not(:has([data-field='email_from'])) button.o_merge_compare_alike`,
            run: "click",
        },
        {
            content: "it is shown",
            trigger: `${compare} [data-field='email_from']`,
        },
        {
            content: "it is somebody else",
            trigger: `${compare} .o_merge_compare_record:contains(تماس دوم) button:contains(تکراری نیست)`,
            run: "click",
        },
        {
            content: "its column is gone",
            trigger: `${compare}:not(:has(.o_merge_compare_record:contains(تماس دوم)))`,
        },
        {
            content: "cancel",
            trigger: ".modal footer button:contains(انصراف)",
            run: "click",
        },
        {
            content: "the notice is gone",
            trigger: "body:not(:has(.modal)) .o_form_view:not(:has(.alert[name='similar_notice']))",
        },
    ],
});

/** The same on a phone. */
registry.category("web_tour.tours").add("crm_lead_qualification_compare_small", {
    steps: () => [
        {
            content: "one under the other",
            trigger: "body:not(:has(.modal)) .o_form_view",
            run: () => {
                if (document.documentElement.clientWidth > 400) {
                    throw new Error("this is no phone");
                }
            },
        },
        ...fromNoticeAndBack("fieldset"),
    ],
});

/** By the keyboard alone: compare, merge, undo. */
registry.category("web_tour.tours").add("crm_lead_qualification_compare_keys", {
    steps: () => [
        { content: "the notice", trigger: `${notice} button:contains(مقایسه و ادغام)` },
        tabTo("[name='similar_notice'] button"),
        {
            content: "compare",
            trigger: "button:focus:contains(مقایسه و ادغام)",
            run: "press Enter",
        },
        {
            content: "the tick of the first record has the focus",
            trigger: `${compare} th:contains(نخستین تماس) input:checked`,
            run: ({ anchor }) => {
                if (document.activeElement !== anchor) {
                    throw new Error(`the focus is on ${document.activeElement.outerHTML}`);
                }
            },
        },
        {
            content: "the values of a field are one group of radio buttons, so arrow keys choose",
            trigger: `${compare} [data-field='phone'] input[type='radio']:checked`,
            run: ({ anchor }) => {
                const group = document.querySelectorAll(`input[name='${anchor.name}']`);
                if (group.length !== 2 || [...group].some((input) => input.tabIndex < 0)) {
                    throw new Error("no group of radio buttons");
                }
            },
        },
        {
            content: "merge, by the key of the button",
            trigger: ".modal footer button[name='action_merge'][data-hotkey='q']",
            run: "press alt+q",
        },
        {
            content: "undo",
            trigger: "body:not(:has(.modal)):has(.o_merged_notification)",
            run: "press control+z",
        },
        {
            content: "the record is as it was",
            trigger:
                ".o_form_view:not(:has(.alert[name='merged_from'])) .alert[name='similar_notice']",
        },
    ],
});

/** Eight records of one person: two pages, and a value of the second page is chosen (B2). */
registry.category("web_tour.tours").add("crm_lead_qualification_compare_pages", {
    steps: () => [
        {
            content: "compare",
            trigger: `${notice} button:contains(مقایسه و ادغام)`,
            run: "click",
        },
        {
            content: "six of the eight stand beside each other",
            trigger: `${compare}:has(nav:contains(6):contains(8)) .o_merge_compare_record:nth-child(7)`,
            run() {
                if (document.querySelectorAll(`${compare} .o_merge_compare_record`).length !== 6) {
                    throw new Error("no page of six");
                }
            },
        },
        {
            content: "this is the first page",
            trigger: `${compare} nav button.oi-chevron-left:disabled`,
        },
        {
            content: "the next page",
            trigger: `${compare} nav button.oi-chevron-right:enabled`,
            run: "click",
        },
        {
            content: "the last two",
            trigger: `${compare}:has(.o_merge_compare_record:nth-child(3)):not(:has(.o_merge_compare_record:nth-child(4))) nav button.oi-chevron-right:disabled`,
        },
        {
            content: "the value that comes up stands on the first page, and is told",
            trigger: `${compare} tr[data-field='phone'] .o_merge_compare_label:contains(0935 000 0000)`,
        },
        {
            content: "a value of the second page",
            trigger: `${compare} tr[data-field='phone'] .form-check:contains(0935 000 0007) input`,
            run: "click",
        },
        {
            content: "the eighth record is none of them",
            trigger: `${compare} .o_merge_compare_record:contains(تماس 6) input:checked`,
            run: "click",
        },
        {
            content: "it stays on its page",
            trigger: `${compare} .o_merge_compare_record:contains(تماس 6) input:not(:checked)`,
        },
        {
            content: "back to the first page",
            trigger: `${compare} nav button.oi-chevron-left:enabled`,
            run: "click",
        },
        {
            content: "what was chosen on the other page is told here",
            trigger: `${compare}:has(.o_merge_compare_record:nth-child(7)) tr[data-field='phone'] .o_merge_compare_label:contains(0935 000 0007)`,
        },
        {
            content: "merge",
            trigger: ".modal footer button[name='action_merge']",
            run: "click",
        },
        {
            content: "one record, with the phone that was chosen",
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name='phone'] input:value(0935 000 0007)",
        },
    ],
});
