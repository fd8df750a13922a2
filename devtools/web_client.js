/** How often in a row a screen must have nothing to do, a twentieth of a second apart. */
const QUIET = 8;

/** Odoo's web client in a page of a browser, as somebody who is logged in sees it in a language. */
class Client {
    constructor(page, address, login, lang) {
        this.page = page;
        this.address = address;
        this.login = login;
        this.lang = lang;
    }

    async start() {
        await this.page.goto(`${this.address}/web/login`);
        await this.page.fill("input[name=login]", this.login);
        await this.page.fill("input[name=password]", this.login);
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
        return this.callModel("crm.lead", method, parameters, keywords);
    }

    callModel(...request) {
        return this.page.evaluate(
            (all) => odoo.__WOWL_DEBUG__.root.env.services.orm.call(...all),
            request,
        );
    }

    /** Open the window that merges what is found with all that is similar to the first of it. */
    async openMerge(domain) {
        const [id] = await this.find(domain);
        const fields = ["duplicate_lead_ids"];
        const [{ duplicate_lead_ids: others }] = await this.call("read", [[id], fields]);
        await this.showLead(id);
        await this.openWindow("crm.action_merge_opportunities", [id, ...others]);
        return [id, ...others];
    }

    getUserId() {
        return this.page.evaluate(() => odoo.loader.modules.get("@web/core/user").user.userId);
    }

    /** Show everything in a language. */
    async speak(lang) {
        if (lang !== this.lang) {
            await this.callModel("res.users", "write", [[await this.getUserId()], { lang }]);
            this.lang = lang;
            // What belongs to a session, as the direction of its pages, would change later.
            await this.page.context().clearCookies();
            await this.start();
        }
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

    /** Take what is shown, or only the part of it that a selector finds. */
    async take(file, part) {
        // Nothing is hovered over, and no text is selected as in a field that was just entered.
        await this.page.mouse.move(0, this.page.viewportSize().height - 1);
        await this.page.evaluate("document.activeElement?.blur()");
        await this.settle();
        const shown = part ? this.page.locator(part).last() : this.page;
        await shown.screenshot({ path: file, animations: "disabled", caret: "hide" });
    }
}

module.exports = { Client };
