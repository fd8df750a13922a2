import { getTabableElements } from "@web/core/utils/ui";
import { stepUtils } from "@web_tour/tour_utils";

/** From anywhere to the list of leads, by the menus. */
export function openLeads() {
    return [
        stepUtils.showAppsMenuItem(),
        {
            content: "open CRM",
            trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']",
            run: "click",
        },
        {
            content: "open the menu of the leads",
            trigger: ".o_menu_sections [data-menu-xmlid='crm.crm_menu_leads']",
            run: "click",
        },
        {
            content: "the leads",
            trigger: ".o-dropdown--menu [data-menu-xmlid='crm_lead_qualification.menu_leads']",
            run: "click",
        },
        {
            content: "they are there, and no longer the cards of the pipeline",
            trigger: ".o_action_manager .o_list_view",
        },
    ];
}

/** More than stand on any screen before what is looked for. */
const MOST_TABS = 90;

/**
 * The key Tab, as a browser does it: whoever handles it comes first, then the next element that can
 * have the focus gets it, in the order of the page.
 */
async function pressTab(shiftKey) {
    const from = document.activeElement;
    const init = { key: "Tab", code: "Tab", shiftKey, bubbles: true, cancelable: true };
    if (from.dispatchEvent(new KeyboardEvent("keydown", init))) {
        const all = getTabableElements(document.body);
        let index = all.indexOf(from);
        // What is there and cannot be seen takes no focus.
        for (let left = all.length; left && document.activeElement === from; left--) {
            index += shiftKey ? -1 : 1;
            all.at(index % all.length).focus();
        }
    }
    // What opens on the focus, such as a calendar, is there before the next key.
    await new Promise((resolve) => setTimeout(resolve, 50));
}

/**
 * Goes to something by the key Tab alone, as whoever has no mouse does.
 *
 * @param {string} selector what gets the focus in the end
 * @param {boolean} [isBack] with the key Shift
 */
export function tabTo(selector, isBack = false) {
    return {
        content: `by the key Tab to ${selector}`,
        trigger: "body",
        async run() {
            for (let count = 0; count < MOST_TABS; count++) {
                if (document.activeElement.matches(selector)) {
                    return;
                }
                await pressTab(isBack);
            }
            throw new Error(`${selector} is not reached; ${document.activeElement.outerHTML}`);
        },
    };
}

/** Types into whatever has the focus. */
export function typeText(content, trigger, text) {
    return {
        content,
        trigger,
        async run({ press }) {
            for (const letter of text) {
                await press(letter);
            }
        },
    };
}
