const UNITS = [1e3, 1e6, 1e9];

/**
 * A number without its sign, in the unit that stands for k, M or G. What is above is thousands of
 * billions, as people say it.
 *
 * @param {number} value
 * @param {Object} [options] those of Odoo's `humanNumber`
 * @param {number} [options.decimals=0] how many there are at most, but for `minDigits`
 * @param {number} [options.minDigits=1] how many digits of the number are kept at least
 * @returns {{number: number, decimals: number, unit: number}|null} null where the number is written
 *   in full, or is too large to be anybody's
 */
export function shorten(value, { decimals = 0, minDigits = 1 } = {}) {
    const size = Math.abs(value);
    if (size < UNITS[0] * 10 ** (minDigits - 1) || size >= 1e21) {
        return null;
    }
    const countDecimals = (number) =>
        Math.max(decimals, minDigits - Math.trunc(number).toString().length, 0);
    const round = (number) => Number(number.toFixed(countDecimals(number)));

    let index = UNITS.findLastIndex((unit) => unit <= size);
    if (round(size / UNITS[index]) >= 1000 && index + 1 < UNITS.length) {
        // 999,999 is a million, not a thousand thousands.
        index += 1;
    }
    const number = round(size / UNITS[index]);
    return { number, decimals: countDecimals(number), unit: UNITS[index] };
}
