import { registry } from "@web/core/registry";
import { openLeads } from "./lead_steps";

const row = (name) => `.o_list_view .o_data_row:contains(${name})`;
const UNDO = "button:contains(لغو این کار)";
let clicks = 0;
const count = () => clicks++;

/** A key as a Persian keyboard sends it: another letter, in the same place. */
function pressPersian(key, code) {
    document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }),
    );
}

/**
 * The leads are worked through as a mailbox is (features.md #40, #54, #56, #75): a row becomes an
 * opportunity with two clicks and is a lead again with one more; the keys do the same.
 */
registry.category("web_tour.tours").add("crm_lead_qualification_inbox", {
    steps: () => [
        ...openLeads(),
        {
            content: "who it is, of which company, and a phone that dials",
            trigger: `${row("سرنخ یکم")}:contains(مریم):contains(چاپ پارس) a[href^='tel:']`,
        },
        {
            content: "convert, by the icon of the row",
            trigger: `${row("سرنخ یکم")} button[data-tooltip='تبدیل به فرصت'], ${row("سرنخ یکم")} button[title='تبدیل به فرصت']`,
            async run({ click }) {
                clicks = 0;
                document.addEventListener("click", count, true);
                await click();
            },
        },
        {
            content: "whom it creates stands there; press «ایجاد فرصت»",
            trigger:
                ".modal:has([name='customer_hint']:contains(مریم):contains(چاپ پارس)) footer button[name='action_apply']",
            run: "click",
        },
        {
            content: "it is an opportunity, and a toast says so",
            trigger: `body:has(.o_form_view .o_statusbar_status) .o_notification:contains(سرنخ یکم) ${UNDO}`,
            async run({ click }) {
                document.removeEventListener("click", count, true);
                if (clicks !== 2) {
                    throw new Error(`an opportunity took ${clicks} clicks`);
                }
                await click();
            },
        },
        {
            content: "it is a lead again",
            trigger: ".o_form_view .o_statusbar_buttons button:contains(تبدیل به فرصت)",
        },
        {
            content: "back to the leads",
            trigger: ".o_menu_sections [data-menu-xmlid='crm.crm_menu_leads']",
            run: "click",
        },
        {
            content: "by the menu",
            trigger: ".o-dropdown--menu [data-menu-xmlid='crm_lead_qualification.menu_leads']",
            run: "click",
        },
        {
            content: "in the search a letter is a letter",
            trigger: `body:has(${row("سرنخ یکم")}) .o_searchview_input`,
            run: "press l",
        },
        {
            content: "no window comes up",
            trigger: "body:not(:has(.modal)) .o_searchview_input",
            run: "press Escape",
        },
        {
            content: "from nowhere to the rows",
            trigger: "body:not(:has(.o-dropdown--menu)) .o_list_view",
            run() {
                document.activeElement.blur();
                pressPersian("ArrowDown", "ArrowDown");
            },
        },
        {
            content: "the newest row has the focus; x selects it",
            trigger: ".o_list_view .o_data_row:first:contains(سرنخ دوم) .o_data_cell:focus",
            run: () => pressPersian("ط", "KeyX"),
        },
        {
            content: "it is selected",
            trigger: ".o_list_view .o_data_row_selected:contains(سرنخ دوم)",
            run: () => pressPersian("ط", "KeyX"),
        },
        {
            content: "and no longer; the question mark helps",
            trigger: ".o_list_view:not(:has(.o_data_row_selected))",
            run: () => pressPersian("؟", "Slash"),
        },
        {
            content: "the keys",
            trigger: ".modal .o_lead_keys:contains(تبدیل)",
            run: () => pressPersian("م", "KeyL"),
        },
        {
            content: "are of no effect below it; close it",
            trigger: "body:not(:has(.modal [name='lost_reason_id'])) .modal footer button",
            run: "click",
        },
        {
            content: "the row again",
            trigger: "body:not(:has(.modal)) .o_list_view",
            run() {
                document.activeElement.blur();
                pressPersian("ArrowDown", "ArrowDown");
            },
        },
        {
            content: "convert the row that has the focus",
            trigger: ".o_list_view .o_data_row:contains(سرنخ دوم) .o_data_cell:focus",
            run: () => pressPersian("ز", "KeyC"),
        },
        {
            content: "the window of the conversion; leave it",
            trigger: ".modal:has(footer button[name='action_apply']) footer button.btn-secondary",
            run: "click",
        },
        {
            content: "the row again",
            trigger: "body:not(:has(.modal)) .o_list_view",
            run() {
                document.activeElement.blur();
                pressPersian("ArrowDown", "ArrowDown");
            },
        },
        {
            content: "lose it",
            trigger: ".o_list_view .o_data_row:contains(سرنخ دوم) .o_data_cell:focus",
            run: () => pressPersian("م", "KeyL"),
        },
        {
            content: "confirm",
            trigger: ".modal footer button[name='action_lost_reason_apply']",
            run: "click",
        },
        {
            content: "it is gone, and there again",
            trigger: `body:not(:has(.modal)):not(:has(${row("سرنخ دوم")})) .o_notification:contains(سرنخ دوم) ${UNDO}`,
            run: "click",
        },
        {
            content: "in its place",
            trigger: row("سرنخ دوم"),
        },
    ],
});
