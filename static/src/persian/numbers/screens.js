import { currencies } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { Pager } from "@web/core/pager/pager";
import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";
import {
    parseFloat,
    parseFloatTime,
    parseInteger,
    parseMonetary,
    parsePercentage,
} from "@web/views/fields/parsers";
import { PropertyValue } from "@web/views/fields/properties/property_value";
import { isPersianUser } from "../persian_user";
import { isolateForeign } from "../text/isolate";
import { toLatinDigits } from "./digits";
import { currencyWords, foldCurrency, isPersianNumber } from "./number_text";

for (const { name, symbol } of Object.values(currencies)) {
    for (const word of [name, symbol]) {
        if (word) {
            currencyWords.add(foldCurrency(word));
        }
    }
}

// The search box and the editor of domains take their parsers from here.
const parsers = registry.category("parsers");
const NUMBERS = ["integer", "float", "monetary"];
const OURS = {
    float: parseFloat,
    float_time: parseFloatTime,
    integer: parseInteger,
    many2one_reference: parseInteger,
    monetary: parseMonetary,
    percentage: parsePercentage,
};
for (const [type, parser] of Object.entries(OURS)) {
    parsers.add(type, parser, { force: true });
}

function isRefused(type, text) {
    if (typeof text !== "string" || !isPersianNumber(text, isPersianUser())) {
        return false;
    }
    try {
        parsers.get(type)(text);
        return false;
    } catch {
        return true;
    }
}

patch(Pager.prototype, {
    async parse(value) {
        return super.parse(toLatinDigits(value));
    },
});

patch(PropertyValue.prototype, {
    /** Odoo writes 0 where it cannot read a number. What Persians write is refused instead. */
    async onValueChange(newValue) {
        this.refusedText = null;
        if (NUMBERS.includes(this.props.type) && isRefused(this.props.type, newValue)) {
            return this.refuseNumber(newValue);
        }
        return super.onValueChange(...arguments);
    },

    /** What was refused stays there to be mended, until the record is discarded. */
    get displayValue() {
        const isShown =
            this.refusedText &&
            this.propertiesFields.some((name) => this.props.record.isFieldInvalid(name));
        return isShown ? this.refusedText : super.displayValue;
    },

    /** The component is told its property, not its field; a record seldom has more than one. */
    get propertiesFields() {
        const { record } = this.props;
        return (record?.fieldNames || []).filter(
            (name) => record.fields[name].type === "properties",
        );
    },

    /** The record cannot be saved then. Only the whole field turns red, so say which text it is. */
    refuseNumber(text) {
        this.refusedText = text;
        for (const name of this.propertiesFields) {
            this.props.record.setInvalidField(name);
        }
        const message = _t("“%(text)s” cannot be read as a number.", {
            text: isolateForeign(text),
        });
        this.env.services.notification.add(message, { type: "danger" });
    },
});
