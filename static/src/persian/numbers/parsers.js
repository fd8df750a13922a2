import { localization } from "@web/core/l10n/localization";
import { isPersianNumber, rewriteNumber } from "./number_text";

const PARSERS = "@web/views/fields/parsers";
const KINDS = {
    parseFloat: {},
    parseFloatTime: {},
    parseInteger: {},
    parseMonetary: { isMonetary: true },
    parsePercentage: { isPercentage: true },
};

/** Whether the user works in Persian; before the language is loaded nobody does. */
export function isPersianUser() {
    return "code" in localization && localization.code.startsWith("fa");
}

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

/*
 * Fields import Odoo's parsers by name, which fixes them when the field's module starts. The
 * loader tells when the parsers themselves have started, and no other module has seen them yet.
 * For that, this module stands before them in the bundle (see __manifest__.py).
 */
odoo.loader.bus.addEventListener("module-started", ({ detail: { moduleName, module } }) => {
    if (moduleName === PARSERS) {
        for (const [name, kind] of Object.entries(KINDS)) {
            module[name] = readPersian(module[name], kind, module.InvalidNumberError);
        }
    }
});
