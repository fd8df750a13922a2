import { toJalali } from "./jalali_datetime";
import { usesGregorianInPersian } from "./switch";

const { DateTime, Settings } = luxon;

/** FullCalendar knows Gregorian months alone. A range of its own has any days. */
const MONTH_VIEW = "jalaliMonth";
/** Of the cells of neighbouring months where their days are not shown. */
const OUTSIDE = "o_jalali_outside";

/**
 * Let FullCalendar write Gregorian days where the user has chosen them in Persian.
 *
 * @param {Object} options of FullCalendar
 * @returns {Object}
 */
export function fixGregorianLocale(options) {
    return usesGregorianInPersian()
        ? { ...options, locale: `${Settings.defaultLocale}-u-ca-gregory-nu-latn` }
        : options;
}

/**
 * Options of FullCalendar by which it writes days and counts weeks in Jalali.
 *
 * @returns {Object}
 */
export function makeLocaleOptions() {
    return {
        locale: `${Settings.defaultLocale}-u-ca-persian-nu-latn`,
        weekNumberCalculation: (date) => toJalali(DateTime.fromJSDate(date)).weekNumber,
    };
}

/**
 * Options of FullCalendar by which it shows the weeks of a Jalali month.
 *
 * @param {JalaliDateTime} date in the month
 * @param {Object} options of FullCalendar that these are added to
 * @param {boolean} overflow whether the days of the neighbouring months are shown
 * @returns {Object}
 */
export function makeMonthOptions(date, options, overflow) {
    const { dayCellClassNames, firstDay } = options;
    const first = date.startOf("month");
    const last = date.endOf("month");
    const start = first.minus({ days: (first.weekday - firstDay + 7) % 7 });
    const end = last.plus({ days: ((firstDay + 6 - last.weekday + 7) % 7) + 1 });
    const outside = overflow ? "fc-day-other" : `fc-day-other ${OUTSIDE}`;
    return {
        initialView: MONTH_VIEW,
        views: {
            [MONTH_VIEW]: {
                type: "dayGrid",
                visibleRange: { start: start.toISODate(), end: end.toISODate() },
            },
        },
        // The styles of Odoo are those of the Gregorian month.
        viewClassNames: ["fc-dayGridMonth-view", "o_jalali_month"],
        monthStartFormat: { day: "numeric" },
        dayCellClassNames(info) {
            // Bound to the component, as what it replaces.
            const names = dayCellClassNames.call(this, info);
            const day = DateTime.fromJSDate(info.date);
            return day >= first && day <= last ? names : [...names, outside];
        },
    };
}

/**
 * @param {Element} [dayEl] the cell of a day
 * @returns {boolean} whether it is blank, for its day is of another month
 */
export function isOutside(dayEl) {
    return Boolean(dayEl?.classList.contains(OUTSIDE));
}
