/**
 * The pictures of the guide for users (docs/guide), by name. Each is taken in every language of the
 * guide, and gives the part of the screen that it shows, where it is not all of it.
 */

/** The three leads of one customer, and the one of them that came first. */
const SIMILAR = [["email_from", "=ilike", "info@pars-chap.example.com"]];
const WINDOW = ".modal-content";
/** Rows of a file of a fair: the second stands in the demo data, the third twice in the file. */
const FAIR = `نام و نام خانوادگی,نام شرکت,موبایل,ایمیل
لیلا آذری,چاپ رنگین‌کمان,۰۹۱۲۰۰۰۴۴۵۵,leila@rangin.example.com
محمد رضایی,شرکت پارس چاپ,,info@pars-chap.example.com
سعید نوروزی,پخش نوروز,۰۹۳۵۰۰۰۶۶۷۷,
سعید نوروزی,پخش نوروز,0935 000 6677,
`;

const findLeads = (client) =>
    client.find([
        ["type", "=", "lead"],
        ["active", "=", true],
    ]);

const PICTURES = {
    leads: (client) => client.show("crm.crm_lead_all_leads"),
    async convert(client) {
        const ids = await client.find([["email_from", "=like", "mirzaei@%"]]);
        await client.showLead(ids[0]);
        await client.openWindow("crm.action_crm_lead2opportunity_partner", ids);
        return WINDOW;
    },
    async notice(client) {
        const [id] = await client.find(SIMILAR);
        await client.showLead(id);
    },
    duplicates: (client) => client.show("crm_lead_qualification.crm_lead_duplicate_group_action"),
    async merge(client) {
        await client.openMerge(SIMILAR);
        return WINDOW;
    },
    async bulk(client) {
        await client.show("crm.crm_lead_all_leads");
        const leads = await findLeads(client);
        await client.openWindow("crm.action_crm_send_mass_convert", leads.slice(0, 16));
        await client.click(".modal [name=action_preview]");
        await client.waitFor(".o_form_view [name=preview_notice]");
    },
    async import(client) {
        await client.show({
            ...{ type: "ir.actions.client", tag: "import" },
            params: { active_model: "crm.lead", context: { default_type: "lead" } },
        });
        const file = { name: "fair.csv", mimeType: "text/csv", buffer: Buffer.from(FAIR) };
        await client.page.setInputFiles("input[type=file]", file);
        await client.waitFor(".o_import_data_content");
        // “Test”.
        await client.click(".o_control_panel .btn-primary");
        await client.waitFor(".o_import_data_content .alert");
    },
    calls: (client) => client.show("crm_phonecall.crm_case_categ_phone_incoming0"),
    async call(client) {
        const ids = await client.find([
            ["type", "=", "opportunity"],
            ["phone", "!=", false],
        ]);
        await client.show("crm.crm_lead_action_my_activities");
        await client.open(await client.call("action_log_call", [ids.slice(0, 1)]));
        return WINDOW;
    },
    activities: (client) => client.show("crm.crm_lead_action_my_activities"),
    async lost(client) {
        const ids = await client.find([
            ["type", "=", "opportunity"],
            ["won_status", "=", "pending"],
        ]);
        await client.showUnfiltered("crm.crm_lead_action_pipeline");
        await client.openWindow("crm.crm_lead_lost_action", ids.slice(0, 2));
        return WINDOW;
    },
    async recover(client) {
        const ids = await client.find([
            ["won_status", "=", "lost"],
            ["type", "=", "opportunity"],
        ]);
        await client.show("crm.crm_lead_opportunities");
        await client.openWindow("crm_lead_qualification.action_crm_lead_recover", ids);
        await client.click(".modal [name=with_quotation] input");
        return WINDOW;
    },
    teams: (client) => client.show("sales_team.crm_team_action_pipeline"),
    async search(client) {
        await client.show("crm.crm_lead_all_leads");
        await client.page.fill(".o_searchview_input", "۰۹۱۲ ۰۰۰ ۱۲۳۴");
        await client.page.press(".o_searchview_input", "Enter");
        await client.settle();
    },
    async preferences(client) {
        const action = await client.callModel("res.users", "action_get", []);
        await client.show("crm.crm_lead_all_leads");
        await client.open({ ...action, res_id: await client.getUserId() });
        return WINDOW;
    },
};

/** Show what the similar leads were merged into, by whoever is the first to show it. */
async function showMerged(client) {
    const [id] = await client.find(SIMILAR);
    const [{ merged_count: merged }] = await client.call("read", [[id], ["merged_count"]]);
    if (!merged) {
        await client.openMerge(SIMILAR);
        await client.click(`${WINDOW} [name=action_merge]`);
        await client.page.reload();
        await client.settle();
    }
    await client.showLead(id);
}

/** They change the data, so they are taken when all others are. */
const CHANGING = {
    merged: showMerged,
};

module.exports = { PICTURES, CHANGING, SIMILAR, showMerged };
