import { findNumbers } from "@crm_lead_qualification/persian/text/phone_field";
import { isolateTexts, orderDocument } from "@crm_lead_qualification/persian/text/html_texts";
import { findDirection, isolateForeign } from "@crm_lead_qualification/persian/text/isolate";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, globals, test } from "@odoo/hoot";
import { click, queryAllAttributes, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    makeMockEnv,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { localization } from "@web/core/l10n/localization";
import { registry } from "@web/core/registry";

const CASES = "/crm_lead_qualification/static/tests/persian/isolate_cases.json";
const NAME = "سوییچ 48-port PoE برای دفتر";
const SHOWN = "سوییچ \u206648-port PoE\u2069 برای دفتر";
const PHONES = "021 88776655 و 0912 000 5678";

class Lead extends models.Model {
    name = fields.Char();
    phone = fields.Char();
    note = fields.Text();
    kind = fields.Selection({ selection: [["draft", "پیش‌نویس"]] });
    page = fields.Html();
    parent_id = fields.Many2one({ relation: "lead" });
    tag_ids = fields.Many2many({ relation: "lead" });

    _records = [
        {
            ...{ id: 1, name: NAME, phone: PHONES, parent_id: 1, tag_ids: [1] },
            ...{ note: `${NAME}\n48-port`, page: `<p>${NAME}</p><p>Ready, 48.</p>`, kind: "draft" },
        },
        { id: 2, name: "48-port PoE", phone: "۰۹۱۲-۰۰۰-۵۶۷۸ داخلی 12", parent_id: 2, tag_ids: [] },
    ];
}

defineMailModels();
defineModels([Lead]);

beforeEach(async () => {
    await makeMockEnv();
    patchWithCleanup(localization, { code: "fa_IR" });
});

test("the browser marks what the server marks", async () => {
    const cases = await (await globals.fetch(CASES)).json();
    expect(cases.length).toBeGreaterThan(40);
    expect(cases.filter(({ text, shown }) => isolateForeign(text) !== shown)).toEqual([]);
    // Nothing is marked twice.
    expect(cases.filter(({ shown }) => isolateForeign(shown) !== shown)).toEqual([]);
});

test("formatters keep foreign runs in order, except in a part of an URL", () => {
    const format = (type, value, options) =>
        registry.category("formatters").get(type)(value, options);
    expect(format("char", NAME)).toBe(SHOWN);
    expect(format("text", NAME)).toBe(SHOWN);
    expect(format("many2one", { id: 1, display_name: NAME })).toBe(SHOWN);
    expect(format("many2one", { id: 1, display_name: NAME }, { escape: true })).toBe(
        encodeURIComponent(NAME),
    );
    expect(format("char", false)).toBe("");
    patchWithCleanup(localization, { code: "ar_001" });
    expect(format("char", NAME)).toBe(NAME);
});

test("lists, cards and tags show names in order", async () => {
    const all = `<field name="name"/><field name="parent_id"/>`;
    await mountView({ type: "list", resModel: "lead", arch: `<list>${all}</list>` });
    expect(queryOne(".o_data_cell[name=name]:first").textContent).toBe(SHOWN);
    expect(queryOne(".o_data_cell[name=parent_id]:first").textContent).toBe(SHOWN);
    await mountView({
        type: "form",
        resModel: "lead",
        resId: 1,
        arch: `<form edit="0">${all}<field name="tag_ids" widget="many2many_tags"/></form>`,
    });
    expect(queryOne("[name=name] span").textContent).toBe(SHOWN);
    expect(queryOne("[name=parent_id] .o_form_uri").textContent).toBe(SHOWN);
    expect(queryOne(".o_tag_badge_text").textContent).toBe(SHOWN);
});

test("a cell goes by what it shows, and not by the key of that", async () => {
    const all = `<field name="name"/><field name="parent_id"/><field name="kind"/>`;
    await mountView({ type: "list", resModel: "lead", arch: `<list>${all}</list>` });
    expect(".o_data_row:first .o_latin_text").toHaveCount(0);
    expect(".o_data_row:last .o_latin_text").toHaveCount(2);
});

/** What somebody copies who has selected from an element to another. */
function copy(first, last = first) {
    const range = document.createRange();
    range.setStart(queryOne(first), 0);
    range.setEndAfter(queryOne(last).lastChild);
    const selection = document.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    const clipboardData = new DataTransfer();
    const ev = new ClipboardEvent("copy", { bubbles: true, cancelable: true, clipboardData });
    queryOne(first).dispatchEvent(ev);
    return {
        isDone: ev.defaultPrevented,
        text: clipboardData.getData("text/plain"),
        html: clipboardData.getData("text/html"),
    };
}

test("what is copied from cells is what was written", async () => {
    const all = `<field name="name"/><field name="parent_id"/>`;
    await mountView({ type: "list", resModel: "lead", arch: `<list>${all}</list>` });
    const name = ".o_data_row:first [name=name]";
    expect(copy(name)).toEqual({ isDone: true, text: NAME, html: NAME });
    const { text, html } = copy(name, ".o_data_row:last [name=parent_id]");
    expect(text.split(NAME).length).toBe(3);
    expect(text).not.toMatch(/[\u2066-\u2069]/);
    expect(html).not.toMatch(/[\u2066-\u2069]/);
    const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
    expect(table.rows.length).toBe(2);
    patchWithCleanup(localization, { code: "en_US" });
    expect(copy(name).isDone).toBe(false);
});

test("nor has a document marks or directions when it is copied", async () => {
    const arch = `<form edit="0"><field name="page"/></form>`;
    await mountView({ type: "form", resModel: "lead", resId: 1, arch });
    const { text, html } = copy("[name=page] p:first", "[name=page] p:last");
    expect(text.split("\n").filter(Boolean)).toEqual([NAME, "Ready, 48."]);
    expect(html).toBe(`<p>${NAME}</p><p>Ready, 48.</p>`);
    expect("[name=page] p:last").toHaveAttribute("dir", "ltr");
});

test("an input copies by itself", async () => {
    const arch = `<form><field name="note"/></form>`;
    await mountView({ type: "form", resModel: "lead", resId: 1, arch });
    const text = document.createElement("p");
    text.textContent = SHOWN;
    queryOne(".o_form_view").append(text);
    document.getSelection().selectAllChildren(text);
    const clipboardData = new DataTransfer();
    const ev = new ClipboardEvent("copy", { bubbles: true, cancelable: true, clipboardData });
    queryOne("[name=note] textarea").dispatchEvent(ev);
    expect(ev.defaultPrevented).toBe(false);
});

test("titles of groups show names in order", async () => {
    const groupBy = ["parent_id"];
    const name = `<field name="name"/>`;
    const list = `<list>${name}</list>`;
    await mountView({ type: "list", resModel: "lead", groupBy, arch: list });
    expect(queryAllTexts(".o_group_name")).toEqual([`${SHOWN} (1)`, "\u206648-port PoE\u2069 (1)"]);
    const card = `<t t-name="card">${name}</t>`;
    await mountView({
        type: "kanban",
        resModel: "lead",
        groupBy,
        arch: `<kanban><templates>${card}</templates></kanban>`,
    });
    expect(".o_kanban_group:first .o_column_title").toHaveText(new RegExp(`^${SHOWN}`));
});

test("so do headers of pivots, in rows and columns", async () => {
    const arch = `
        <pivot>
            <field name="parent_id" type="row"/>
            <field name="name" type="col"/>
        </pivot>`;
    await mountView({ type: "pivot", resModel: "lead", arch });
    expect("tbody tr:eq(1) th").toHaveText(SHOWN);
    expect(queryAllTexts("thead tr:eq(1) th")).toInclude(SHOWN);
});

test("long texts that are read show them in order, line by line", async () => {
    const arch = `<form edit="0"><field name="note"/><field name="page"/></form>`;
    await mountView({ type: "form", resModel: "lead", resId: 1, arch });
    expect(queryOne("[name=note] span").textContent).toBe(`${SHOWN}\n\u206648-port\u2069`);
    const paragraphs = "[name=page] p";
    expect(queryAllTexts(paragraphs)).toEqual([SHOWN, "Ready, 48."]);
    expect(`${paragraphs}:first`).not.toHaveAttribute("dir");
    expect(`${paragraphs}:last`).toHaveAttribute("dir", "ltr");
});

test("what is typed as it is, and what has a direction, stays", () => {
    const root = document.createElement("div");
    root.innerHTML = `<p>${NAME} <code>48-port ${NAME}</code></p><p dir="ltr">${NAME}</p><ul><li>48-port</li></ul>`;
    orderDocument(root);
    expect(root.innerHTML).toBe(
        `<p>${SHOWN} <code>48-port ${NAME}</code></p><p dir="ltr">${NAME}</p><ul dir="ltr"><li>48-port</li></ul>`,
    );
    // The same element with another text, as a message that was edited.
    root.innerHTML = "<p>48-port</p>";
    orderDocument(root);
    expect(root).toHaveAttribute("dir", "ltr");
    root.innerHTML = `<p>${NAME}</p>`;
    orderDocument(root);
    expect(root).not.toHaveAttribute("dir");
    patchWithCleanup(localization, { code: "en_US" });
    root.innerHTML = `<p>48-port</p><p>${NAME}</p>`;
    orderDocument(root);
    isolateTexts(root);
    expect(root.outerHTML).toBe(`<div><p>48-port</p><p>${NAME}</p></div>`);
});

test("the input of a linked record shows marks until somebody comes into it", async () => {
    onRpc("web_save", () => expect.step("save"));
    const arch = `<form><field name="parent_id"/><field name="phone"/></form>`;
    await mountView({ type: "form", resModel: "lead", resId: 1, arch });
    const input = "[name=parent_id] input";
    expect(input).toHaveValue(SHOWN);
    await contains(input).click();
    expect(input).toHaveValue(NAME);
    await contains("[name=phone] input").click();
    expect(input).toHaveValue(SHOWN);
    await contains(".o_form_view").press("alt+s");
    // Nothing is changed by looking at it.
    expect.verifySteps([]);
});

test("the records to choose from are shown in order, and so is the one that is chosen", async () => {
    onRpc("web_save", ({ args }) => expect.step(args[1].parent_id));
    const arch = `<form><field name="parent_id"/><field name="phone"/></form>`;
    await mountView({ type: "form", resModel: "lead", resId: 1, arch });
    const input = "[name=parent_id] input";
    await contains(input).click();
    const shown = [SHOWN, "\u206648-port PoE\u2069"];
    expect(queryAllTexts(".o-autocomplete--dropdown-item").slice(0, 2)).toEqual(shown);
    await contains(".o-autocomplete--dropdown-item:eq(1)").click();
    expect(input).toHaveValue("48-port PoE");
    await contains("[name=phone] input").click();
    expect(input).toHaveValue(shown[1]);
    expect(input).toHaveAttribute("dir", "ltr");
    await clickSave();
    expect.verifySteps([2]);
});

test("an input shows marks until somebody comes into it, and none is saved", async () => {
    onRpc("web_save", ({ args }) => expect.step(args[1].name));
    await mountView({
        type: "form",
        resModel: "lead",
        resId: 1,
        arch: `<form><field name="name"/><field name="phone"/></form>`,
    });
    const input = "[name=name] input";
    expect(input).toHaveValue(SHOWN);
    await click(input);
    await animationFrame();
    expect(input).toHaveValue(NAME);
    await click("[name=phone] input");
    await animationFrame();
    expect(input).toHaveValue(SHOWN);
    expect(".o_form_status_indicator_buttons:not(.invisible)").toHaveCount(0);
    await contains(input).edit("کابل Cat-6 (10m)", { confirm: false });
    await click("[name=phone] input");
    await animationFrame();
    expect(input).toHaveValue("کابل \u2066Cat-6 (10m)\u2069");
    await clickSave();
    expect.verifySteps(["کابل Cat-6 (10m)"]);
});

test("nothing is changed by looking at it", async () => {
    onRpc("web_save", () => expect.step("save"));
    await mountView({
        type: "form",
        resModel: "lead",
        resId: 1,
        arch: `<form><field name="name"/></form>`,
    });
    await click("[name=name] input");
    await animationFrame();
    await contains(".o_form_view").press("alt+s");
    expect.verifySteps([]);
});

test("a Latin text is written from left to right", async () => {
    await mountView({
        type: "form",
        resModel: "lead",
        resId: 2,
        arch: `<form><field name="name"/><field name="parent_id"/></form>`,
    });
    const input = "[name=name] input";
    expect(input).toHaveAttribute("dir", "ltr");
    expect("[name=parent_id] input").toHaveAttribute("dir", "ltr");
    await contains(input).edit("سوییچ", { confirm: false });
    expect(input).toHaveAttribute("dir", "");
    expect(findDirection("12")).toBe("");
});

test("in other languages inputs are Odoo's", async () => {
    patchWithCleanup(localization, { code: "en_US" });
    await mountView({
        type: "form",
        resModel: "lead",
        resId: 1,
        arch: `
            <form>
                <field name="name"/>
                <field name="parent_id"/>
                <field name="phone" widget="phone" readonly="1"/>
                <field name="note" readonly="1"/>
                <field name="page" readonly="1"/>
            </form>`,
    });
    expect("[name=parent_id] input").toHaveValue(NAME);
    expect("[name=parent_id] input").not.toHaveAttribute("dir");
    expect(queryOne("[name=note] span").textContent).toBe(`${NAME}\n48-port`);
    expect("[name=page] p:first").toHaveText(NAME);
    expect("[name=page] [dir]").toHaveCount(0);
    expect("[name=name] input").toHaveValue(NAME);
    expect("[name=name] input").not.toHaveAttribute("dir");
    expect(queryAllAttributes("[name=phone] a.o_form_uri", "href")).toEqual([
        `tel:${PHONES.replaceAll(" ", "")}`,
    ]);
});

test("each number of a field dials", async () => {
    await mountView({
        type: "list",
        resModel: "lead",
        arch: `<list><field name="phone" widget="phone"/></list>`,
    });
    const links = ".o_data_row:first [name=phone] a.o_form_uri";
    expect(queryAllAttributes(links, "href")).toEqual(["tel:02188776655", "tel:09120005678"]);
    expect(queryAllTexts(links)).toEqual(["\u2066021 88776655\u2069", "\u20660912 000 5678\u2069"]);
    expect(".o_phone_numbers").toHaveAttribute("dir", "ltr");
    const single = ".o_data_row:last [name=phone] a.o_form_uri";
    expect(single).toHaveAttribute("href", "tel:09120005678");
    expect(single).toHaveText("\u2066۰۹۱۲-۰۰۰-۵۶۷۸\u2069 داخلی 12");
});

test("what looks like two numbers may be one", () => {
    const dial = (text) => findNumbers(text).map(({ href }) => href);
    expect(dial("021-88776655, 56")).toEqual(["tel:02188776655"]);
    expect(dial("+98 912 000 5678 / 02188776655")).toEqual([
        "tel:+989120005678",
        "tel:02188776655",
    ]);
    expect(dial("021 88 77 66 55 - 0912 000 5678")).toEqual(["tel:02188776655", "tel:09120005678"]);
    expect(dial("(021) 88776655")).toEqual(["tel:02188776655"]);
    expect(dial("")).toEqual(["tel:"]);
});
