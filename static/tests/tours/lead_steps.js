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
