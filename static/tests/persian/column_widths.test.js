import { divideWidth } from "@crm_lead_qualification/persian/text/divide_width";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, expect, test } from "@odoo/hoot";
import { queryAll, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    defineModels,
    fields,
    makeMockEnv,
    models,
    mountView,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { localization } from "@web/core/l10n/localization";

const COMPANY = "شرکت بازرگانی توکلی و پسران با مسئولیت محدود";

class Lead extends models.Model {
    _name = "crm.lead";

    name = fields.Char();
    person = fields.Char();
    company = fields.Char();
    email = fields.Char();

    _records = [
        { id: 1, name: "یک", person: "لیلا", company: COMPANY, email: "48@example.com" },
        { id: 2, name: "دو", person: "رضا", company: COMPANY, email: "tina@example.com" },
    ];
}

defineMailModels();
defineModels([Lead]);

beforeEach(async () => {
    await makeMockEnv();
    patchWithCleanup(localization, { code: "fa_IR" });
});

async function mountList() {
    const arch = `
        <list>
            <field name="name"/>
            <field name="person" width="500px"/>
            <field name="company" width="80px"/>
            <field name="email" width="120px"/>
        </list>`;
    await mountView({ type: "list", resModel: "crm.lead", arch });
    await animationFrame();
}

function isCut(name) {
    return queryAll(`.o_data_cell[name=${name}]`).some((el) => el.scrollWidth > el.clientWidth + 1);
}

test.tags("desktop");
test("a column gives what it does not need to one whose texts are cut", async () => {
    await mountList();
    const table = queryOne(".o_list_table");
    expect(isCut("company")).toBe(false);
    expect(isCut("person")).toBe(false);
    expect(table.offsetWidth).toBeLessThan(table.parentNode.clientWidth + 1);
});

test.tags("desktop");
test("in other languages columns have the widths that Odoo gives them", async () => {
    patchWithCleanup(localization, { code: "en_US" });
    await mountList();
    expect(isCut("company")).toBe(true);
    expect(".o_latin_text").toHaveCount(0);
});

test.tags("desktop");
test("of a Latin text the end is cut, not the beginning", async () => {
    await mountList();
    const cell = ".o_data_cell[name=email]:first";
    expect(cell).toHaveStyle({ direction: "ltr", textAlign: "right" });
    expect(".o_data_cell[name=company]:first").not.toHaveClass("o_latin_text");
});

test("most cells are whole for the width that there is", () => {
    const column = (...needs) => ({ least: 0, needs });
    // What is needed, and the rest for what is cut.
    expect(divideWidth(300, [column(80, 80), column(400, 400)])).toEqual([80, 220]);
    // One long text does not take what makes many whole.
    expect(divideWidth(260, [column(90, 90, 90, 500), column(150, 150, 150)])).toEqual([110, 150]);
    // More than enough is for all.
    expect(divideWidth(300, [column(80), column(100)])).toEqual([140, 160]);
    // A header is whole, and too little is divided too.
    expect(divideWidth(300, [{ least: 120, needs: [70] }, column(70)])).toEqual([175, 125]);
    expect(divideWidth(100, [column(80, 80), column(90, 90)])).toEqual([50, 50]);
    expect(divideWidth(200, [])).toEqual([]);
});
