import { DateTimePicker } from "@web/core/datetime/datetime_picker";
import { patch } from "@web/core/utils/patch";
import { toGregorian, toJalali } from "./jalali_datetime";
import { usesJalali } from "./switch";

const { DateTime } = luxon;

/** The picker walks through Jalali months, and gives Gregorian dates. */
patch(DateTimePicker.prototype, {
    adjustFocus(values, focusedDateIndex) {
        const before = this.state.focusDate;
        super.adjustFocus(values, focusedDateIndex);
        if (usesJalali() && this.state.focusDate !== before) {
            // Not what core has focused: the start of a Gregorian month is in another Jalali one.
            const value =
                values[focusedDateIndex] ||
                values[focusedDateIndex === 1 ? 0 : 1] ||
                DateTime.local();
            this.state.focusDate = toJalali(this.clamp(toJalali(value).startOf("month")));
        }
    },

    clamp(value) {
        return usesJalali() ? toJalali(super.clamp(value)) : super.clamp(value);
    },

    validateAndSelect(value, valueIndex, unit) {
        return super.validateAndSelect(toGregorian(value), valueIndex, unit);
    },
});
