import { registry } from "@web/core/registry";

/** Whether what is written in an element does not fit into it. */
const isCut = (element) => element.clientWidth && element.scrollWidth > element.clientWidth + 1;

/** My Activities on a telephone: cards by their days, and no stages beside the screen. */
registry.category("web_tour.tours").add("crm_lead_qualification_small_activities", {
    steps: () => [
        {
            content: "one below the other",
            trigger: ".o_kanban_ungrouped .o_kanban_record:contains(تجهیز دفتر وکالت)",
        },
    ],
});

/**
 * A record on a telephone: whom to call stands on the first screen, no label is cut, and whoever
 * wants to call does not write a message.
 */
registry.category("web_tour.tours").add("crm_lead_qualification_small_screen", {
    steps: () => [
        {
            content: "the number can be seen without scrolling",
            trigger: ".o_form_view .o_field_widget[name='phone'] input:value(0912)",
            run({ anchor }) {
                if (innerWidth > 400) {
                    throw new Error("this is no phone");
                }
                const { bottom } = anchor.getBoundingClientRect();
                if (bottom > innerHeight) {
                    throw new Error(`the number ends at ${bottom} of ${innerHeight}`);
                }
            },
        },
        {
            content: "all labels are whole",
            trigger: ".o_form_view .o_form_label",
            run() {
                const labels = [...document.querySelectorAll(".o_form_view .o_form_label")];
                const cut = labels.filter(isCut).map((label) => label.textContent);
                if (cut.length) {
                    throw new Error(`these labels are cut: ${cut}`);
                }
            },
        },
        {
            content: "what sends a message stands apart from what calls",
            trigger: ".o_form_view [name='phone'] .o_field_phone_sms",
            run({ anchor }) {
                const message = anchor.getBoundingClientRect();
                const others = anchor
                    .closest("[name='phone']")
                    .querySelectorAll("input, a:not(.o_field_phone_sms)");
                for (const other of others) {
                    const { left, right } = other.getBoundingClientRect();
                    if (Math.max(left - message.right, message.left - right) < 8) {
                        throw new Error(`the message is glued to ${other.outerHTML}`);
                    }
                }
                if (others.length < 2) {
                    throw new Error("nothing calls");
                }
            },
        },
    ],
});
