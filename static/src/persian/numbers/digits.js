const DIGITS = "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩";

/**
 * Write the digits of Persian and Arabic keyboards as ASCII digits, and leave the rest as it is.
 *
 * @param {string} text
 * @returns {string} as long as `text`
 */
export function toLatinDigits(text) {
    return text.replace(/[۰-۹٠-٩]/g, (digit) => DIGITS.indexOf(digit) % 10);
}
