const NBSP = "\u00A0";
// Left-to-right mark; right-to-left isolate and its end.
const [LRM, RLI, PDI] = ["\u200E", "\u2067", "\u2069"];

/**
 * Write parts of an amount, the number first, so that they stand in this order whatever text or
 * direction is around them.
 *
 * @param {...string} parts the number, and what it counts
 * @returns {string}
 */
export function writeAmount(...parts) {
    const [number, ...units] = parts;
    // In a text from right to left a minus would go to the other side of its number.
    const signed = number.startsWith("-") ? LRM + number : number;
    return RLI + [signed, ...units].join(NBSP).replaceAll(" ", NBSP) + PDI;
}
