import { patch } from "@web/core/utils/patch";
import { PhoneField } from "@web/views/fields/phone/phone_field";
import { toLatinDigits } from "../numbers/digits";
import { isPersianUser } from "../persian_user";
import { isolateForeign } from "./isolate";

// What people put between two numbers of one field.
const BETWEEN = /\s*[,،;؛/|\n]\s*|\s+(?:[-–]|و|یا)\s+/;
// Fewer are the end of a range, as in "88776655, 56".
const LEAST_DIGITS = 7;

/**
 * The numbers of one field.
 *
 * @param {string} text
 * @returns {{text: string, href: string}[]} one with all of the text where it cannot be divided
 */
export function findNumbers(text) {
    const parts = text.split(BETWEEN).filter((part) => part);
    const isEachOne = parts.every((part) => toDial(part).length >= LEAST_DIGITS);
    return (isEachOne && parts.length ? parts : [text]).map((part) => ({
        text: isolateForeign(part),
        href: `tel:${toDial(part)}`,
    }));
}

/** What is dialled: the digits before a word, such as that of an extension. */
function toDial(text) {
    const [number] = toLatinDigits(text).match(/\+?\d[\d\s().-]*/) || [""];
    return number.replace(/[^\d+]/g, "");
}

patch(PhoneField.prototype, {
    get phoneHref() {
        return isPersianUser() ? this.phoneNumbers[0].href : super.phoneHref;
    },

    get phoneText() {
        const text = this.props.record.data[this.props.name];
        return isPersianUser() ? isolateForeign(text) : text;
    },

    get phoneNumbers() {
        return findNumbers(this.props.record.data[this.props.name] || "");
    },

    get areManyNumbers() {
        return isPersianUser() && this.phoneNumbers.length > 1;
    },
});
