import { _t } from "@web/core/l10n/translation";
import { isPersianUser } from "../persian_user";
import { replaceExports } from "../replace_exports";
import { writeAmount } from "./amount_text";
import { shorten } from "./short_number";

const NUMBERS = "@web/core/utils/numbers";

const WORDS = {
    1e3: (number) => _t("%s thousand", number),
    1e6: (number) => _t("%s million", number),
    1e9: (number) => _t("%s billion", number),
};

/*
 * Odoo's formatters of numbers start early, so this file imports nothing that starts after them.
 */

/**
 * Write a number in thousands, millions or billions.
 *
 * @param {number} value
 * @param {Object} options as of `shorten`
 * @param {string[]} [units] what it counts
 * @returns {string|null} null where Odoo writes it in full
 */
export function writeShort(value, options, units = []) {
    const short = shorten(value, options);
    if (!short) {
        return null;
    }
    const { formatFloat } = odoo.loader.modules.get(NUMBERS);
    const digits = [0, short.decimals];
    const number = WORDS[short.unit](formatFloat(short.number, { digits, trailingZeros: false }));
    return writeAmount(value < 0 ? `-${number}` : number, ...units);
}

replaceExports(NUMBERS, ({ formatFloat }) => ({
    formatFloat(value, options = {}) {
        const short = options.humanReadable && isPersianUser() && writeShort(value, options);
        return short || formatFloat(value, options);
    },
}));

replaceExports("@web/core/currency", ({ formatCurrency, getCurrency }) => ({
    formatCurrency(amount, currencyId, options = {}) {
        if (!isPersianUser()) {
            return formatCurrency(amount, currencyId, options);
        }
        const currency = getCurrency(currencyId);
        const symbol = !options.noSymbol && currency?.symbol;
        const units = symbol ? [symbol] : [];
        if (options.humanReadable) {
            const digits = options.digits ?? currency?.digits;
            const { minDigits } = options;
            const short = writeShort(
                amount,
                { decimals: digits ? digits[1] : 2, minDigits },
                units,
            );
            if (short) {
                return short;
            }
        }
        const number = formatCurrency(amount, currencyId, { ...options, noSymbol: true });
        // Without a unit it may stand in an input, which gives back all that is in it.
        return symbol ? writeAmount(number, symbol) : number;
    },
}));
