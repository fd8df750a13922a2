import { registry } from "@web/core/registry";

const NAME = "سوییچ 48-port PoE برای دفتر";
const ACTIVITY = ".o_kanban_record:not(:contains(همانند)) .o-mail-ActivityButton";
const SHOWN = "سوییچ \u206648-port PoE\u2069 برای دفتر";

function check(isTrue, message) {
    if (!isTrue) {
        throw new Error(message);
    }
}

/** The name stands in the element, once, with marks around its foreign run. */
function see(content, trigger, read = (el) => el.textContent) {
    return {
        content,
        trigger,
        run({ anchor }) {
            const text = read(anchor);
            check(text.includes(SHOWN) && !text.includes(NAME), `${content}: ${text}`);
        },
    };
}

function open(action, view) {
    return {
        content: `open ${action}`,
        trigger: "body",
        async run() {
            const env = odoo.__WOWL_DEBUG__.root.env;
            await env.services.action.doAction(action, {
                clearBreadcrumbs: true,
                viewType: view,
            });
        },
    };
}

registry.category("web_tour.tours").add("crm_lead_qualification_persian_texts", {
    steps: () => [
        see("a message", ".o-mail-Message-richBody p:contains(48-port)"),
        {
            content: "its Latin paragraph",
            trigger: ".o-mail-Message-richBody p:contains(Ready, 48 ports.)",
            run: ({ anchor }) => check(anchor.dir === "ltr", anchor.outerHTML),
        },
        {
            content: "an e-mail",
            trigger: ".o-mail-Message-body",
            run() {
                const bodies = [...document.querySelectorAll(".o-mail-Message-body div")]
                    .map((el) => el.shadowRoot?.textContent)
                    .filter(Boolean);
                check(bodies.length === 1, `${bodies.length} e-mails`);
                check(bodies[0].includes(SHOWN), bodies[0]);
            },
        },
        see("the summary of an activity", ".o-mail-Activity-info"),
        see("its note", ".o-mail-Activity-note"),
        {
            content: "open the similar records",
            trigger: "body",
            async run() {
                const { action, orm } = odoo.__WOWL_DEBUG__.root.env.services;
                const [id] = await orm.search("crm.lead", [["phone", "=", "0912 000 5678"]]);
                await action.doAction(
                    await orm.call("crm.lead", "action_show_potential_duplicates", [id]),
                );
            },
        },
        {
            content: "the button beside a number of a card is an icon with a tooltip",
            trigger: ".o_kanban_record .o_field_phone_sms .fa",
            run({ anchor }) {
                const button = anchor.closest("a");
                check(button.title, "the icon has no tooltip");
                check(button.querySelector("small").offsetParent === null, "it has a word too");
                const [field, end] = [anchor.closest(".o_phone_content"), button].map(
                    (el) => el.getBoundingClientRect().right,
                );
                check(field - end < 2, `the number ends ${field - end} pixels before its field`);
            },
        },
        open("crm.crm_lead_action_pipeline", "kanban"),
        see("the tooltip of an activity", ACTIVITY, (el) => el.title),
        { content: "open it", trigger: ACTIVITY, run: "click" },
        see("its summary there", ".o-mail-ActivityListPopoverItem b"),
        open("calendar.action_calendar_event", "calendar"),
        see("the name of an event", ".o_event .o_event_title"),
        { content: "look at it", trigger: ".o_event", run: "click" },
        see("its name there", ".o_cw_popover .popover-header span"),
    ],
});
