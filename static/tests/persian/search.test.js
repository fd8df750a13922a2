import { hasPersian, searchFold } from "@crm_lead_qualification/persian/search/fold";
import { describe, expect, globals, test } from "@odoo/hoot";
import { normalize, normalizedMatch, normalizedMatches } from "@web/core/l10n/utils";
import { highlightText } from "@web/core/utils/html";
import { fuzzyLookup, fuzzyTest } from "@web/core/utils/search";

describe.current.tags("headless");

const CASES = "/crm_lead_qualification/static/tests/persian/fold_cases.json";
const BLOCKS = [
    [0x20, 0x24f],
    [0x600, 0x6ff],
    [0x750, 0x77f],
    [0x870, 0x8ff],
    [0x2000, 0x206f],
    [0xfb50, 0xfdff],
    [0xfe70, 0xfeff],
];

test("the browser folds every character as the server does", async () => {
    const { becomes, texts } = await (await globals.fetch(CASES)).json();
    const expected = new Map();
    for (const [folded, characters] of Object.entries(becomes)) {
        for (const character of characters) {
            expected.set(character, folded);
        }
    }
    expect(expected.size).toBeGreaterThan(900);
    const wrong = [];
    for (const [first, last] of BLOCKS) {
        for (let code = first; code <= last; code++) {
            const character = String.fromCharCode(code);
            if (searchFold(character) !== (expected.get(character) ?? character)) {
                wrong.push(code.toString(16));
            }
            if (expected.has(character) && !hasPersian(character)) {
                wrong.push(`${code.toString(16)} is passed over`);
            }
        }
    }
    expect(wrong).toEqual([]);
    for (const [text, folded] of Object.entries(texts)) {
        expect(searchFold(text)).toBe(folded);
    }
});

test("what is loaded is searched in any spelling", () => {
    expect(normalize("علي‌رضا كَريمي")).toBe("علیرضا کریمی");
    expect(fuzzyTest("كريمي", "علی کریمی")).toBe(true);
    expect(fuzzyTest("۱۴۰۵", "سال 1405")).toBe(true);
    expect(fuzzyTest("کریمی", "رضایی")).toBe(false);
    const list = ["آب و هوا", "علي‌رضا", "پارس"];
    expect(fuzzyLookup("علیرضا", list, (text) => text)).toEqual(["علي‌رضا"]);
    expect(fuzzyLookup("اب", list, (text) => text)).toEqual(["آب و هوا"]);
});

test("a match is told as it stands in the text", () => {
    const text = "سفارش علي‌رضا كريمي ۱۴۰۵";
    expect(normalizedMatch(text, "علیرضا")).toEqual({ start: 6, end: 13, match: "علي‌رضا" });
    expect(normalizedMatch(text, "1405").match).toBe("۱۴۰۵");
    expect(normalizedMatch(text, "رضایی")).toEqual({ start: -1, end: -1, match: "" });
    expect(normalizedMatches("كريمي، کریمی", "کريمی").map(({ match }) => match)).toEqual([
        "كريمي",
        "کریمی",
    ]);
    expect(highlightText("کریمی", "علي كريمي", "found").toString()).toBe(
        'علي <span class="found">كريمي</span>',
    );
});

test("other scripts are compared as Odoo compares them", () => {
    expect(normalize("déçûmes")).toBe("decumes");
    expect(normalizedMatch("Cédric", "ce")).toEqual({ start: 0, end: 2, match: "Cé" });
    expect(normalizedMatch("Scleßin پارس", "sclessin").match).toBe("Scleßin");
    expect(normalizedMatch("پارس", "")).toEqual({ start: 0, end: 0, match: "" });
});
