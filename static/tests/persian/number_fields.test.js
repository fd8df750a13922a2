import { expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    clickSave,
    contains,
    defineModels,
    fieldInput,
    fields,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { Pager } from "@web/core/pager/pager";
import { TimePicker } from "@web/core/time_picker/time_picker";

class Deal extends models.Model {
    definition_id = fields.Many2one({ relation: "deal.type" });
    amount = fields.Monetary({ currency_field: "currency_id" });
    chance = fields.Float();
    share = fields.Float();
    hours = fields.Float();
    count = fields.Integer();
    currency_id = fields.Many2one({ relation: "res.currency" });
    properties = fields.Properties({
        definition_record: "definition_id",
        definition_record_field: "definitions",
    });

    _records = [
        {
            id: 1,
            definition_id: 1,
            amount: 5,
            chance: 5,
            share: 0.5,
            hours: 5,
            count: 5,
            properties: { p1: 5, p2: 5 },
        },
    ];
}

class DealType extends models.Model {
    _name = "deal.type";

    name = fields.Char();
    definitions = fields.PropertiesDefinition();

    _records = [
        {
            id: 1,
            definitions: [
                { name: "p1", type: "integer", string: "Count" },
                { name: "p2", type: "float", string: "Rate" },
            ],
        },
    ];
}

class Currency extends models.Model {
    _name = "res.currency";

    name = fields.Char();
    _records = [{ id: 1, name: "USD" }];
}

defineMailModels();
defineModels([Deal, DealType, Currency]);

function mountDeal(type, arch) {
    return mountView({ type, resModel: "deal", resId: type === "form" ? 1 : undefined, arch });
}

const FORM = `
    <form>
        <field name="amount"/>
        <field name="chance"/>
        <field name="share" widget="percentage"/>
        <field name="hours" widget="float_time"/>
        <field name="count"/>
    </form>`;

test("every field of numbers reads a Persian keyboard", async () => {
    onRpc("web_save", ({ args }) => {
        expect(args[1]).toEqual({
            amount: 2500000000,
            chance: 12.5,
            share: 0.55,
            hours: 14.5,
            count: 1234,
        });
        expect.step("save");
    });
    await mountDeal("form", FORM);
    await fieldInput("amount").edit("۲٬۵۰۰٬۰۰۰٬۰۰۰");
    await fieldInput("chance").edit("۱۲٫۵");
    await fieldInput("share").edit("۵۵٪");
    await fieldInput("hours").edit("۱۴:۳۰");
    await fieldInput("count").edit("١٬٢٣٤");
    expect("[name=amount] input").toHaveValue("2,500,000,000.00");
    expect("[name=hours] input").toHaveValue("14:30");
    await clickSave();
    expect.verifySteps(["save"]);
});

test.tags("desktop");
test("what cannot be read is refused in the field and not saved", async () => {
    onRpc("web_save", () => expect.step("save"));
    await mountDeal("form", FORM);
    for (const name of ["amount", "chance", "share", "hours", "count"]) {
        await fieldInput(name).edit("۱۲الف");
        expect(`.o_field_widget[name=${name}]`).toHaveClass("o_field_invalid");
    }
    expect(".o_form_button_save").not.toBeEnabled();
    await contains(".o_control_panel").press("alt+s");
    expect.verifySteps([]);
    expect("[name=amount] input").toHaveValue("۱۲الف");
});

test.tags("desktop");
test("a cell of a list reads it", async () => {
    onRpc("web_save", ({ args }) => expect.step(args[1].count));
    await mountDeal("list", `<list editable="bottom"><field name="count"/></list>`);
    await contains(".o_data_cell[name=count]").click();
    await contains(".o_data_cell[name=count] input").edit("۱۲۳۴", { confirm: false });
    await contains(".o_list_button_save").click();
    expect.verifySteps([1234]);
});

test("a property reads it, and never becomes 0", async () => {
    onRpc("web_save", ({ args }) => {
        const [count, rate] = args[1].properties;
        expect.step(`${count.value} ${rate.value}`);
    });
    await mountDeal("form", `<form><field name="definition_id"/><field name="properties"/></form>`);
    await contains("[property-name=p1] input").edit("۱٬۲۳۴");
    await contains("[property-name=p2] input").edit("۱۲الف");
    expect(".o_field_widget[name=properties]").toHaveClass("o_field_invalid");
    expect(".o_form_button_save").not.toBeEnabled();
    expect("[property-name=p2] input").toHaveValue("۱۲الف");
    await contains("[property-name=p2] input").edit("۲٫۵");
    await clickSave();
    expect.verifySteps(["1234 2.5"]);
});

test("the pager and the picker of times read it", async () => {
    await mountWithCleanup(Pager, {
        props: {
            offset: 0,
            limit: 4,
            total: 10,
            onUpdate: ({ offset, limit }) => expect.step(`${offset} ${limit}`),
        },
    });
    await contains(".o_pager_value").click();
    await contains("input.o_pager_value").edit("۳-۵", { confirm: "blur" });
    await animationFrame();
    expect.verifySteps(["2 3"]);
    await mountWithCleanup(TimePicker, {
        props: { onChange: (value) => expect.step(value.toString()) },
    });
    await contains(".o_time_picker_input").edit("۱۴:۳۰");
    expect.verifySteps(["14:30"]);
});
