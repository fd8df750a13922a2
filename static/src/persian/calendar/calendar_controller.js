import { patch } from "@web/core/utils/patch";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { toJalali } from "./jalali_datetime";
import { usesJalali } from "./switch";

const { DateTime } = luxon;

/** What the header says is of the Jalali date of the model, but for these. */
patch(CalendarController.prototype, {
    get date() {
        return usesJalali() ? toJalali(super.date) : super.date;
    },

    get today() {
        return usesJalali() ? String(toJalali(DateTime.now()).day) : super.today;
    },

    get currentWeek() {
        return usesJalali() ? this.model.rangeStart.weekNumber : super.currentWeek;
    },
});
