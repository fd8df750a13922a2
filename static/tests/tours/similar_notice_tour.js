import { registry } from "@web/core/registry";
import { openLeads } from "./lead_steps";

/** The record that the notice names, by its name. */
const named = (name) => `.o_similar_records .o_similar_record:contains(${name})`;

/**
 * A caller who is known already is named while the phone is typed (features.md #35, #47, B4): the
 * input keeps the focus, the known record is looked at, another one is told apart, and nothing is
 * saved before the user saves it.
 */
registry.category("web_tour.tours").add("crm_lead_qualification_notice", {
    steps: () => [
        ...openLeads(),
        {
            content: "a new lead",
            trigger: ".o_list_view .o_list_button_add, .o_control_panel .o_list_button_add",
            run: "click",
        },
        {
            content: "its name",
            trigger: ".o_form_view .o_field_widget[name='name'] textarea",
            run: "edit تماس تازه",
        },
        {
            content: "a phone that is known, and the input is not left",
            trigger: ".o_form_view .o_field_widget[name='phone'] input",
            run: "edit ۰۹۱۲ ۵۵۵ ۰۱۰۱",
        },
        {
            content: "who, whose, how old, and why",
            trigger: `.o_similar_records:has(.o_similar_typed:contains(رکوردهای مشابه)) .o_similar_record:contains(همان تماس‌گیرنده):contains(لیلا فروشنده):contains(امروز):contains(تلفن یکسان)`,
            run() {
                if (!document.activeElement.closest(".o_field_widget[name='phone']")) {
                    throw new Error("the notice has taken the focus");
                }
            },
        },
        {
            content: "leave the input",
            trigger: ".o_form_view .o_field_widget[name='phone'] input",
            run: "press Tab",
        },
        {
            content: "the form says it itself",
            trigger: ".alert[name='similar_notice']:contains(\u20662\u2069)",
        },
        {
            content: "look at the known record",
            trigger: `${named("همان تماس‌گیرنده")} a`,
            run: "click",
        },
        {
            content: "above the form, which is not saved",
            trigger:
                ".modal .o_form_view .o_field_widget[name='name'] textarea:value(همان تماس‌گیرنده)",
        },
        {
            content: "back to the form",
            trigger: ".modal .o_form_button_cancel",
            run: "click",
        },
        {
            content: "the wrong number is somebody else's",
            trigger: `body:not(:has(.modal)) ${named("شماره اشتباه")} button:contains(تکراری نیست)`,
            run: "click",
        },
        {
            content: "one is left",
            trigger: `.o_form_view:has(.alert[name='similar_notice']:contains(\u20661\u2069)):not(:has(.o_similar_record:contains(شماره اشتباه))) ${named("همان تماس‌گیرنده")}`,
        },
        {
            content: "and nothing is saved yet",
            trigger: ".o_form_view .o_form_button_save:visible",
            run: "click",
        },
        {
            content: "saved",
            trigger: ".o_form_view:not(:has(.o_form_button_save:visible))",
        },
        {
            content: "the other one is no duplicate either",
            trigger: `${named("همان تماس‌گیرنده")} button:contains(تکراری نیست)`,
            run: "click",
        },
        {
            content: "it is, after all",
            trigger:
                "body:not(:has(.o_similar_record)) .o_notification:contains(همان تماس‌گیرنده) button:contains(لغو این کار)",
            run: "click",
        },
        {
            content: "there it is again",
            trigger: named("همان تماس‌گیرنده"),
        },
    ],
});
