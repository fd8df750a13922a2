import { patch } from "@web/core/utils/patch";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarYearRenderer } from "@web/views/calendar/calendar_year/calendar_year_renderer";
import {
    fixGregorianLocale,
    isOutside,
    makeLocaleOptions,
    makeMonthOptions,
} from "./full_calendar";
import { toJalali } from "./jalali_datetime";
import { usesJalali } from "./switch";

const { DateTime } = luxon;

patch(CalendarCommonRenderer.prototype, {
    get options() {
        const options = super.options;
        if (!usesJalali()) {
            return fixGregorianLocale(options);
        }
        const { date, monthOverflow, scale } = this.props.model;
        Object.assign(options, makeLocaleOptions());
        if (scale === "month") {
            Object.assign(options, makeMonthOptions(date, options, monthOverflow));
        }
        return options;
    },

    headerTemplateProps(date) {
        const props = super.headerTemplateProps(date);
        // The header of a month has no days.
        return usesJalali() && props.scale !== "month"
            ? { ...props, day: toJalali(DateTime.fromJSDate(date)).day }
            : props;
    },

    onDateClick(info) {
        if (!isOutside(info.dayEl)) {
            super.onDateClick(info);
        }
    },
});

patch(CalendarYearRenderer.prototype, {
    getOptionsForMonth(month) {
        const options = super.getOptionsForMonth(month);
        if (!usesJalali()) {
            return fixGregorianLocale(options);
        }
        const first = this.props.model.date
            .set({ month: this.months.indexOf(month) + 1 })
            .startOf("month");
        return {
            ...options,
            ...makeLocaleOptions(),
            ...makeMonthOptions(first, options, false),
            titleFormat: () => `${first.monthLong} ${first.year}`,
        };
    },

    onDateClick(info) {
        if (!isOutside(info.dayEl)) {
            super.onDateClick(info);
        }
    },
});
