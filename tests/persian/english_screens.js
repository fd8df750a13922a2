/**
 * Note what stands on some screens, in order: what a user in English must see unchanged.
 *
 * It runs inside the web client, injected by test_english_screens.py, and knows nothing of the addon.
 *
 * @param {Object} options
 * @param {Object[]} options.screens each {name, action, view, record}
 * @param {string} options.report name of the attachment that takes the result
 */
async function readEnglish(options) {
    const env = odoo.__WOWL_DEBUG__.root.env;
    const { action: actions, orm } = env.services;
    const { rpcBus } = odoo.loader.modules.get("@web/core/network/rpc");
    const { App } = odoo.loader.modules.get("@odoo/owl");
    const ATTRIBUTES = ["title", "data-tooltip", "placeholder", "aria-label", "class", "dir"];
    const pending = new Set();
    rpcBus.addEventListener("RPC:REQUEST", ({ detail }) => pending.add(detail.data.id));
    rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) => pending.delete(detail.data.id));
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

    async function settle() {
        const end = performance.now() + 6000;
        for (let calm = 0; calm < 5 && performance.now() < end;) {
            await sleep(30);
            await new Promise((resolve) => requestAnimationFrame(resolve));
            const busy = pending.size || [...App.apps].some((app) => app.scheduler.tasks.size);
            calm = busy ? 0 : calm + 1;
        }
    }

    const all = (selector) => [...document.querySelectorAll(selector)];

    function read() {
        const lines = [];
        const parts = all(".o_action_manager, .o-overlay-container");
        for (const element of parts.flatMap((part) => [part, ...part.querySelectorAll("*")])) {
            const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
            const texts = own.map((node) => node.textContent.trim()).filter(Boolean);
            const attributes = ATTRIBUTES.map((name) => element.getAttribute(name));
            const { font, direction, unicodeBidi } = getComputedStyle(element);
            const line = [element.tagName, texts, element.value, attributes, font];
            lines.push(JSON.stringify([...line, direction, unicodeBidi]));
            if (element.tagName === "CANVAS" && window.Chart?.getChart(element)) {
                const { data, scales } = window.Chart.getChart(element);
                const ticks = Object.values(scales).map((axis) => axis.ticks.map((t) => t.label));
                const sets = data.datasets.map((set) => [set.label, set.data]);
                lines.push(JSON.stringify([data.labels, sets, ticks]));
            }
        }
        return lines;
    }

    async function press(selector) {
        const element = document.querySelector(selector);
        for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) {
            const Event = type.startsWith("pointer") ? PointerEvent : MouseEvent;
            element.dispatchEvent(new Event(type, { bubbles: true, view: window }));
        }
        await settle();
    }

    const found = {};
    for (const { name, action, view, record } of options.screens) {
        await actions.doAction(action, {
            clearBreadcrumbs: true,
            viewType: view,
            props: record ? { resId: record } : {},
        });
        await settle();
        found[name] = read();
        if (document.querySelector(".o_searchview_dropdown_toggler")) {
            await press(".o_searchview_dropdown_toggler");
            for (const accordion of all(".o_search_bar_menu .o_accordion_toggle")) {
                accordion.click();
            }
            await settle();
            found[`${name} / search`] = read();
            await press(".o_searchview_dropdown_toggler");
        }
        if (document.querySelector(".o_field_widget[name=date_deadline] button")) {
            await press(".o_field_widget[name=date_deadline] button");
            found[`${name} / picker`] = read();
            await press(".o_field_widget[name=name] input, .o_field_widget[name=name] textarea");
        }
    }
    const datas = btoa(unescape(encodeURIComponent(JSON.stringify(found))));
    await orm.create("ir.attachment", [{ name: options.report, datas }]);
}
