/**
 * Take the pictures of README.md and the store page; `./dev screenshots` starts it with a server.
 *
 * node screenshots.js ADDRESS FOLDER [NAME...]
 *
 * A screen is opened by its action, not by menus and buttons, so that a picture needs no change here
 * when one of these moves.
 */

const path = require("node:path");
const { chromium } = require("playwright-core");

const LOGIN = "manager";
const SIZE = { width: 1366, height: 768 };
/** How often in a row a screen must have nothing to do, a twentieth of a second apart. */
const QUIET = 8;

const [address, folder, ...names] = process.argv.slice(2);

/** The three leads of one customer, and the one of them that came first. */
const SIMILAR = [["email_from", "=ilike", "info@pars-chap.example.com"]];

// In the order in which they are taken: the last ones change the data.
const PICTURES = {
    pipeline: (client) => client.showUnfiltered("crm.crm_lead_action_pipeline"),
    leads: (client) => client.show("crm.crm_lead_all_leads"),
    teams: (client) => client.show("sales_team.crm_team_action_pipeline"),
    async convert(client) {
        const ids = await client.find([["email_from", "=like", "mirzaei@%"]]);
        await client.showLead(ids[0]);
        await client.openWindow("crm.action_crm_lead2opportunity_partner", ids);
    },
    async similar(client) {
        const [id] = await client.find(SIMILAR);
        await client.showLead(id);
        await client.open(await client.call("action_show_potential_duplicates", [[id]]));
    },
    async call(client) {
        const ids = await client.find([
            ["type", "=", "opportunity"],
            ["phone", "!=", false],
        ]);
        await client.showUnfiltered("crm.crm_lead_action_my_activities");
        await client.open(await client.call("action_log_call", [ids.slice(0, 1)]));
    },
    async recover(client) {
        const ids = await client.find([
            ["won_status", "=", "lost"],
            ["type", "=", "opportunity"],
        ]);
        await client.show("crm.crm_lead_opportunities", {
            additionalContext: { search_default_filter_won_status_lost: 1 },
            viewType: "list",
        });
        await client.openWindow("crm_lead_qualification.action_crm_lead_recover", ids);
        await client.click(".modal [name=with_quotation] input");
    },
    async bulk(client) {
        await client.show("crm.crm_lead_all_leads");
        const leads = await client.find([
            ["type", "=", "lead"],
            ["active", "=", true],
        ]);
        await client.openWindow("crm.action_crm_send_mass_convert", leads.slice(0, 16));
        await client.click(".modal [name=action_preview]");
        await client.waitFor(".o_form_view [name=preview_notice]");
    },
    async merge(client) {
        const [id] = await client.find(SIMILAR);
        const [{ duplicate_lead_ids: others }] = await client.call("read", [
            [id],
            ["duplicate_lead_ids"],
        ]);
        await client.showLead(id);
        await client.openWindow("crm.action_merge_opportunities", [id, ...others]);
        return id;
    },
    async origins(client) {
        const id = await PICTURES.merge(client);
        await client.click(".modal [name=action_merge]");
        await client.page.reload();
        await client.settle();
        await client.showLead(id);
        await client.click(".o_notebook .nav-link[name=origins]");
    },
};

/** The web client of a page. */
class Client {
    constructor(page) {
        this.page = page;
    }

    async start() {
        await this.page.goto(`${address}/web/login`);
        await this.page.fill("input[name=login]", LOGIN);
        await this.page.fill("input[name=password]", LOGIN);
        await this.page.click("button[type=submit]");
        await this.settle();
    }

    /** Open an action, by its name or as it is. */
    async open(action, options = {}) {
        await this.page.evaluate(
            ([request, settings]) =>
                odoo.__WOWL_DEBUG__.root.env.services.action.doAction(request, settings),
            [action, options],
        );
        await this.settle();
    }

    /** Open an action as from a menu. */
    show(action, options = {}) {
        return this.open(action, { clearBreadcrumbs: true, ...options });
    }

    /**
     * Show what all have, not only the one who is logged in. The filters are not taken off on the
     * screen: its numbers would count up to the new ones by the clock, which stands still.
     */
    async showUnfiltered(name) {
        const action = await this.page.evaluate(
            (request) => odoo.__WOWL_DEBUG__.root.env.services.action.loadAction(request),
            name,
        );
        const context = Object.entries(action.context).filter(
            ([key]) => !key.startsWith("search_default_"),
        );
        await this.show({ ...action, context: Object.fromEntries(context) });
    }

    showLead(id) {
        return this.show({
            ...{ type: "ir.actions.act_window", res_model: "crm.lead", res_id: id },
            views: [[false, "form"]],
        });
    }

    /** Open a window about some leads. */
    openWindow(action, ids) {
        const records = { active_model: "crm.lead", active_id: ids[0], active_ids: ids };
        return this.open(action, { additionalContext: records });
    }

    call(method, parameters, keywords = {}) {
        return this.page.evaluate(
            (request) => odoo.__WOWL_DEBUG__.root.env.services.orm.call("crm.lead", ...request),
            [method, parameters, keywords],
        );
    }

    find(domain) {
        return this.call("search", [domain], {
            ...{ order: "create_date, id", context: { active_test: false } },
        });
    }

    async click(selector) {
        await this.page.click(selector);
        await this.settle();
    }

    async waitFor(selector) {
        await this.page.waitForSelector(selector);
        await this.settle();
    }

    /** Wait until everything that was asked for is there and drawn. */
    async settle() {
        await this.page.waitForFunction("window.odoo?.isReady");
        await this.page.evaluate(async (quiet) => {
            const module = (name) => odoo.loader.modules.get(name);
            const { rpcBus } = module("@web/core/network/rpc");
            const { App } = module("@odoo/owl");
            if (!window.pendingRequests) {
                const pending = (window.pendingRequests = new Set());
                rpcBus.addEventListener("RPC:REQUEST", ({ detail }) => pending.add(detail.data.id));
                rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) =>
                    pending.delete(detail.data.id),
                );
            }
            const isBusy = () =>
                window.pendingRequests.size ||
                [...App.apps].some((app) => app.scheduler.tasks.size) ||
                [...document.images].some((image) => !image.complete) ||
                document.fonts.status !== "loaded" ||
                document.querySelector(".o_blockUI");
            for (let calm = 0; calm < quiet; calm++) {
                await new Promise((resolve) => setTimeout(resolve, 50));
                await new Promise((resolve) => requestAnimationFrame(resolve));
                calm = isBusy() ? -1 : calm;
            }
        }, QUIET);
    }

    async take(file) {
        // Nothing is hovered over, and no text is selected as in a field that was just entered.
        await this.page.mouse.move(0, SIZE.height - 1);
        await this.page.evaluate("document.activeElement?.blur()");
        await this.settle();
        await this.page.screenshot({ path: file, animations: "disabled", caret: "hide" });
    }
}

async function main() {
    const unknown = names.filter((name) => !PICTURES[name]);
    if (unknown.length) {
        throw new Error(`There is no picture ${unknown.join(", ")}.`);
    }
    const browser = await chromium.launch({
        executablePath: process.env.BROWSER,
        args: [
            ...["--no-sandbox", "--force-color-profile=srgb", "--font-render-hinting=none"],
            // What is drawn again in parts differs by a pixel at round corners.
            ...["--disable-gpu", "--disable-partial-raster", "--disable-skia-runtime-opts"],
        ],
        env: {
            ...process.env,
            LD_PRELOAD: process.env.BROWSER_LD_PRELOAD,
            WALL_CLOCK_STOPPED: process.env.BROWSER_WALL_CLOCK_STOPPED,
        },
    });
    try {
        const context = await browser.newContext({
            viewport: SIZE,
            locale: "fa-IR",
            timezoneId: "Asia/Tehran",
            reducedMotion: "reduce",
        });
        const client = new Client(await context.newPage());
        await client.start();
        for (const [name, show] of Object.entries(PICTURES)) {
            if (!names.length || names.includes(name)) {
                await client.page.goto(`${address}/odoo`);
                await client.settle();
                const file = path.join(folder, `${name}.png`);
                await show(client).catch(async (error) => {
                    await client.page.screenshot({ path: `${file}.failed.png` });
                    throw error;
                });
                await client.take(file);
                console.log(`${name}.png`);
            }
        }
    } finally {
        await browser.close();
    }
}

main().catch((error) => {
    console.error(error);
    process.exitCode = 1;
});
