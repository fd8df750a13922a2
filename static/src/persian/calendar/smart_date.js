import { localization } from "@web/core/l10n/localization";
import { FIRST_GREGORIAN_YEAR } from "./arithmetic";
import { toGregorian, toJalali } from "./jalali_datetime";

const { DateTime } = luxon;

const UNITS = {
    d: "day",
    w: "week",
    m: "month",
    y: "year",
    H: "hour",
    M: "minute",
    S: "second",
};
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const TERM = /^([=+-])(?:(\d+)([dwmyHMS])|([a-z_]+))$/;

/**
 * Evaluate a relative date as Odoo does, "today =1d -1m", with the months and years of the Jalali
 * calendar. Core's own function is not exported, and counts in Gregorian.
 *
 * @param {string} text
 * @returns {DateTime|null} counting in Gregorian, in the time zone of the user; null for other text
 */
export function evaluateSmartDate(text) {
    const terms = text.trim().split(/\s+/);
    let moment = toJalali(DateTime.local().startOf("second"));
    if (terms[0] === "today") {
        moment = moment.startOf("day");
        terms.shift();
    } else if (terms[0] === "now") {
        terms.shift();
    } else if (terms.length === 1 && /^[=+-]\d+$/.test(terms[0])) {
        terms[0] += "d";
    }
    for (const term of terms) {
        moment = tryTerm(moment, term);
        if (!moment?.isValid) {
            return null;
        }
    }
    return toGregorian(moment);
}

function tryTerm(moment, term) {
    try {
        return applyTerm(moment, term);
    } catch (error) {
        // A year that the calendar does not reach.
        if (error instanceof RangeError) {
            return null;
        }
        throw error;
    }
}

function applyTerm(moment, term) {
    const [, operator, digits, letter, weekday] = term.match(TERM) || [];
    if (!operator) {
        return null;
    }
    if (weekday) {
        return goToWeekday(moment, operator, weekday);
    }
    const unit = UNITS[letter];
    const number = parseInt(digits, 10);
    if (operator !== "=") {
        return moment.plus({ [unit]: operator === "+" ? number : -number });
    }
    if (unit === "week") {
        return null;
    }
    if (unit === "year" && number >= FIRST_GREGORIAN_YEAR) {
        return toJalali(toGregorian(moment.startOf("day")).set({ year: number }));
    }
    const isTime = ["hour", "minute", "second"].includes(unit);
    return moment.startOf(isTime ? unit : "day").set({ [unit]: number });
}

function goToWeekday(moment, operator, name) {
    const { weekStart } = localization;
    const weekday = name === "week_start" ? weekStart : WEEKDAYS.indexOf(name) + 1;
    if (!weekday) {
        return null;
    }
    const fromStart = (day) => (day - weekStart + 7) % 7;
    let days = fromStart(weekday) - fromStart(moment.weekday);
    if (operator === "+" && days < 0) {
        days += 7;
    } else if (operator === "-" && days > 0) {
        days -= 7;
    }
    return (operator === "=" ? moment.startOf("day") : moment).plus({ days });
}
