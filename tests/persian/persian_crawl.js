/**
 * Walk through the screens of CRM and note every text that a user can read or hear there.
 *
 * It runs inside the web client, injected by test_persian.py, so that it needs nothing of the
 * addon and can look at an Odoo without it. Menus, actions, views, buttons and menu items are
 * found, not listed: a new screen is visited without a word here.
 *
 * @param {Object} options
 * @param {string[]} options.modules whose window actions are opened, beside the menus' own
 * @param {string} options.login of the user
 * @param {string} options.report name of the attachment that takes the result
 */
async function crawlPersian(options) {
    const module = (name) => odoo.loader.modules.get(name);
    const env = odoo.__WOWL_DEBUG__.root.env;
    const { action: actions, menu: menus, orm } = env.services;
    const { rpcBus } = module("@web/core/network/rpc");
    const { App } = module("@odoo/owl");
    const texts = new Map();
    const gregorian = new Map();
    const screens = new Map();
    const failures = [];
    let emojisSeen = false;
    const SKIPPED = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"]);
    const ATTRIBUTES = [
        ...["title", "data-tooltip", "placeholder", "aria-label", "alt", "label"],
        ...["aria-description", "aria-placeholder", "data-placeholder", "aria-valuetext"],
    ];

    // A month's name, or a year that no Jalali date of these times has.
    const MONTHS = [
        ...["ژانویه", "فوریه", "مارس", "آوریل", "ژوئن", "ژوئیه", "جولای", "اوت", "آگوست"],
        ...["سپتامبر", "اکتبر", "نوامبر", "دسامبر"],
    ].join("|");
    const GREGORIAN = new RegExp(
        `(?<!\\p{L})(${MONTHS})(?!\\p{L})|(?<![\\d.,])20[1-4]\\d(?![\\d.,])`,
        "u",
    );
    const toLatin = (text) =>
        text.replace(/[۰-۹]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0x06c0));

    // What stands in an empty list as an example is data, and may be Latin.
    const { SampleServer } = module("@web/model/sample_server");
    Object.assign(SampleServer, {
        ...{ SAMPLE_PEOPLE: ["نمونه"], SAMPLE_TEXTS: ["نمونه"], SAMPLE_COUNTRIES: ["نمونه"] },
    });

    // What is on the screen --------------------------------------------------------------------

    function note(text, where) {
        const clean = String(text ?? "")
            .replace(/\s+/g, " ")
            .trim();
        // Days, hours and amounts are no other text for another number.
        const term = clean.replace(/[\d۰-۹]+/g, "0");
        if (/\p{L}/u.test(term) && !texts.has(term)) {
            texts.set(term, [clean, where]);
        }
        if (GREGORIAN.test(toLatin(clean)) && !gregorian.has(term)) {
            gregorian.set(term, [clean, where]);
        }
    }

    function scanElement(element, where) {
        for (const name of ATTRIBUTES) {
            if (element.hasAttribute(name)) {
                note(element.getAttribute(name), `${where} @${name}`);
            }
        }
        const info = element.getAttribute("data-tooltip-info");
        if (info) {
            const { field, button, ...other } = JSON.parse(info);
            for (const part of [field, button, other]) {
                for (const key of ["help", "string", "label", "title", "libelle"]) {
                    note(part?.[key], `${where} @tooltip`);
                }
            }
        }
        if (["INPUT", "TEXTAREA"].includes(element.tagName)) {
            if (!["checkbox", "radio", "hidden", "file"].includes(element.type)) {
                note(element.value, `${where} @value`);
            }
        }
        if (element.tagName === "CANVAS" && window.Chart?.getChart(element)) {
            const { data, options: chart } = window.Chart.getChart(element);
            for (const label of [data.labels, data.datasets.map((set) => set.label)].flat(3)) {
                note(label, `${where} @chart`);
            }
            for (const axis of Object.values(chart.scales || {})) {
                note(axis.title?.text, `${where} @chart`);
            }
        }
    }

    function scan(where) {
        const walker = document.createTreeWalker(
            document.body,
            NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
            (node) =>
                SKIPPED.has(node.tagName) ||
                (emojisSeen && node.classList?.contains("o-EmojiPicker"))
                    ? NodeFilter.FILTER_REJECT
                    : NodeFilter.FILTER_ACCEPT,
        );
        let fingerprint = 0;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (node.nodeType === Node.TEXT_NODE) {
                note(node.textContent, where);
            } else {
                scanElement(node, where);
            }
            fingerprint++;
        }
        emojisSeen ||= Boolean(one(".o-EmojiPicker .o-Emoji"));
        note(document.title, `${where} @document`);
        screens.set(where, fingerprint);
    }

    // Waiting and clicking ---------------------------------------------------------------------

    const pending = new Set();
    rpcBus.addEventListener("RPC:REQUEST", ({ detail }) => {
        if (!detail.settings?.silent) {
            pending.add(detail.data.id);
        }
    });
    rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) => pending.delete(detail.data.id));
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const isBusy = () =>
        pending.size ||
        [...App.apps].some((app) => app.scheduler.tasks.size) ||
        env.isReady === false;

    async function settle(quiet = 2) {
        const end = performance.now() + 6000;
        for (let calm = 0; calm < quiet && performance.now() < end;) {
            await sleep(12);
            await new Promise((resolve) => requestAnimationFrame(resolve));
            calm = isBusy() ? 0 : calm + 1;
        }
    }

    function click(element) {
        for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) {
            const Event = type.startsWith("pointer") ? PointerEvent : MouseEvent;
            element.dispatchEvent(
                new Event(type, { bubbles: true, cancelable: true, view: window }),
            );
        }
    }

    async function press(element, where) {
        click(element);
        await settle();
        scan(where);
    }

    function key(name, target = document.activeElement || document.body) {
        const init = { key: name, bubbles: true, cancelable: true };
        target.dispatchEvent(new KeyboardEvent("keydown", init));
    }

    const all = (selector, root = document) => [...root.querySelectorAll(selector)];
    const one = (selector, root = document) => root.querySelector(selector);
    const isShown = (element) => element.offsetParent !== null && !element.disabled;

    /** Do something that may not work on every screen: what is wrong is told in the report. */
    async function attempt(where, what) {
        try {
            await what();
        } catch (error) {
            failures.push(`${where}: ${error?.message || error}`);
        }
    }

    // A dialog, a menu, a popover: whatever lies over the screen.
    async function closeAll() {
        for (let round = 0; round < 8; round++) {
            const close =
                one(".o_error_dialog .btn-primary") ||
                one(".modal .btn-close, .modal [aria-label=Close], .modal .o_form_button_cancel") ||
                all(".modal .modal-footer .btn").pop();
            if (!close && !one(".o-dropdown--menu, .o_popover")) {
                return;
            }
            if (close) {
                click(close);
            } else {
                key("Escape", document.body);
                document.body.click();
                click(document.body);
            }
            await settle(1);
        }
    }

    async function open(action, settings = {}) {
        await closeAll();
        const discard = one(".o_form_view .o_form_button_cancel, .o_list_button_discard");
        if (discard) {
            click(discard);
            await settle();
            await closeAll();
        }
        await Promise.race([
            actions.doAction(action, { clearBreadcrumbs: true, ...settings }),
            sleep(6000).then(() => Promise.reject(new Error("does not open"))),
        ]);
        await settle();
    }

    // The parts of a screen --------------------------------------------------------------------

    const searchesSeen = new Set();

    async function visitSearch(where, seen) {
        const toggler = one(".o_searchview_dropdown_toggler");
        if (!toggler || searchesSeen.has(seen)) {
            return;
        }
        const isFirst = !searchesSeen.size;
        searchesSeen.add(seen);
        await press(toggler, `${where} / search`);
        for (const accordion of all(".o_search_bar_menu .o_accordion_toggle")) {
            click(accordion);
        }
        await settle();
        scan(`${where} / search`);
        if (isFirst || seen.startsWith("crm.lead/")) {
            const custom = one(".o_add_custom_filter");
            if (custom) {
                await press(custom, `${where} / custom filter`);
                const field = one(".modal .o_model_field_selector");
                if (field) {
                    await press(field, `${where} / custom filter / field`);
                }
                await closeAll();
            }
            // The filters as they are written when they apply, and what is empty under them.
            await press(one(".o_searchview_dropdown_toggler"), `${where} / search`);
            for (const item of all(".o_filter_menu .o_menu_item.o-dropdown-item")
                .filter((item) => !item.classList.contains("o_add_custom_filter"))
                .slice(0, 6)) {
                click(item);
            }
            await settle();
            scan(`${where} / filtered`);
        }
        await closeAll();
        const input = one(".o_searchview_input");
        if (input) {
            input.value = "۱۲۳";
            input.dispatchEvent(new InputEvent("input", { bubbles: true }));
            await settle();
            scan(`${where} / search suggestions`);
            input.value = "";
            input.dispatchEvent(new InputEvent("input", { bubbles: true }));
            await settle(1);
        }
    }

    const MENUS = ".o_control_panel .o_cp_action_menus button, .o_control_panel_navigation button";

    async function visitMenus(where) {
        for (const button of all(`${MENUS}, .o_pivot_buttons button, .o_graph_view button`)) {
            if (!button.isConnected || !isShown(button) || !button.matches(".dropdown-toggle")) {
                continue;
            }
            if (button.matches(".o_searchview_dropdown_toggler")) {
                continue;
            }
            await press(button, `${where} / ${button.textContent.trim() || "menu"}`);
            // A menu in the menu.
            for (const inner of all(".o-dropdown--menu .dropdown-toggle")) {
                inner.dispatchEvent(new MouseEvent("mouseenter", { bubbles: false }));
                await press(inner, `${where} / menu / ${inner.textContent.trim()}`);
            }
            await closeAll();
        }
        const optional = one(".o_optional_columns_dropdown button");
        if (optional) {
            await press(optional, `${where} / columns`);
            await closeAll();
        }
    }

    async function visitTabs(where) {
        for (const tab of all(".o_notebook .nav-link:not(.active)").filter(isShown)) {
            await press(tab, `${where} / ${tab.textContent.trim()}`);
        }
    }

    async function visitChatter(where) {
        const buttons = [
            ...[".o-mail-Chatter-sendMessage", ".o-mail-Composer-fullComposer"],
            ...[".o-mail-Composer-quickActions button", ".o-mail-Chatter-logNote"],
            ...[".o-mail-Chatter-activity", ".o-mail-Followers-button"],
            ...[".o-mail-Chatter [title][aria-label]", ".o-mail-Chatter-fileUploader"],
        ];
        for (const selector of buttons) {
            const button = one(selector);
            if (button && !button.disabled && button.type !== "file") {
                await press(button, `${where} / chatter ${selector}`);
                // Followers come after their menu has opened.
                await sleep(150);
                await settle();
                scan(`${where} / chatter ${selector}`);
                await visitTabs(`${where} / chatter ${selector}`);
                if (one(".modal, .o-dropdown--menu, .o_popover")) {
                    await closeAll();
                }
            }
        }
        // Letters have more to choose from than notes.
        for (const note of [false, true]) {
            const message = all(".o-mail-Message").find(
                (item) => Boolean(one(".o-note", item)) === note,
            );
            if (message) {
                await visitMessage(message, `${where} / chatter message`);
            }
        }
    }

    const MORE = ".o-mail-Message-actions button:has(.oi-ellipsis-v)";

    async function visitMessage(message, where) {
        const openMenu = async () => {
            message.dispatchEvent(new MouseEvent("mouseenter", { bubbles: false }));
            await settle();
            scan(where);
            if (one(MORE, message)) {
                await press(one(MORE, message), `${where} / more`);
            }
            return all(".o-mail-Message-moreMenu button").map((button) => button.name);
        };
        for (const name of await openMenu()) {
            await attempt(`${where} / ${name}`, async () => {
                if (!one(".o-mail-Message-moreMenu")) {
                    await openMenu();
                }
                await press(one(`.o-mail-Message-moreMenu [name='${name}']`), `${where} / ${name}`);
                await sleep(300);
                await settle();
                scan(`${where} / ${name}`);
                await closeAll();
            });
        }
        await closeAll();
    }

    // What leads out of the client, prints or takes a file.
    const UNTOUCHED = /o_export_list_menu|oe_highlight_print|o_switch_view/;

    /** Press each button that a selector finds, on a fresh screen for each. */
    async function pressEach(reopen, find, where, limit = 40) {
        const done = new Set();
        for (let index = 0; index < limit; index++) {
            const button = (await find()).find((item) => !done.has(item.textContent.trim()));
            if (!button) {
                return;
            }
            const label = button.textContent.replace(/\s+/g, " ").trim();
            done.add(label);
            if (UNTOUCHED.test(button.className)) {
                continue;
            }
            await attempt(`${where} / ${label}`, async () => {
                const here = location.href;
                await press(button, `${where} / ${label}`);
                const dialog = one(".modal");
                if (dialog) {
                    await visitTabs(`${where} / ${label}`);
                    // Each choice may show other fields.
                    for (const radio of all(".modal input[type=radio]:not(:checked)")) {
                        await press(radio, `${where} / ${label} / choice`);
                    }
                }
                if (one(".o_import_action")) {
                    await visitImport(`${where} / ${label}`);
                }
                await closeAll();
                if (here !== location.href || !button.isConnected) {
                    await reopen();
                }
            });
        }
    }

    async function visitImport(where) {
        const input = one(".o_control_panel input[type=file], .o_import_action input[type=file]");
        const transfer = new DataTransfer();
        const rows = ["name,phone", "۱۲۳,۰۹۱۲", "۱۲۴,۰۹۱۳"].join("\n");
        transfer.items.add(new File([rows], "۱۲۳.csv", { type: "text/csv" }));
        input.files = transfer.files;
        input.dispatchEvent(new Event("change"));
        await sleep(300);
        await settle();
        scan(where);
        for (const button of all(".o_control_panel .o_control_panel_main_buttons button")
            .concat(all(".o_import_data_sidepanel .o_import_formatting button"))
            .filter(isShown)) {
            await press(button, `${where} / ${button.textContent.trim()}`);
            await sleep(300);
            await settle();
            scan(`${where} / ${button.textContent.trim()}`);
        }
    }

    const chattersSeen = new Set();

    async function visitForm(where, reopen, deep, model) {
        scan(where);
        await visitTabs(where);
        const field = one(".o_form_view .o_field_widget[name=partner_id] input");
        if (field && deep) {
            click(field);
            field.value = "ژژژ";
            field.dispatchEvent(new InputEvent("input", { bubbles: true }));
            await sleep(300);
            await settle();
            scan(`${where} / many2one`);
            field.value = "";
            field.dispatchEvent(new InputEvent("input", { bubbles: true }));
            await sleep(300);
            await settle();
            key("Escape", field);
            field.blur();
            await settle();
        }
        await visitMenus(where);
        if (!deep) {
            return;
        }
        for (const button of all(
            ".o_form_sheet a[role=button], .o_form_sheet button:not(.oe_stat_button):not([name])",
        ).filter(isShown)) {
            if (button.isConnected && !button.closest("a[href^=http], .o_field_x2many")) {
                const label = button.title || button.ariaLabel || button.textContent.trim();
                await attempt(where, () => press(button, `${where} / ${label}`));
                await closeAll();
            }
        }
        // One of them may have led to another record.
        await reopen();
        await pressEach(
            reopen,
            async () => all(".o_statusbar_buttons button, .oe_stat_button").filter(isShown),
            where,
        );
        if (chattersSeen.has(model)) {
            return;
        }
        // The chatter and the menu are the same for all records of a model.
        chattersSeen.add(model);
        await reopen();
        await attempt(where, () => visitChatter(where));
        await reopen();
        await pressEach(
            reopen,
            async () => {
                await closeAll();
                const gear = one(".o_control_panel .o_cp_action_menus button");
                if (gear) {
                    click(gear);
                    await settle();
                }
                return all(".o-dropdown--menu .o_menu_item");
            },
            `${where} / action`,
        );
    }

    async function visitList(where, reopen, deep) {
        await visitMenus(where);
        const select = async () => {
            for (const box of all(".o_list_view tbody .o_list_record_selector input").slice(0, 2)) {
                click(box);
            }
            await settle();
        };
        await select();
        scan(`${where} / selected`);
        await visitMenus(`${where} / selected`);
        if (deep && one(".o_list_view tbody .o_list_record_selector input")) {
            await pressEach(
                reopen,
                async () => {
                    await closeAll();
                    if (!one(".o_list_view tbody .o_list_record_selector input:checked")) {
                        await select();
                    }
                    const gear = all(".o_control_panel .o_cp_action_menus button").pop();
                    if (gear) {
                        click(gear);
                        await settle();
                    }
                    return all(".o-dropdown--menu .o_menu_item");
                },
                `${where} / selected / action`,
            );
            await reopen();
            await select();
            await pressEach(
                async () => {
                    await reopen();
                    await select();
                },
                async () =>
                    all(".o_control_panel button[name], .o_list_view .o_list_buttons button"),
                `${where} / selected`,
            );
        }
    }

    async function visitKanban(where, reopen, deep) {
        await visitMenus(where);
        for (const selector of [
            ...[".o_kanban_header .o_group_config button", ".o_kanban_header .o_kanban_quick_add"],
            ...[
                ".o_kanban_record .o_dropdown_kanban button",
                ".o_kanban_record .o-mail-ActivityButton",
            ],
            ...[".o_column_quick_create button", ".o_kanban_example_background_container button"],
            ...[
                ".o_kanban_record .o_field_widget a[role=button]",
                ".o_kanban_record .o_quick_assign",
            ],
        ]) {
            const button = one(selector);
            if (button && deep) {
                await attempt(where, () => press(button, `${where} / ${selector}`));
                await closeAll();
            }
        }
    }

    async function visitCalendar(where) {
        const { mode } = one(".o_calendar_view") ? { mode: true } : {};
        if (!mode) {
            return;
        }
        const toggle = one(
            ".o_calendar_header .scale_button_selection, .o_view_scale_selector button",
        );
        if (toggle) {
            await press(toggle, `${where} / scale`);
            const scales = all(".o-dropdown--menu .o-dropdown-item").length;
            for (let index = 0; index < scales; index++) {
                if (!one(".o-dropdown--menu .o-dropdown-item")) {
                    click(toggle);
                    await settle();
                }
                const item = all(".o-dropdown--menu .o-dropdown-item")[index];
                await press(item, `${where} / scale ${item.textContent.trim()}`);
            }
            await closeAll();
        }
        const event = one(".fc-event");
        if (event) {
            await press(event, `${where} / event`);
            await sleep(250);
            scan(`${where} / event`);
            await closeAll();
        }
    }

    async function visitActivity(where) {
        const cell = one(".o_activity_view .o_activity_summary_cell");
        if (cell) {
            await press(cell, `${where} / cell`);
            await closeAll();
        }
        await visitMenus(where);
    }

    // Whose buttons and menu items are all pressed.
    const isOurs = (model) => model.startsWith("crm.lead") || model === "crm.phonecall";
    // The records whose forms show other things than the first one's.
    const SAMPLES = {
        "crm.lead": [
            [
                "lead",
                [
                    ["type", "=", "lead"],
                    ["active", "=", true],
                ],
            ],
            [
                "opportunity",
                [
                    ["type", "=", "opportunity"],
                    ["active", "=", true],
                ],
            ],
            ["lost", [["active", "=", false]]],
        ],
    };

    // Actions and their views ------------------------------------------------------------------

    const viewsSeen = new Set();
    const formsSeen = new Set();

    async function visitView(action, type, where) {
        const reopen = (extra = {}) =>
            open({ ...action, ...extra, target: "current" }, { viewType: type });
        if (type === "form") {
            return visitForms(action, where);
        }
        const viewId = action.views.find((view) => view[1] === type)?.[0];
        const key = `${action.res_model}/${type}/${viewId}`;
        const model = `${action.res_model}/${type}`;
        const empty = { domain: [["id", "=", 0]], id: false, xml_id: false };
        if (viewsSeen.has(key)) {
            // Only its words for an empty screen are its own.
            await reopen(empty);
            return scan(`${where} / empty`);
        }
        await reopen();
        scan(where);
        const seen = `${action.res_model}/${action.search_view_id?.[0]}`;
        await attempt(where, () => visitSearch(where, seen));
        await reopen();
        const deep = isOurs(action.res_model) && !viewsSeen.has(model);
        viewsSeen.add(key);
        viewsSeen.add(model);
        const visit = {
            list: visitList,
            kanban: visitKanban,
            calendar: visitCalendar,
            activity: visitActivity,
        }[type];
        await attempt(where, () => (visit || visitMenus)(where, reopen, deep));
        await reopen(empty);
        scan(`${where} / empty`);
    }

    async function visitForms(action, where) {
        const viewId = action.views.find((view) => view[1] === "form")?.[0];
        const key = `${action.res_model}/${viewId}`;
        if (formsSeen.has(key)) {
            return;
        }
        const isFirst = ![...formsSeen].some((seen) => seen.startsWith(`${action.res_model}/`));
        const deep = isFirst && isOurs(action.res_model);
        formsSeen.add(key);
        const base = {
            ...{ type: "ir.actions.act_window", res_model: action.res_model },
            ...{ views: [[viewId || false, "form"]], context: action.context, target: "current" },
        };
        if (await orm.call(action.res_model, "has_access", [[], "create"])) {
            await open({ ...base, res_id: false });
            await visitForm(`${where} / new`, () => open({ ...base, res_id: false }), false);
            await attempt(where, () => saveIncomplete(`${where} / new / incomplete`));
        }
        for (const [kind, domain] of (isFirst && SAMPLES[action.res_model]) || [["record", []]]) {
            const ids = await orm.search(action.res_model, domain, {
                ...{ limit: 1, context: { active_test: false } },
            });
            if (ids.length) {
                const reopen = () => open({ ...base, res_id: ids[0] });
                await reopen();
                await visitForm(`${where} / ${kind}`, reopen, deep, action.res_model);
            }
        }
    }

    /** Save what lacks a value that it must have. */
    async function saveIncomplete(where) {
        const missing = all(".o_form_view .o_required_modifier input").find(
            (input) => isShown(input) && !input.value,
        );
        const save = one(".o_form_button_save");
        if (missing && save) {
            await press(save, where);
            for (const close of all(".o_notification_close")) {
                click(close);
            }
        }
    }

    async function visitPreferences() {
        const action = await orm.call("res.users", "action_get");
        const [{ id }] = await orm.searchRead("res.users", [["login", "=", options.login]], ["id"]);
        await open({ ...action, res_id: id });
        scan("preferences");
        await visitTabs("preferences");
        await visitMenus("preferences");
        await closeAll();
    }

    async function visitAction(id, where, settings = {}) {
        const action = await actions.loadAction(id, settings.additionalContext);
        if (action.type === "ir.actions.act_url") {
            // A page of its own, in another tab.
            return;
        }
        if (action.type !== "ir.actions.act_window" || action.target === "new") {
            await open(id, settings);
            scan(where);
            await visitTabs(where);
            for (const radio of all(".modal input[type=radio]:not(:checked)")) {
                await press(radio, `${where} / choice`);
            }
            await visitSettings(where);
            await closeAll();
            return;
        }
        for (const type of new Set(action.views.map((view) => view[1]))) {
            if (type === "search") {
                continue;
            }
            if (type === "form" && action.res_model.endsWith("settings")) {
                await open(id, settings);
                await visitSettings(where);
            } else {
                await visitView(action, type, `${where} / ${type}`);
            }
        }
    }

    async function visitSettings(where) {
        scan(where);
        if (one(".o_form_view .settings")) {
            // Each switch may show what belongs to it.
            for (const box of all(
                ".app_settings_block:not(.d-none) .o_boolean_toggle input, " +
                    ".app_settings_block:not(.d-none) .o_field_boolean input",
            ).filter((box) => !box.checked && box.offsetParent)) {
                click(box);
                await settle(1);
            }
            scan(`${where} / all switched on`);
            await visitMenus(where);
        }
    }

    // The tour ---------------------------------------------------------------------------------

    async function visitNavbar() {
        for (const button of all(".o_main_navbar button, .o_main_navbar .dropdown-toggle").filter(
            isShown,
        )) {
            const label = button.title || button.ariaLabel || button.textContent.trim();
            await attempt("navbar", () => press(button, `navbar / ${label}`));
            await closeAll();
        }
    }

    const timings = [];
    async function timed(where, what) {
        const start = performance.now();
        await attempt(where, what);
        timings.push([Math.round(performance.now() - start), where]);
    }

    const root = menus.getApps().find((app) => app.xmlid === "crm.crm_menu_root");
    menus.setCurrentMenu(root);
    await timed("root", () => open(root.actionID));
    await timed("navbar", visitNavbar);
    await timed("preferences", visitPreferences);
    const walk = async (menu, path) => {
        const where = [...path, menu.name].join(" > ");
        if (menu.actionID && !menu.childrenTree.length) {
            await timed(where, () => visitAction(menu.actionID, where));
        }
        for (const child of menu.childrenTree) {
            await walk(child, [...path, menu.name]);
        }
    };
    await walk(menus.getMenuAsTree(root.id), []);

    const starts = [];
    // Of the opportunities the walk has won one, which not every action takes.
    const isPending = ["won_status", "=", "pending"];
    for (const [model, ...domain] of [
        ["crm.lead", isPending, ["type", "=", "opportunity"]],
        ["crm.lead", isPending, ["type", "=", "lead"]],
        ["crm.team"],
        ["crm.phonecall"],
    ]) {
        const active = ["active", "=", true];
        starts.push([model, await orm.search(model, [active, ...domain], { limit: 2 })]);
    }
    const found = await orm.searchRead(
        "ir.model.data",
        [
            ["module", "in", options.modules],
            ["model", "=", "ir.actions.act_window"],
        ],
        ["name", "module", "res_id"],
    );
    for (const { name, module: owner, res_id: id } of found) {
        await timed(`${owner}.${name}`, async () => {
            // It says nowhere which record an action starts from: the first that will do.
            for (const [index, [active_model, ids]] of starts.entries()) {
                const additionalContext = { active_model, active_id: ids[0], active_ids: ids };
                try {
                    await visitAction(id, `${owner}.${name}`, {
                        additionalContext: { ...additionalContext, id: ids[0] },
                    });
                    break;
                } catch (error) {
                    if (index === starts.length - 1) {
                        throw error;
                    }
                }
            }
        });
    }
    await closeAll();

    const result = {
        texts: [...texts.values()],
        gregorian: [...gregorian.values()],
        screens: [...screens],
        failures,
        timings: timings.sort((one, other) => other[0] - one[0]),
    };
    const bytes = new TextEncoder().encode(JSON.stringify(result));
    let binary = "";
    for (const byte of bytes) {
        binary += String.fromCharCode(byte);
    }
    await orm.create("ir.attachment", [{ name: options.report, datas: btoa(binary) }]);
}
