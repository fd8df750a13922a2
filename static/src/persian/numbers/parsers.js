import { localization } from "@web/core/l10n/localization";
import { isPersianUser } from "../persian_user";
import { replaceExports } from "../replace_exports";
import { isPersianNumber, rewriteNumber } from "./number_text";

const KINDS = {
    parseFloat: {},
    parseFloatTime: {},
    parseInteger: {},
    parseMonetary: { isMonetary: true },
    parsePercentage: { isPercentage: true },
};

/**
 * Return Odoo's parser, able to read Persian writing too.
 *
 * Whatever is in Latin writing goes to Odoo's parser as it is. What cannot be read is refused
 * with Odoo's own error, so fields turn red as they do for a letter.
 */
function readPersian(parse, kind, InvalidNumberError) {
    return function (value, ...args) {
        if (typeof value !== "string" || !isPersianNumber(value, isPersianUser())) {
            return parse(value, ...args);
        }
        const { decimalPoint } = localization;
        const number = rewriteNumber(value, { ...kind, decimalPoint });
        if (number === null) {
            throw new InvalidNumberError(`"${value}" is not a correct number`);
        }
        return parse(number, ...args);
    };
}

replaceExports("@web/views/fields/parsers", (module) =>
    Object.fromEntries(
        Object.entries(KINDS).map(([name, kind]) => [
            name,
            readPersian(module[name], kind, module.InvalidNumberError),
        ]),
    ),
);
