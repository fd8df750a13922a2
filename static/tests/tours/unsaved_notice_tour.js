import { registry } from "@web/core/registry";
import { openLeads } from "./lead_steps";

const compare = ".alert[name='similar_notice'] button[name='action_compare']";

/** To compare a lead that is being typed asks before it is saved (features.md #35, #47). */
registry.category("web_tour.tours").add("crm_lead_qualification_notice_unsaved", {
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
            content: "a phone that is known, and on with Tab",
            trigger: ".o_form_view .o_field_widget[name='phone'] input",
            run: "edit ۰۹۱۲ ۵۵۵ ۰۱۰۱ && press Tab",
        },
        { content: "compare", trigger: compare, run: "click" },
        {
            content: "it asks first, and nothing is saved",
            trigger: ".modal:contains(ذخیره) footer button:not(.btn-primary)",
            async run({ anchor }) {
                const response = await fetch("/web/dataset/call_kw/crm.lead/search_count", {
                    method: "POST",
                    headers: { "Content-Type": "application/json" },
                    body: JSON.stringify({
                        jsonrpc: "2.0",
                        params: {
                            model: "crm.lead",
                            method: "search_count",
                            args: [[["name", "=", "تماس تازه"]]],
                            kwargs: {},
                        },
                    }),
                });
                if ((await response.json()).result !== 0) {
                    throw new Error("it was saved before the user chose so");
                }
                anchor.click();
            },
        },
        {
            content: "the form is as it was, not saved",
            trigger: "body:not(:has(.modal)) .o_form_view .o_form_button_save:visible",
        },
        { content: "compare once more", trigger: compare, run: "click" },
        {
            content: "save and compare",
            trigger: ".modal:contains(ذخیره) footer button.btn-primary",
            run: "click",
        },
        {
            content: "both stand side by side",
            trigger:
                ".modal .o_merge_compare:has(.o_merge_compare_record:contains(تماس تازه)) .o_merge_compare_record:contains(همان تماس‌گیرنده) input:checked",
        },
        {
            content: "merge",
            trigger: ".modal footer button[name='action_merge']",
            run: "click",
        },
        {
            content: "one record",
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name='name'] textarea:value(همان تماس‌گیرنده)",
        },
    ],
});
