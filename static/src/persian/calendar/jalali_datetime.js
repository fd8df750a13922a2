import { localization } from "@web/core/l10n/localization";
import {
    getDayOfYear,
    getMonthLength,
    gregorianToJalali,
    isInRange,
    isLeapYear,
    jalaliToGregorian,
    MONTHS,
    normalizeMonth,
} from "./arithmetic";
import { isUserFormat, quoteMonthNames } from "./user_format";

const { DateTime, Duration } = luxon;

/**
 * A moment whose years, months, quarters and days are Jalali.
 *
 * Core's screens count with the methods of luxon: given such an object, the picker, the search and
 * the calendar view walk through Jalali months by themselves. What machines read stays Gregorian:
 * ISO, SQL, JSON, the formats of the server.
 */
export class JalaliDateTime extends DateTime {
    /**
     * @param {DateTime} moment valid, in the range of the calendar
     */
    constructor(moment) {
        super({ ts: moment.ts, zone: moment.zone, loc: moment.loc, o: moment.offset });
        // Not computed when it is asked for: a write to a reactive object renders its screen again.
        this.jalali = gregorianToJalali({
            year: super.year,
            month: super.month,
            day: super.day,
        });
    }

    get year() {
        return this.jalali.year;
    }

    get month() {
        return this.jalali.month;
    }

    get day() {
        return this.jalali.day;
    }

    get quarter() {
        return Math.ceil(this.month / 3);
    }

    get ordinal() {
        return getDayOfYear(this.jalali);
    }

    get monthLong() {
        return MONTHS[this.month - 1];
    }

    get monthShort() {
        return this.monthLong;
    }

    get daysInMonth() {
        return getMonthLength(this.year, this.month);
    }

    get isInLeapYear() {
        return isLeapYear(this.year);
    }

    get daysInYear() {
        return this.isInLeapYear ? 366 : 365;
    }

    /** The first week of a year is that of 1 Farvardin. */
    get weekNumber() {
        const untilLastDay = (localization.weekStart + 6 - this.weekday) % 7;
        return Math.ceil(this.plus({ days: untilLastDay }).ordinal / 7);
    }

    /**
     * @param {Object} values as of luxon; year, month and day are Jalali
     * @returns {JalaliDateTime} in a shorter month its last day, unless a day is given
     */
    set(values) {
        const date = {};
        const others = {};
        for (const [unit, value] of Object.entries(values)) {
            const name = unit.toLowerCase().replace(/s$/, "");
            if (["year", "month", "day"].includes(name)) {
                date[name] = Number(value);
            } else {
                others[unit] = value;
            }
        }
        let moment = toGregorian(this);
        if (Object.keys(date).length) {
            const { year, month } = normalizeMonth({ ...this.jalali, ...date });
            const day = date.day ?? Math.min(this.day, getMonthLength(year, month));
            moment = moment.set(jalaliToGregorian({ year, month, day }));
        }
        return toJalali(moment.set(others));
    }

    plus(duration) {
        const { years, quarters, months, ...others } =
            Duration.fromDurationLike(duration).toObject();
        const moved = Math.trunc(12 * (years || 0) + 3 * (quarters || 0) + (months || 0));
        const moment = moved ? this.set({ month: this.month + moved }) : this;
        return toJalali(toGregorian(moment).plus(others));
    }

    minus(duration) {
        return this.plus(Duration.fromDurationLike(duration).negate());
    }

    setZone(...args) {
        return toJalali(super.setZone(...args));
    }

    reconfigure(...args) {
        return toJalali(super.reconfigure(...args));
    }

    toFormat(format, options) {
        if (isServerFormat(format, options)) {
            return toGregorian(this).toFormat(format, options);
        }
        return super.toFormat(quoteMonthNames(format, this.monthLong), options);
    }

    toRelativeCalendar(options = {}) {
        const base = options.base || DateTime.local({ zone: this.zone });
        return super.toRelativeCalendar({ ...options, base: toJalali(base) });
    }

    toHTTP() {
        return toGregorian(this).toHTTP();
    }

    toRFC2822() {
        return toGregorian(this).toRFC2822();
    }
}

/** Core names the digits of what it writes for the server; it does not for people. */
function isServerFormat(format, options) {
    return (
        Boolean(options?.numberingSystem) || (/^yyyy-MM-dd/.test(format) && !isUserFormat(format))
    );
}

/**
 * @param {DateTime} moment
 * @returns {DateTime} the same moment, counting in Jalali; itself where there is no such date
 */
export function toJalali(moment) {
    const convertible =
        moment?.isLuxonDateTime && moment.isValid && !(moment instanceof JalaliDateTime);
    return convertible && isInRange(moment) ? new JalaliDateTime(moment) : moment;
}

/**
 * @param {DateTime} moment
 * @returns {DateTime} the same moment, counting in Gregorian
 */
export function toGregorian(moment) {
    if (!(moment instanceof JalaliDateTime)) {
        return moment;
    }
    return new DateTime({
        ts: moment.ts,
        zone: moment.zone,
        loc: moment.loc,
        o: moment.offset,
    });
}
