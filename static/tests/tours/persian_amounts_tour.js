import { registry } from "@web/core/registry";

const CARD = ".o_kanban_record:contains(مبلغ بزرگ)";
const REVENUE = ".o_form_view .o_field_widget[name='expected_revenue']";
const TEAM = ".o_kanban_record:contains(تیم مبلغ)";
const LISTS = [
    "crm.crm_lead_all_leads",
    "crm.crm_lead_opportunities",
    "crm.crm_lead_action_my_activities",
    "crm_lead_qualification.crm_lead_duplicate_group_action",
    "crm_lead_qualification.crm_lead_loss_action",
    "sale.action_quotations",
];

/** What is seen of a text. */
function read(el) {
    return el.textContent
        .replace(/[\u200E\u2066-\u2069]/g, "")
        .replaceAll("\u00A0", " ")
        .trim();
}

function see(content, trigger, text) {
    return {
        content,
        trigger,
        run() {
            if (read(this.anchor) !== text) {
                throw new Error(`${content}: "${read(this.anchor)}" is not "${text}"`);
            }
        },
    };
}

/** The number stands on the right of its unit, for that is read first. */
function seeOrder(content, trigger) {
    return {
        content,
        trigger,
        run() {
            const text = [...this.anchor.childNodes].find(
                (node) => node.nodeType === Node.TEXT_NODE,
            );
            const place = (part) => {
                const range = document.createRange();
                const start = text.data.indexOf(part);
                range.setStart(text, start);
                range.setEnd(text, start + part.length);
                return range.getBoundingClientRect();
            };
            if (place("49").left < place("ریال").right) {
                throw new Error(`${content}: the unit comes first`);
            }
        },
    };
}

function open(action, view, content = action) {
    return [
        {
            content: `open ${content}`,
            trigger: "body",
            async run() {
                const env = odoo.__WOWL_DEBUG__.root.env;
                await env.services.action.doAction(action, {
                    clearBreadcrumbs: true,
                    viewType: view,
                });
            },
        },
    ];
}

function seeAmounts(withToman) {
    const toman = withToman ? ":has(.o_toman)" : ":not(:has(.o_toman))";
    return [
        ...open("crm.crm_lead_opportunities", "kanban"),
        see(
            "the total is short",
            ".o_kanban_group:has(.o_kanban_record) .o_animated_number b",
            "49.5 میلیارد ریال",
        ),
        see(
            "the amount of a card",
            `${CARD}${toman} [name='expected_revenue'] > span`,
            "49,500,000,000 ریال",
        ),
        seeOrder("its order", `${CARD} [name='expected_revenue'] > span`),
        ...(withToman ? [see("in toman", `${CARD} .o_toman`, "4,950,000,000 تومان")] : []),
        { content: "open it", trigger: CARD, run: "click" },
        {
            content: "the amount in the form",
            trigger: `${REVENUE}${toman}:has(.o_input:contains(ریال)) input:value(49,500,000,000)`,
        },
        ...(withToman ? [see("in toman there", `${REVENUE} .o_toman`, "4,950,000,000 تومان")] : []),
        ...open("crm.crm_lead_opportunities", "list"),
        see(
            "in a list",
            ".o_data_row:first .o_data_cell[name='expected_revenue']",
            withToman ? "49,500,000,000 ریال4,950,000,000 تومان" : "49,500,000,000 ریال",
        ),
        see("its total", "tfoot .o_list_number", "49,500,000,000 ریال"),
        ...open("sales_team.crm_team_action_pipeline", "kanban"),
        see(
            "on the card of the team",
            `${TEAM}${toman} [name='open_opportunity_amount'] > span`,
            "49,500,000,000 ریال",
        ),
        ...(withToman
            ? [
                  see(
                      "in toman there",
                      `${TEAM} [name='open_opportunity_amount'] .o_toman`,
                      "4,950,000,000 تومان",
                  ),
              ]
            : []),
    ];
}

registry.category("web_tour.tours").add("crm_lead_qualification_persian_amounts", {
    steps: () => seeAmounts(false),
});

registry.category("web_tour.tours").add("crm_lead_qualification_persian_toman", {
    steps: () => seeAmounts(true),
});

function isCut(cell) {
    return [cell, ...cell.querySelectorAll("*")].some(
        (el) => el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).overflowX === "hidden",
    );
}

registry.category("web_tour.tours").add("crm_lead_qualification_persian_widths", {
    steps: () =>
        LISTS.flatMap((action) => [
            ...open(action, "list"),
            {
                content: `no amount or name is cut in ${action}`,
                trigger: ".o_list_view .o_data_row",
                async run() {
                    await new Promise((resolve) => setTimeout(resolve, 400));
                    const cells = document.querySelectorAll(
                        ".o_list_table .o_list_number, .o_data_cell[name='name'], .o_data_cell[name='contact_name'], .o_data_cell[name='lead_id']",
                    );
                    const cut = [...cells].filter(isCut).map((cell) => cell.textContent);
                    if (cut.length || !cells.length) {
                        throw new Error(`${action}: ${cut.join(" | ")} of ${cells.length}`);
                    }
                },
            },
        ]),
});

registry.category("web_tour.tours").add("crm_lead_qualification_persian_phones", {
    steps: () => [
        ...open("crm_phonecall.crm_case_categ_phone_incoming0", "list"),
        {
            content: "each number dials, and stands apart from the icon behind it",
            trigger: ".o_data_row [name='partner_phone'] .o_phone_content",
            run() {
                const numbers = [...this.anchor.querySelectorAll("a.o_form_uri")];
                const links = numbers.map((el) => el.getAttribute("href")).join();
                if (links !== "tel:02188776655,tel:09120005678") {
                    throw new Error(`the numbers dial ${links}`);
                }
                const [first, last] = numbers.map((el) => el.getBoundingClientRect());
                if (first.bottom > last.top + 1) {
                    throw new Error("the numbers are not below each other");
                }
                const icon = this.anchor.querySelector(".o_field_phone_sms .fa");
                const gap = icon && icon.getBoundingClientRect().left - last.right;
                if (icon && gap < 8) {
                    throw new Error(`the icon is glued to the number: ${gap} pixels`);
                }
            },
        },
    ],
});

registry.category("web_tour.tours").add("crm_lead_qualification_persian_telephone", {
    steps: () => [
        {
            content: "whom to call comes before where they are",
            trigger: ".o_form_view .o_group:has([name='street']):has([name='phone'])",
            run() {
                const top = (name) =>
                    this.anchor.querySelector(`[name='${name}']`).getBoundingClientRect().top;
                if (top("phone") > top("street")) {
                    throw new Error("the phone is below the address");
                }
            },
        },
    ],
});
