import { patch } from "@web/core/utils/patch";
import { JalaliDateTime, toGregorian, toJalali } from "./jalali_datetime";
import { usesJalali } from "./switch";
import { isForPeople } from "./user_format";

const { DateTime } = luxon;

/**
 * What people read of any moment is Jalali: the formats of their language, the names of months,
 * and what the browser writes.
 */
patch(DateTime.prototype, {
    toFormat(format, options) {
        if (
            !usesJalali() ||
            this instanceof JalaliDateTime ||
            options?.numberingSystem ||
            !isForPeople(format)
        ) {
            return super.toFormat(format, options);
        }
        const jalali = toJalali(this);
        return jalali === this ? super.toFormat(format, options) : jalali.toFormat(format, options);
    },

    toLocaleString(formatOptions = DateTime.DATE_SHORT, options = {}) {
        if (!usesJalali() || !this.isValid) {
            return super.toLocaleString(formatOptions, options);
        }
        return super.toLocaleString(fitYear(this, formatOptions), {
            outputCalendar: "persian",
            ...options,
        });
    },

    toRelativeCalendar(options) {
        // "Next month" begins with the Jalali one.
        const jalali = usesJalali() ? toJalali(this) : this;
        return jalali === this
            ? super.toRelativeCalendar(options)
            : jalali.toRelativeCalendar(options);
    },

    diff(other, ...args) {
        if (!usesJalali()) {
            return super.diff(other, ...args);
        }
        const same = this instanceof JalaliDateTime ? toJalali(other) : toGregorian(other);
        return super.diff(same, ...args);
    },
});

/** In short dates core leaves out the year where it is this Gregorian one: it is the Jalali one. */
function fitYear(moment, options) {
    if (!options.day || options.month !== "short" || options.weekday) {
        return options;
    }
    const isThisYear = toJalali(moment).year === toJalali(DateTime.local()).year;
    return { ...options, year: isThisYear ? undefined : "numeric" };
}
