import { shorten } from "@crm_lead_qualification/persian/amounts/short_number";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { makeMockEnv, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { currencies, formatCurrency } from "@web/core/currency";
import { localization } from "@web/core/l10n/localization";
import { registry } from "@web/core/registry";
import { formatFloat, humanNumber } from "@web/core/utils/numbers";
import { checkFileSize } from "@web/core/utils/files";
import { formatInteger, formatMonetary } from "@web/views/fields/formatters";

describe.current.tags("headless");

defineMailModels();

const [RIAL, EURO] = [71, 72];
const MARKS = /[\u200E\u2066-\u2069]/g;

beforeEach(async () => {
    await makeMockEnv();
    patchWithCleanup(currencies, {
        [RIAL]: { name: "IRR", symbol: "ریال", position: "after", digits: [69, 0] },
        // As the server tells it to a user in English.
        [EURO]: { name: "EUR", symbol: "€", position: "before", digits: [69, 2] },
    });
});

function workIn(code) {
    patchWithCleanup(localization, { code });
}

/** An amount in the order in which it is read, without what is not seen. */
function read(text) {
    return text.replace(MARKS, "").replaceAll("\u00A0", " ");
}

test("the number comes before its unit, whatever the currency says", () => {
    workIn("fa_IR");
    expect(read(formatCurrency(250000000, RIAL))).toBe("250,000,000 ریال");
    expect(read(formatCurrency(1234.5, EURO))).toBe("1,234.50 €");
    const data = { currency_id: { id: RIAL } };
    expect(read(formatMonetary(5, { data }))).toBe("5 ریال");
    expect(read(registry.category("formatters").get("monetary")(5, { data }))).toBe("5 ریال");
    expect(formatMonetary(false, { data })).toBe("");
});

test("the order holds in a text of the other direction, and the minus stays on its side", () => {
    workIn("fa_IR");
    expect(formatCurrency(5, RIAL)).toBe("\u20675\u00A0ریال\u2069");
    expect(formatCurrency(-1000, RIAL)).toBe("\u2067\u200E-1,000\u00A0ریال\u2069");
});

test("an input gets nothing but the number", () => {
    workIn("fa_IR");
    expect(formatCurrency(-1000, RIAL, { noSymbol: true })).toBe("-1,000");
    expect(formatCurrency(-1000, 99)).toBe("-1,000.00");
});

test("short amounts are said in words", () => {
    workIn("fa_IR");
    // As the total of a column of cards.
    const column = { humanReadable: true, digits: [null, 0], minDigits: 3 };
    const say = (value) => read(formatCurrency(value, RIAL, column));
    expect(say(6640000000)).toBe("6.64 billion ریال");
    expect(say(54530000000)).toBe("54.5 billion ریال");
    expect(say(250000000)).toBe("250 million ریال");
    expect(say(-250000000)).toBe("-250 million ریال");
    expect(say(125000)).toBe("125 thousand ریال");
    expect(say(99999)).toBe("99,999 ریال");
    expect(say(0)).toBe("0 ریال");
});

test("numbers without a unit too, but not the sizes of files", () => {
    workIn("fa_IR");
    expect(read(formatInteger(1250000, { humanReadable: true, minDigits: 3 }))).toBe(
        "1.25 million",
    );
    expect(formatInteger(99999, { humanReadable: true, minDigits: 3 })).toBe("99,999");
    const axis = { humanReadable: true, decimals: 2, minDigits: 1 };
    expect(read(formatFloat(18500000000, axis))).toBe("18.5 billion");
    expect(read(registry.category("formatters").get("integer")(12345, axis))).toBe(
        "12.35 thousand",
    );
    expect(humanNumber(1250000)).toBe("1M");
    const notify = { add: (text) => expect.step(text.includes("(1TB)")) };
    expect(checkFileSize(1e12, notify)).toBe(false);
    expect.verifySteps([true]);
});

test("the unit is the one that people would choose", () => {
    const write = (value, options) => {
        const short = shorten(value, options);
        return short && `${short.number.toFixed(short.decimals)} × ${short.unit}`;
    };
    expect(write(999)).toBe(null);
    expect(write(1000)).toBe("1 × 1000");
    expect(write(999999)).toBe("1 × 1000000");
    expect(write(999999999, { minDigits: 3 })).toBe("1.00 × 1000000000");
    expect(write(-2500, { decimals: 1 })).toBe("2.5 × 1000");
    // What is above is thousands of billions.
    expect(write(5e13)).toBe("50000 × 1000000000");
    expect(write(1e21)).toBe(null);
});

test("in other languages all is Odoo's", () => {
    for (const code of ["en_US", "ar_001", "fr_FR"]) {
        workIn(code);
        expect(formatCurrency(250000000, RIAL)).toBe("250,000,000\u00A0ریال");
        expect(formatCurrency(-1234.5, EURO)).toBe("€\u00A0-1,234.50");
        expect(formatCurrency(6640000000, EURO, { humanReadable: true, minDigits: 3 })).toBe(
            "€\u00A06,640M",
        );
        expect(formatInteger(1250000, { humanReadable: true })).toBe("1M");
        expect(formatFloat(1250000, { humanReadable: true, decimals: 2 })).toBe("1.25M");
    }
});
