import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { queryAll, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fieldInput,
    fields,
    makeMockEnv,
    MockServer,
    models,
    mountView,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { currencies } from "@web/core/currency";
import { localization } from "@web/core/l10n/localization";
import { session } from "@web/session";

const RIAL = 71;

class Lead extends models.Model {
    _name = "crm.lead";

    name = fields.Char();
    amount = fields.Monetary({ currency_field: "currency_id" });
    rate = fields.Float();
    note = fields.Char();
    currency_id = fields.Many2one({ relation: "res.currency" });

    _records = [
        { id: 1, name: "یک", amount: 49500000000, rate: 1234567890.5, currency_id: RIAL },
        { id: 2, name: "دو", amount: 5, rate: 1, currency_id: 72 },
    ];
}

class Order extends models.Model {
    _name = "sale.order";

    amount = fields.Monetary({ currency_field: "currency_id" });
    currency_id = fields.Many2one({ relation: "res.currency" });

    _records = [{ id: 1, amount: 49500000000, currency_id: RIAL }];
}

class Currency extends models.Model {
    _name = "res.currency";

    name = fields.Char();

    _records = [
        { id: RIAL, name: "IRR" },
        { id: 72, name: "EUR" },
    ];
}

defineMailModels();
defineModels([Lead, Order, Currency]);

beforeEach(async () => {
    await makeMockEnv();
    patchWithCleanup(localization, { code: "fa_IR" });
    patchWithCleanup(session, { shows_toman: true });
    patchWithCleanup(currencies, {
        [RIAL]: { name: "IRR", symbol: "ریال", position: "after", digits: [69, 0] },
        72: { name: "EUR", symbol: "€", position: "after", digits: [69, 2] },
    });
});

/** What is seen of an amount: the marks around it are not. */
function amount(number, unit) {
    return new RegExp(`^\\u2067\\u200E?${number}\\s${unit}\\u2069$`);
}

const FIELDS = `
    <field name="currency_id" invisible="1"/>
    <field name="amount" widget="monetary"/>`;

function mountForm(resId, { resModel = "crm.lead", edit = true } = {}) {
    const arch = `<form${edit ? "" : ' edit="0"'}>${FIELDS}</form>`;
    return mountView({ type: "form", resModel, resId, arch });
}

test("rials are told in toman too, and follow what is entered", async () => {
    await mountForm(1);
    expect("[name=amount] input").toHaveValue("49,500,000,000");
    expect(".o_toman").toHaveText(amount("4,950,000,000", "toman"));
    await fieldInput("amount").edit("۲۵۵");
    expect(".o_toman").toHaveText(amount("25.5", "toman"));
    await fieldInput("amount").edit("-1000");
    expect(".o_toman").toHaveText(amount("-100", "toman"));
    await fieldInput("amount").edit("0");
    expect(".o_toman").toHaveCount(0);
});

test("no other currency, no other model, and nobody who does not want it", async () => {
    await mountForm(2);
    expect("[name=amount] input").toHaveValue("5.00");
    expect(".o_toman").toHaveCount(0);
    await mountForm(1, { resModel: "sale.order" });
    expect(".o_toman").toHaveCount(0);
    patchWithCleanup(session, { shows_toman: undefined });
    await mountForm(1);
    expect(".o_toman").toHaveCount(0);
});

test("a card has both, and a list has the second in the tooltip", async () => {
    await mountView({
        type: "kanban",
        resModel: "crm.lead",
        arch: `<kanban><templates><t t-name="card">${FIELDS}</t></templates></kanban>`,
    });
    expect(".o_kanban_record:first [name=amount] > span").toHaveText(
        amount("49,500,000,000", "ریال"),
    );
    expect(".o_kanban_record:first .o_toman").toHaveText(amount("4,950,000,000", "toman"));
    expect(".o_toman").toHaveCount(1);
    await mountView({ type: "list", resModel: "crm.lead", arch: `<list>${FIELDS}</list>` });
    expect(".o_data_row:first [name=amount] span").toHaveText(amount("49,500,000,000", "ریال"));
    expect(".o_data_row:first [name=amount] span").toHaveAttribute("title", /4,950,000,000/);
    expect(".o_list_view .o_toman").not.toBeVisible();
});

test("beside the input the unit comes after the number", async () => {
    await mountForm(1);
    document.documentElement.lang = "fa";
    const place = (selector) => queryOne(`.o_field_monetary ${selector}`).getBoundingClientRect();
    const [number, unit] = [place(".o_monetary_ghost_value"), place(".o_input > span:last-child")];
    document.documentElement.lang = "";
    expect(unit.right).toBeLessThan(number.left + 1);
});

function isCut(cell) {
    return [cell, ...cell.querySelectorAll("*")].some((el) => el.scrollWidth > el.clientWidth + 1);
}

const LIST = `
    <list>
        <field name="name"/>
        <field name="currency_id" column_invisible="1"/>
        <field name="amount" sum="all"/>
        <field name="rate"/>
    </list>`;

test.tags("desktop");
test("columns of numbers are as wide as their longest number", async () => {
    MockServer.env["crm.lead"].write([1, 2], { amount: 123456789012345, currency_id: RIAL });
    await mountView({ type: "list", resModel: "crm.lead", arch: LIST });
    await animationFrame();
    const cells = queryAll(".o_list_table .o_list_number");
    expect(cells.length).toBe(5);
    expect(cells.filter(isCut).map((cell) => cell.textContent)).toEqual([]);
    expect("tfoot .o_list_number").toHaveText(amount("246,913,578,024,690", "ریال"));
});

test.tags("desktop");
test("in other languages they have the width that Odoo gives them", async () => {
    MockServer.env["crm.lead"].write([1], { amount: 123456789012345 });
    patchWithCleanup(localization, { code: "en_US" });
    await mountView({ type: "list", resModel: "crm.lead", arch: LIST });
    await animationFrame();
    const cells = queryAll(".o_data_row:first .o_list_number");
    expect(cells.some(isCut)).toBe(true);
    expect(".o_toman").toHaveCount(0);
});

test.tags("desktop");
test("a page with longer amounts widens the column", async () => {
    MockServer.env["crm.lead"].create([{ amount: 9e14, rate: 1, currency_id: RIAL }]);
    await mountView({
        type: "list",
        resModel: "crm.lead",
        arch: LIST.replace("<list", '<list limit="2"'),
    });
    const width = queryOne("th[data-name=amount]").offsetWidth;
    await contains(".o_pager_next").click();
    await animationFrame();
    expect(queryOne("th[data-name=amount]").offsetWidth).toBeGreaterThan(width);
    expect(queryAll(".o_list_table .o_list_number").some(isCut)).toBe(false);
});

async function squeezeNames() {
    const name = "میز و صندلی کارگاه مرکزی سازه";
    const note = "یادداشتی که در یک ستون جا نمی‌شود و بریده می‌شود";
    MockServer.env["crm.lead"].write([1, 2], { name, note });
    const notes = '<field name="note"/>'.repeat(9);
    const arch = `<list><field name="name"/>${notes}</list>`;
    await mountView({ type: "list", resModel: "crm.lead", arch });
    await animationFrame();
    return ["note", "name"].map((field) => queryAll(`.o_data_cell[name=${field}]`).some(isCut));
}

test.tags("desktop");
test("the name of a lead is squeezed last", async () => {
    expect(await squeezeNames()).toEqual([true, false]);
});

test.tags("desktop");
test("in other languages it is squeezed as everything else", async () => {
    patchWithCleanup(localization, { code: "en_US" });
    expect(await squeezeNames()).toEqual([true, true]);
});
