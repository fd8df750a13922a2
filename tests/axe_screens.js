/**
 * Let axe-core look at some screens for what keeps people from using them.
 *
 * It runs inside the web client, injected by test_screens_axe.py after axe-core itself.
 *
 * @param {Object} options
 * @param {Object[]} options.screens each {name, action, view, record, context, press, root}: what is
 *     opened, which buttons are pressed then, and of which part of the page the rest is looked at
 * @param {Object[]} options.exceptions each {rule, selector}: an element that matches, or one around
 *     it, is not ours
 * @param {string} options.report name of the attachment that takes the result
 */
async function lookWithAxe(options) {
    const env = odoo.__WOWL_DEBUG__.root.env;
    const { action: actions, orm } = env.services;
    const { rpcBus } = odoo.loader.modules.get("@web/core/network/rpc");
    const { App } = odoo.loader.modules.get("@odoo/owl");
    const pending = new Set();
    rpcBus.addEventListener("RPC:REQUEST", ({ detail }) => pending.add(detail.data.id));
    rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) => pending.delete(detail.data.id));
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    // What is fading in has another contrast for a moment.
    const still = document.createElement("style");
    still.textContent =
        "*, ::before, ::after { transition: none !important; animation: none !important; }";
    document.head.append(still);

    async function settle() {
        const end = performance.now() + 8000;
        for (let calm = 0; calm < 6 && performance.now() < end;) {
            await sleep(30);
            await new Promise((resolve) => requestAnimationFrame(resolve));
            const busy = pending.size || [...App.apps].some((app) => app.scheduler.tasks.size);
            calm = busy ? 0 : calm + 1;
        }
    }

    async function closeAll() {
        for (let round = 0; round < 5 && document.querySelector(".modal"); round++) {
            document.querySelector(".modal .btn-close, .modal .oi-arrow-left")?.click();
            await settle();
        }
    }

    function find(selector) {
        const found = document.querySelector(selector);
        if (!found) {
            throw new Error(`there is no ${selector}`);
        }
        return found;
    }

    /** What is wrong with the screen, without what stands in the exceptions. */
    async function look(name, root) {
        const roots = (root || ".o_action_manager, .o-overlay-container, .o_notification_manager")
            .split(",")
            .filter((selector) => document.querySelector(selector.trim()));
        const { violations } = await axe.run(
            { include: roots.map((selector) => [selector.trim()]) },
            {
                resultTypes: ["violations"],
                elementRef: true,
                runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
            },
        );
        const faults = [];
        for (const { id, impact, nodes } of violations) {
            for (const { element, target, failureSummary } of nodes) {
                const isOdoos = options.exceptions.some(
                    ({ rule, selector }) => rule === id && element.closest(selector),
                );
                if (["serious", "critical"].includes(impact) && !isOdoos) {
                    const html = element.outerHTML.slice(0, 200);
                    faults.push({ name, rule: id, target: target.join(" "), html, failureSummary });
                }
            }
        }
        return faults;
    }

    const faults = [];
    const seen = [];
    for (const screen of options.screens) {
        const { name, action, view, record, context, press = [], root } = screen;
        await closeAll();
        await actions.doAction(action, {
            ...(screen.window ? {} : { clearBreadcrumbs: true }),
            ...(view && { viewType: view }),
            ...(context && { additionalContext: context }),
            ...(record && { props: { resId: record } }),
        });
        await settle();
        for (const selector of press) {
            find(selector).click();
            await settle();
        }
        if (document.querySelector(".o_error_dialog")) {
            throw new Error(`${name}: ${document.querySelector(".o_error_dialog").textContent}`);
        }
        seen.push(name);
        faults.push(...(await look(name, root)));
    }
    await closeAll();
    const datas = btoa(unescape(encodeURIComponent(JSON.stringify({ faults, seen }))));
    await orm.create("ir.attachment", [{ name: options.report, datas }]);
}
