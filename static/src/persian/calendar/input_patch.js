import { ConversionError } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { parseJalali } from "./parse";
import { usesJalali } from "./switch";
import { isUserFormat } from "./user_format";

const { DateTime } = luxon;

/**
 * What people type in the format of their language is read in Jalali.
 *
 * Core tries one way of reading after the other, and would at last take the digits of "32 دی" for a
 * year. So what the first cannot read is refused at once, in core's own words.
 */
patch(DateTime, {
    fromFormat(text, format, options = {}) {
        // Only what is typed keeps its zone: core's way of saying so.
        if (!usesJalali() || !options.setZone || !isUserFormat(format)) {
            return super.fromFormat(text, format, options);
        }
        const { zone, locale, numberingSystem } = options;
        const moment = parseJalali(text, { zone, locale, numberingSystem });
        if (!moment) {
            throw new ConversionError(_t("'%s' is not a correct date or datetime", text));
        }
        return moment;
    },
});
