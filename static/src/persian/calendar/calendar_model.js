import { patch } from "@web/core/utils/patch";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { toJalali } from "./jalali_datetime";
import { usesJalali } from "./switch";

/** A calendar whose date counts in Jalali shows Jalali months and years, and goes on by them. */
patch(CalendarModel.prototype, {
    get date() {
        return usesJalali() ? toJalali(super.date) : super.date;
    },

    computeRange() {
        if (usesJalali()) {
            this.meta.date = toJalali(this.meta.date);
        }
        return super.computeRange();
    },

    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        if (usesJalali()) {
            record.start = toJalali(record.start);
            record.end = toJalali(record.end);
        }
        return record;
    },
});
