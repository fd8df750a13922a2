import { registry } from "@web/core/registry";
import { Clicks } from "./clicks";
import { openLeads } from "./lead_steps";

const HELP = ".o_view_nocontent";
const row = (name) => `.o_list_view .o_data_row:contains(${name})`;
const compare = ".modal .o_merge_compare";
const inBulk = "button[name='action_merge_in_bulk']";
const noModal = "body:not(:has(.modal))";

const toMerge = new Clicks();

/**
 * The list of duplicates (features.md #19, B4): one row for all records of one person, with all its
 * reasons; merged in two clicks and taken back, compared, told apart, and found again.
 */
registry.category("web_tour.tours").add("crm_lead_qualification_duplicates", {
    steps: () => [
        ...openLeads(),
        {
            content: "the menu of the leads",
            trigger: ".o_menu_sections [data-menu-xmlid='crm.crm_menu_leads']",
            run: "click",
        },
        {
            content: "the duplicates",
            trigger: ".o-dropdown--menu [data-menu-xmlid='crm_lead_qualification.menu_duplicates']",
            run: "click",
        },
        {
            content: "one row: all the records, every reason, how many and whose they are",
            trigger: `${row("نخستین تماس")}:contains(تماس دوم):contains(تماس سوم):contains(ایمیل یکسان):contains(تلفن یکسان):contains(3):contains(لیلا فروشنده)`,
        },
        {
            content: "and no other row of them",
            trigger: ".o_list_view:not(:has(.o_data_row + .o_data_row))",
        },
        {
            content: "with nothing selected nothing is merged in bulk",
            trigger: `body:not(:has(${inBulk})) ${row("نخستین تماس")} .o_list_record_selector input`,
            run: "click",
        },
        {
            content: "what is selected is",
            trigger: `body:has(${inBulk}) ${row("نخستین تماس")} .o_list_record_selector input:checked`,
            run: "click",
        },
        {
            content: "nothing is selected again",
            trigger: `body:not(:has(${inBulk})) ${row("نخستین تماس")}`,
        },
        toMerge.start("the row", row("نخستین تماس")),
        {
            content: "merge",
            trigger: `${row("نخستین تماس")} button[name='action_open']`,
            run: "click",
        },
        {
            content: "all are ticked",
            trigger: `${compare}:has(.o_merge_compare_record:nth-child(4)):not(:has(.o_merge_compare_record input:not(:checked)))`,
        },
        {
            content: "merge them",
            trigger: ".modal footer button[name='action_merge']",
            run: "click",
        },
        toMerge.end("nothing is left in the list", `${noModal} ${HELP}`, 2),
        {
            content: "undo",
            trigger: ".o_merged_notification button:contains(لغو ادغام)",
            run: "click",
        },
        {
            content: "they are there again, to be compared",
            trigger: `${row("نخستین تماس")} button[name='action_compare']`,
            run: "click",
        },
        {
            content: "nothing is ticked",
            trigger: `${compare}:has(.o_merge_compare_record:nth-child(4)):not(:has(.o_merge_compare_record input:checked))`,
        },
        {
            content: "two of them",
            trigger: `${compare} .o_merge_compare_record:contains(نخستین تماس) input`,
            run: "click",
        },
        {
            content: "the other one",
            trigger: `${compare} .o_merge_compare_record:contains(تماس دوم) input:not(:checked)`,
            run: "click",
        },
        {
            content: "can be merged",
            trigger: ".modal footer:has(button[name='action_merge']) button[special='cancel']",
            run: "click",
        },
        {
            content: "they are no duplicates",
            trigger: `${noModal} ${row("نخستین تماس")} button[name='action_dismiss']`,
            run: "click",
        },
        {
            content: "the empty list says that some are ignored",
            trigger: `${HELP} .o_ignored_duplicates:contains(1) button`,
            run: "click",
        },
        {
            content: "there they are, and can be taken back",
            trigger: `${row("نخستین تماس")}:not(:has(button[name='action_open'])) button[name='action_undismiss']`,
            run: "click",
        },
        {
            content: "none is ignored",
            trigger: `${HELP}:not(:has(.o_ignored_duplicates))`,
        },
    ],
});

/** The same on a phone: cards with the buttons. */
registry.category("web_tour.tours").add("crm_lead_qualification_duplicates_small", {
    steps: () => [
        {
            content: "a card for all of them",
            trigger:
                ".o_kanban_view .o_kanban_record:contains(نخستین تماس):contains(تماس سوم):contains(ایمیل یکسان) button[name='action_open']",
            run: "click",
        },
        {
            content: "merge them",
            trigger: ".modal:has(.o_merge_compare) footer button[name='action_merge']",
            run: "click",
        },
        {
            content: "nothing is left",
            trigger: `${noModal} ${HELP}`,
        },
    ],
});
