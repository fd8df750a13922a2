import { registry } from "@web/core/registry";

const FONT = "Vazirmatn";
const TEXTS = ["body", ".o_control_panel .btn", ".o_searchview input", ".o_list_table td"];
const ICONS = { ".fa": "FontAwesome", ".oi": "odoo_ui_icons" };

function getFamily(element) {
    return getComputedStyle(element).fontFamily.replaceAll('"', "");
}

function check(isTrue, message) {
    if (!isTrue) {
        throw new Error(message);
    }
}

/** The font of every kind of text on a page; icons keep their own. */
function checkFonts(isPersian) {
    for (const selector of TEXTS) {
        const element = document.querySelector(selector);
        check(element, `${selector} is not on the page`);
        const family = getFamily(element);
        check(family.startsWith(FONT) === isPersian, `${selector} is written in ${family}`);
    }
    for (const [selector, family] of Object.entries(ICONS)) {
        const icon = document.querySelector(`.o_web_client ${selector}`);
        check(icon, `${selector} is not on the page`);
        const drawn = [getComputedStyle(icon, "::before").fontFamily, getFamily(icon)];
        check(drawn.join().includes(family), `${selector} is drawn in ${drawn}`);
    }
}

/** A font that no text has is not fetched. */
function isFetched() {
    const faces = [...document.fonts].filter(({ family }) => family.includes(FONT));
    check(faces.length, `there is no font ${FONT}`);
    return faces.some(({ status }) => status !== "unloaded");
}

/** By a feature of the font, so that the text stays what it is. */
function areDigitsPersian(element) {
    return getComputedStyle(element).fontFeatureSettings === '"ss01"';
}

/** How wide a graph would write a text. */
function measure(text) {
    const context = document.createElement("canvas").getContext("2d");
    context.font = `40px ${window.Chart.defaults.font.family}`;
    return context.measureText(text).width;
}

function lookAtList(isPersian) {
    return {
        content: `a list, ${isPersian ? "in Vazirmatn" : "as Odoo writes it"}`,
        trigger: ".o_list_view .o_data_row",
        async run() {
            await document.fonts.ready;
            checkFonts(isPersian);
            check(isFetched() === isPersian, `the font was fetched: ${isFetched()}`);
        },
    };
}

function choose(content, field, choice) {
    return [
        {
            content,
            trigger: `.o_field_widget[name='${field}'] .o_select_menu_toggler`,
            run: "click",
        },
        {
            content: choice,
            trigger: `.o_select_menu_item:contains(${choice})`,
            run: "click",
        },
    ];
}

function openPreferences() {
    return [
        { content: "the menu of the user", trigger: ".o_user_menu button", run: "click" },
        { content: "their preferences", trigger: "[data-menu=preferences]", run: "click" },
    ];
}

function savePreferences() {
    return {
        content: "save them",
        trigger: ".o_form_button_save, button[name=preference_save]",
        run: "click",
        expectUnloadPage: true,
    };
}

registry.category("web_tour.tours").add("crm_lead_qualification_persian_face", {
    steps: () => [
        lookAtList(true),
        {
            content: "Latin digits, unless somebody wants others",
            trigger: ".o_list_table td",
            run: ({ anchor }) => check(!areDigitsPersian(anchor), "digits are Persian"),
        },
        { content: "a graph", trigger: ".o_switch_view.o_graph", run: "click" },
        {
            content: "its texts are drawn in the font too",
            trigger: ".o_graph_canvas_container canvas",
            run() {
                const { family } = window.Chart.defaults.font;
                check(family.startsWith(`"${FONT}"`), family);
                check(measure("1405") !== measure("۱۴۰۵"), "digits of graphs are Persian");
            },
        },
        ...openPreferences(),
        ...choose("digits", "persian_digits", "فارسی"),
        savePreferences(),
        {
            content: "those of a graph are drawn as Persian ones are",
            trigger: ".o_graph_canvas_container canvas",
            run: () => check(measure("1405") === measure("۱۴۰۵"), "digits of graphs are Latin"),
        },
        { content: "back to the list", trigger: ".o_switch_view.o_list", run: "click" },
        lookAtList(true),
        {
            content: "digits of texts are Persian now",
            trigger: ".o_list_table td",
            run: ({ anchor }) => check(areDigitsPersian(anchor), "digits are Latin"),
        },
        {
            content: "and those of what is typed, which stays as it is",
            trigger: ".o_searchview input",
            run: "edit 123",
        },
        {
            content: "for whoever copies it",
            trigger: ".o_searchview input",
            run({ anchor }) {
                check(areDigitsPersian(anchor), "digits of inputs are Latin");
                check(anchor.value === "123", anchor.value);
            },
        },
        ...openPreferences(),
        ...choose("font", "persian_font", "اودو"),
        savePreferences(),
        lookAtList(false),
    ],
});

registry.category("web_tour.tours").add("crm_lead_qualification_english_face", {
    steps: () => [lookAtList(false)],
});
