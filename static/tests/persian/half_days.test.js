import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { localization } from "@web/core/l10n/localization";
import { parseTime } from "@web/core/l10n/time";

const { Settings } = luxon;

describe.current.tags("headless");

beforeEach(() => {
    patchWithCleanup(localization, { timeFormat: "HH:mm:ss" });
});

const read = (text) => {
    const time = parseTime(text, true);
    return time && `${time.hour}:${time.minute}`;
};

test("the half of a day is read in Persian", () => {
    patchWithCleanup(Settings, { defaultLocale: "fa-IR" });
    const times = {
        "2:30 ب.ظ": "14:30",
        "2:30 ب.ظ.": "14:30",
        "۲:۳۰ ب.ظ": "14:30",
        "\u200f۲:۳۰ بعدازظهر": "14:30",
        "2:30 بعد از ظهر": "14:30",
        "2:30 بعد\u200cاز\u200cظهر": "14:30",
        "2:30 عصر": "14:30",
        "12:05 ب.ظ": "12:5",
        "12:05 ق.ظ": "0:5",
        "8:15 ق.ظ.": "8:15",
        "8:15 قبل از ظهر": "8:15",
        "8:15 صبح": "8:15",
        "8 صبح": "8:0",
        "3 عصر": "15:0",
        "14:30": "14:30",
        "5:15pm": "17:15",
    };
    for (const [text, time] of Object.entries(times)) {
        expect(read(text)).toBe(time, { message: text });
    }
    expect(parseTime("")).toBe(null);
    expect(parseTime(null)).toBe(null);
});

test("others type times as they did", () => {
    patchWithCleanup(Settings, { defaultLocale: "en-US" });
    expect(read("2:30 ب.ظ")).toBe("2:30");
    expect(read("2:30 pm")).toBe("14:30");
});
