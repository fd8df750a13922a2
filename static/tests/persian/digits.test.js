import { toLatinDigits } from "@crm_lead_qualification/persian/numbers/digits";
import { describe, expect, test } from "@odoo/hoot";

describe.current.tags("headless");

test("digits of both keyboards become ASCII, and nothing else changes", () => {
    expect(toLatinDigits("۰۱۲۳۴۵۶۷۸۹")).toBe("0123456789");
    expect(toLatinDigits("٠١٢٣٤٥٦٧٨٩")).toBe("0123456789");
    expect(toLatinDigits("۱۵ دی 1405، ۱۴:۳۰")).toBe("15 دی 1405، 14:30");
});
