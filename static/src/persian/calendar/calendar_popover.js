import { patch } from "@web/core/utils/patch";
import { CalendarCommonPopover } from "@web/views/calendar/calendar_common/calendar_common_popover";
import { CalendarYearPopover } from "@web/views/calendar/calendar_year/calendar_year_popover";
import { toJalali } from "./jalali_datetime";
import { usesJalali } from "./switch";

/**
 * Write from when to when something is, the day before the month: "2 - 4 آذر 1405".
 *
 * @param {DateTime} start
 * @param {DateTime} end
 * @returns {string}
 */
export function formatDateSpan(start, end) {
    const [first, last] = [toJalali(start), toJalali(end)];
    const whole = last.toFormat("d MMMM yyyy");
    if (first.hasSame(last, "day")) {
        return whole;
    }
    const isSame = (unit) => first[unit] === last[unit];
    let format = "d MMMM yyyy";
    if (isSame("year")) {
        format = isSame("month") ? "d" : "d MMMM";
    }
    return `${first.toFormat(format)} - ${whole}`;
}

patch(CalendarCommonPopover.prototype, {
    computeDateTimeAndDuration() {
        super.computeDateTimeAndDuration();
        if (usesJalali() && this.date) {
            const { start, end } = this.props.record;
            this.date = formatDateSpan(start, end);
        }
    },
});

patch(CalendarYearPopover.prototype, {
    groupRecords() {
        const groups = super.groupRecords();
        if (usesJalali()) {
            for (const group of groups) {
                group.title = formatDateSpan(group.start, group.end);
            }
        }
        return groups;
    },
});
