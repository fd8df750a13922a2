const MORNING = String.raw`ق\.?\s?ظ\.?|(?:قبل|پیش)\s?از\s?ظهر|صبح|am`;
const AFTERNOON = String.raw`ب\.?\s?ظ\.?|بعد\s?از\s?ظهر|عصر|pm`;
const AFTERNOON_ONLY = new RegExp(`^(?:${AFTERNOON})$`, "i");

/** The source of a regular expression: what people write behind an hour of half a day. */
export const HALF_DAY = `${MORNING}|${AFTERNOON}`;

/**
 * @param {string} text that HALF_DAY finds
 * @returns {boolean} whether it is that from noon on
 */
export function isAfternoon(text) {
    return AFTERNOON_ONLY.test(text);
}
