import {
    isPersianNumber,
    rewriteNumber,
} from "@crm_lead_qualification/persian/numbers/number_text";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, describe, expect, globals, test } from "@odoo/hoot";
import { makeMockEnv, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { localization } from "@web/core/l10n/localization";
import { registry } from "@web/core/registry";
import { parseFloat, parseInteger, parseMonetary } from "@web/views/fields/parsers";

describe.current.tags("headless");

defineMailModels();

const CASES = "/crm_lead_qualification/static/tests/persian/numbers_cases.json";

beforeEach(() => makeMockEnv());

function workIn(code, separators = {}) {
    patchWithCleanup(localization, { code, decimalPoint: ".", thousandsSep: ",", ...separators });
}

function read(parser, text) {
    try {
        return parser(text);
    } catch {
        return null;
    }
}

test("the browser reads what the server reads", async () => {
    workIn("fa_IR");
    const cases = await (await globals.fetch(CASES)).json();
    const parsers = registry.category("parsers");
    const misread = cases.filter(({ as, text, value }) => read(parsers.get(as), text) !== value);
    expect(misread).toEqual([]);
    expect(cases.length).toBeGreaterThan(100);
});

test("Persian digits are read whatever the language of the user", () => {
    workIn("en_US");
    expect(parseFloat("۲٬۵۰۰٫۵")).toBe(2500.5);
    expect(() => parseMonetary("۱۲الف")).toThrow();
    workIn("de_DE", { decimalPoint: ",", thousandsSep: "." });
    expect(parseFloat("۲٬۵۰۰٫۵")).toBe(2500.5);
    expect(parseFloat("۲.۵۰۰,۵")).toBe(2500.5);
    expect(parseFloat("۲٬۵۰۰,۵")).toBe(2500.5);
});

test("Latin writing is Odoo's, and other languages keep all of it", () => {
    workIn("fa_IR");
    expect(parseFloat("1,5")).toBe(15);
    expect(parseMonetary("12abc")).toBe(12);
    expect(() => parseMonetary("12الف")).toThrow();
    expect(() => parseMonetary("الف")).toThrow();
    expect(parseFloat("\u200f1,000")).toBe(1000);
    workIn("en_US");
    expect(() => parseFloat("\u200f1,000")).toThrow();
    expect(parseMonetary("12الف")).toBe(12);
    expect(isPersianNumber("1\u00a0000", false)).toBe(false);
});

test("a calculation and a change are read too", () => {
    workIn("fa_IR");
    expect(parseFloat("=۱٬۰۰۰+۲×۳".replace("×", "*"))).toBe(1006);
    expect(parseFloat("=۱۲/۴")).toBe(3);
    expect(parseInteger("+=۱۰", { allowOperation: true }).compute(5)).toBe(15);
    expect(parseMonetary("*=۲", { allowOperation: true }).compute(500)).toBe(1000);
});

test("a text in which nothing is to be seen is an empty one", () => {
    workIn("fa_IR");
    expect(rewriteNumber("\u200f \u202c")).toBe("");
    expect(parseFloat("\u200f")).toBe(parseFloat(""));
});
