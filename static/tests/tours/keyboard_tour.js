import { registry } from "@web/core/registry";
import { tabTo, typeText } from "./lead_steps";

const row = (name) => `.o_list_view .o_data_row:contains(${name})`;
/** A row that has the focus, where the rest of the page is like that. */
const onRow = (name, page = "") => `body:not(:has(.modal))${page} ${row(name)}:has(:focus)`;
const lost = "button[name='action_lost_reason_apply']";

/** Whoever has pressed Escape is where they were. */
const openAndLeave = (content, key, name) => [
    { content, trigger: onRow("سرنخ دوم"), run: `press ${key}` },
    { content: `${content}: leave it`, trigger: `.modal:has(:focus) ${name}`, run: "press Escape" },
];

/**
 * The inbox by the keyboard alone (features.md #54): rows, windows and the toast. After each window
 * the focus is on its row again; where the row is gone, on the one that took its place.
 */
registry.category("web_tour.tours").add("crm_lead_qualification_keys_inbox", {
    steps: () => [
        {
            content: "from the search to the list",
            trigger: `body:has(${row("سرنخ یکم")}) .o_searchview_input:focus`,
            run: "press ArrowDown",
        },
        {
            content: "from its titles to the first row",
            trigger: ".o_list_view thead:has(:focus)",
            run: "press ArrowDown",
        },
        { content: "select it", trigger: onRow("سرنخ دوم"), run: "press x" },
        {
            content: "to the next",
            trigger: ".o_data_row_selected:contains(سرنخ دوم)",
            run: "press ArrowDown",
        },
        { content: "select it too", trigger: onRow("سرنخ یکم"), run: "press x" },
        {
            content: "both are selected; lose them",
            trigger: ".o_selection_container:contains(2)",
            run: "press l",
        },
        { content: "or rather not", trigger: `.modal:has(:focus) ${lost}`, run: "press Escape" },
        {
            content: "both are selected as before, and the row has the focus",
            trigger: onRow("سرنخ یکم", ":has(.o_selection_container:contains(2))"),
            run: "press x",
        },
        {
            content: "one is left",
            trigger: `${row("سرنخ یکم")}:not(.o_data_row_selected)`,
            run: "press ArrowUp",
        },
        { content: "none is", trigger: onRow("سرنخ دوم"), run: "press x" },
        { content: "that is so", trigger: ".o_list_view:not(:has(.o_data_row_selected))" },
        ...openAndLeave("the keys", "?", ".o_lead_keys"),
        ...openAndLeave("convert", "c", "button[name='action_apply']"),
        ...openAndLeave("compare", "m", ".o_merge_compare"),
        { content: "lose it", trigger: onRow("سرنخ دوم"), run: "press l" },
        {
            content: "by the key of the button",
            trigger: `.modal:has(:focus) ${lost}`,
            run: "press alt+q",
        },
        {
            content: "the next row has the focus; take it back",
            trigger: onRow("سرنخ یکم", `:has(.o_undo_notification):not(:has(${row("سرنخ دوم")}))`),
            run: "press control+z",
        },
        {
            content: "it is there again, and a row has the focus; open it",
            trigger: `body:not(:has(.o_undo_notification)):has(${row("سرنخ دوم")}) .o_list_view .o_data_row:has(:focus)`,
            run: "press Enter",
        },
        { content: "and back", trigger: ".o_form_view", run: "press alt+b" },
        {
            content: "to the row that was open",
            trigger: "body:not(:has(.modal)) .o_list_view .o_data_row:has(:focus)",
        },
    ],
});

/** Presses a key where the focus is, and says whether that is a row then. */
function pressKey(init) {
    const from = document.activeElement;
    from.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
    if (document.activeElement.closest(".o_data_row")) {
        throw new Error(`${JSON.stringify(init)} on ${from.outerHTML} goes to a row`);
    }
}

/**
 * Keys that are for somebody else do nothing in the inbox, and whoever works with the mouse comes
 * back to the search.
 */
registry.category("web_tour.tours").add("crm_lead_qualification_keys_of_others", {
    steps: () => [
        {
            content: "keys of the menus, and those that select a text",
            trigger: `body:has(${row("سرنخ یکم")}) .o_searchview_input:focus`,
            run() {
                for (const [selector, init] of [
                    [".o_main_navbar :is(a, button)", { key: "ArrowDown" }],
                    [".o_list_view .o_list_button_add", { key: "ArrowDown", shiftKey: true }],
                ]) {
                    const elements = [...document.querySelectorAll(selector)];
                    const element = elements.find((candidate) => candidate.checkVisibility());
                    element.focus();
                    if (document.activeElement !== element) {
                        throw new Error(`${selector} takes no focus`);
                    }
                    pressKey(init);
                }
            },
        },
        {
            content: "open a row with the mouse",
            trigger: `${row("سرنخ یکم")} .o_data_cell:contains(سرنخ یکم)`,
            run: "click",
        },
        {
            content: "and back",
            trigger: ".o_form_view .breadcrumb .o_back_button a",
            run: "click",
        },
        {
            content: "to the search",
            trigger: `body:has(${row("سرنخ یکم")}) .o_list_view .o_searchview_input:focus`,
        },
    ],
});

/** The samples of an empty inbox are no leads. */
registry.category("web_tour.tours").add("crm_lead_qualification_keys_empty", {
    steps: () => [
        {
            content: "neither arrows nor letters do anything",
            trigger: ".o_list_view .o_view_sample_data .o_data_row",
            run() {
                document.activeElement.blur();
                pressKey({ key: "ArrowDown" });
                pressKey({ key: "l" });
            },
        },
        { content: "no window has come", trigger: "body:not(:has(.modal)) .o_view_sample_data" },
    ],
});

/** A lead is converted, and is a lead again (features.md #17). */
registry.category("web_tour.tours").add("crm_lead_qualification_keys_convert", {
    steps: () => [
        {
            content: "convert, by the key Tab to the button",
            trigger: ".o_form_view .o_statusbar_buttons button:contains(تبدیل به فرصت)",
        },
        tabTo(".o_statusbar_buttons button.oe_highlight, .o_statusbar_buttons button.btn-primary"),
        { content: "press it", trigger: "button:focus:contains(تبدیل)", run: "press Enter" },
        {
            content: "the window has the focus",
            trigger: ".modal:has(button[name='action_apply']):has(:focus)",
        },
        // The radio buttons of what becomes of the customer are on the way.
        tabTo(".modal [name='action'] input[type='radio']"),
        tabTo(".modal footer button[name='action_apply']"),
        {
            content: "convert",
            trigger: ".modal footer button[name='action_apply']:focus",
            run: "press Enter",
        },
        {
            content: "take it back",
            trigger:
                "body:not(:has(.modal)):has(.o_undo_notification) .o_form_view .o_statusbar_status",
            run: "press control+z",
        },
        {
            content: "it is a lead again",
            trigger:
                "body:not(:has(.o_undo_notification)) .o_form_view .o_statusbar_buttons button:contains(تبدیل به فرصت)",
        },
    ],
});

/** Somebody calls: the call is entered, and becomes a lead (features.md #66). */
registry.category("web_tour.tours").add("crm_lead_qualification_keys_call", {
    steps: () => [
        {
            content: "a new call",
            trigger: ".o_list_view .o_list_button_add, .o_control_panel .o_list_button_add",
            run: "press alt+c",
        },
        {
            content: "whoever calls is asked for",
            trigger:
                ".o_form_view:has(label:contains(شماره تماس‌گیرنده)):has(label:contains(تماس‌گیرنده)):not(:has(label:contains(شماره‌ای که باید گرفت)))",
        },
        tabTo("[name='name'] input"),
        typeText("what it is about", "[name='name'] input:focus", "price"),
        tabTo("[name='partner_phone'] input"),
        typeText("the number", "[name='partner_phone'] input:focus", "09351112233"),
        tabTo("[name='contact_name'] input"),
        typeText("who it is", "[name='contact_name'] input:focus", "rana"),
        tabTo("button[name='action_create_lead']", true),
        {
            content: "make a lead of it",
            trigger: "button[name='action_create_lead']:focus",
            run: "press Enter",
        },
        {
            content: "it knows the caller",
            trigger: ".o_form_view .o_field_widget[name='contact_name'] input:value(rana)",
        },
    ],
});
