import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const CARD = ".o_kanban_record:contains(تیم آزمون)";

/** A figure says how many records there are, and opens just these. */
function openFigure(figure, records) {
    return [
        {
            content: `open ${figure}`,
            trigger: `${CARD} [name='action_open_figure_${figure}']`,
            run: "click",
        },
        {
            content: `its list has ${records}`,
            trigger: `.o_list_view:has(.o_data_row:eq(${records - 1})):not(:has(.o_data_row:eq(${records})))`,
        },
        {
            content: "back to the cards",
            trigger: ".o_breadcrumb .o_back_button, .o_breadcrumb .breadcrumb-item a",
            run: "click",
        },
        { content: "there they are", trigger: `${CARD} [name='figures']` },
    ];
}

registry.category("web_tour.tours").add("crm_lead_qualification_dashboard", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "open CRM",
            trigger: ".o_app[data-menu-xmlid='crm.crm_menu_root']",
            run: "click",
        },
        {
            content: "the menu of sales",
            trigger: ".o_menu_sections [data-menu-xmlid='crm.crm_menu_sales']",
            run: "click",
        },
        {
            content: "the teams",
            trigger: ".o-dropdown--menu [data-menu-xmlid='crm.sales_team_menu_team_pipeline']",
            run: "click",
        },
        {
            content: "a team without a pipeline has a card, without figures of one",
            trigger:
                ".o_kanban_record:contains(تیم بدون قیف فروش):not(:has([name='action_open_figure_opportunities']))",
        },
        {
            content: "the figures of the other",
            trigger: `${CARD} [name='action_open_figure_opportunities']:contains(فرصت‌های باز):contains(900)`,
        },
        {
            content: "no target yet: set one, with Persian digits",
            trigger: `${CARD} .o_team_target_bar:not(:has(.progress)) input`,
            run: "edit ۵٬۰۰۰ && press Tab",
        },
        {
            content: "how far they are",
            trigger: `${CARD} .o_team_target_bar:has(.progress):contains(20%)`,
        },
        ...openFigure("leads", 1),
        ...openFigure("late", 1),
        ...openFigure("opportunities", 1),
        ...openFigure("forecast", 1),
        ...openFigure("quotations", 1),
        ...openFigure("orders", 1),
        ...openFigure("invoices", 1),
    ],
});
