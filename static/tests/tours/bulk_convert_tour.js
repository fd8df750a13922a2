import { registry } from "@web/core/registry";
import { openLeads } from "./lead_steps";

/**
 * From the inbox to a bulk conversion (features.md #54, #55, B6): select four leads, see in the
 * window what will happen, then each record, do it, and find the one that failed with its reason.
 */
registry.category("web_tour.tours").add("crm_lead_qualification_bulk", {
    steps: () => [
        ...openLeads(),
        ...["گروهی یک", "گروهی دو", "گروهی سه", "گروهی خراب"].map((name) => ({
            content: `select ${name}`,
            trigger: `.o_list_view .o_data_row:contains(${name}) .o_list_record_selector input`,
            run: "click",
        })),
        {
            content: "convert the leads",
            trigger: ".o_control_panel button:contains(تبدیل سرنخ‌ها)",
            run: "click",
        },
        {
            content: "what will happen: two of them are one",
            trigger:
                ".modal [name='preview']:contains(سرنخ‌هایی که فرصت می‌شوند: 3):contains(ادغام می‌شوند: 1)",
        },
        {
            content: "without merging there are four",
            trigger: ".modal [name='deduplicate'] input",
            run: "click",
        },
        {
            trigger: ".modal [name='preview']:contains(سرنخ‌هایی که فرصت می‌شوند: 4)",
        },
        {
            content: "merge after all",
            trigger: ".modal [name='deduplicate'] input",
            run: "click",
        },
        {
            trigger: ".modal [name='preview']:contains(سرنخ‌هایی که فرصت می‌شوند: 3)",
        },
        {
            content: "look at each record first",
            trigger: ".modal button[name='action_preview']",
            run: "click",
        },
        {
            content: "nothing has happened yet",
            trigger: ".o_form_view [name='preview_notice']:contains(هنوز چیزی انجام نشده است)",
        },
        {
            content: "how many were selected",
            trigger: ".o_form_view h1:contains(تبدیل به فرصت):contains(4)",
        },
        {
            content: "take one out",
            trigger:
                ".o_field_widget[name='line_ids'] .o_data_row:contains(گروهی یک) button[name='action_leave_out']",
            run: "click",
        },
        {
            content: "another one takes its place",
            trigger: ".o_undo_notification:contains(گروهی دو)",
        },
        {
            trigger: ".o_field_widget[name='summary']:contains(کنارگذاشته‌شده از برنامه: 1)",
        },
        {
            content: "put it back",
            trigger: ".o_undo_notification button:contains(بازگرداندن به برنامه)",
            run: "click",
        },
        {
            content: "which one is merged into which",
            trigger: ".o_data_row:contains(گروهی دو):contains(گروهی یک)",
        },
        {
            content: "do it",
            trigger: ".o_form_view button[name='action_run']:contains(اجرا)",
            run: "click",
        },
        {
            content: "what happened is told in the past",
            trigger: ".o_field_widget[name='summary']:contains(سرنخ‌هایی که فرصت شدند: 2)",
        },
        {
            content: "a toast offers to undo it",
            trigger: ".o_undo_notification button:contains(لغو)",
        },
        {
            content: "one failed, and says why",
            trigger:
                ".o_form_view [name='problem_ids'] .o_data_row:contains(گروهی خراب):contains(دارای خطا)",
        },
        {
            content: "the others are done",
            trigger: ".oe_stat_button[name='action_open_results']:contains(3)",
        },
        {
            content: "select the failed one again",
            trigger: ".o_form_view .o_statusbar_buttons button[name='action_open_failed']",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(گروهی خراب)",
        },
        {
            content: "alone",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(گروهی سه)))",
        },
    ],
});

/** A run of two leads is undone: the question says what it will do, and then it is done (B6). */
registry.category("web_tour.tours").add("crm_lead_qualification_bulk_undo", {
    steps: () => [
        {
            content: "undo the run",
            trigger: ".o_form_view button[name='action_ask_undo']",
            run: "click",
        },
        {
            content: "what it will do",
            trigger:
                ".modal:contains(فرصت‌هایی که دوباره سرنخ می‌شوند: 2):contains(مشتری‌های تازه‌ای که بایگانی می‌شوند: 2)",
        },
        {
            content: "do it",
            trigger: ".modal footer .btn-primary:contains(لغو کل عملیات)",
            run: "click",
        },
        {
            content: "it is done",
            trigger:
                ".o_form_view .o_field_widget[name='summary']:contains(فرصت‌هایی که دوباره سرنخ شدند: 2)",
        },
    ],
});
