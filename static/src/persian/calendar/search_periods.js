import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";
import { SearchModel } from "@web/search/search_model";
import { QUARTER_OPTIONS, QUARTERS } from "@web/search/utils/dates";
import { SEASONS } from "./arithmetic";
import { toJalali } from "./jalali_datetime";
import { evaluateSmartDate, isCalendarDependent } from "./smart_date";
import { usesJalali } from "./switch";

for (const [number, quarter] of Object.entries(QUARTERS)) {
    patch(quarter, {
        get description() {
            return usesJalali() ? SEASONS[number - 1] : super.description;
        },
    });
}

for (const option of Object.values(QUARTER_OPTIONS)) {
    patch(option, {
        get description() {
            return usesJalali() ? SEASONS[option.setParam.quarter - 1] : super.description;
        },
    });
}

/** The periods that filters offer are counted from a moment: a Jalali one has Jalali periods. */
patch(SearchModel.prototype, {
    setup() {
        super.setup(...arguments);
        if (usesJalali()) {
            this.referenceMoment = toJalali(this.referenceMoment);
        }
    },

    /** A favorite keeps "today =1d"; what is searched is the first of the reader's month. */
    _getDomain(params = {}) {
        const domain = super._getDomain(params);
        return usesJalali() && !params.raw
            ? resolvePeriods(domain, (path) => this.searchViewFields?.[path]?.type)
            : domain;
    },
});

/**
 * Replace the relative dates of a domain that depend on the calendar.
 *
 * @param {Array} domain
 * @param {(path: string) => string|undefined} getType of a field; a path has none
 * @returns {Array} another domain
 */
export function resolvePeriods(domain, getType) {
    return domain.map((leaf) => {
        if (!Array.isArray(leaf) || leaf.length !== 3) {
            return leaf;
        }
        const [path, operator, value] = leaf;
        if (Array.isArray(value) && ["any", "not any"].includes(operator)) {
            return [path, operator, resolvePeriods(value, () => undefined)];
        }
        if (!isCalendarDependent(value) || !["date", "datetime", undefined].includes(getType(path))) {
            return leaf;
        }
        const moment = evaluateSmartDate(value);
        return moment ? [path, operator, serializeAs(value, moment)] : leaf;
    });
}

/** As for the server: what begins with "today" and has no time is a day. */
function serializeAs(text, moment) {
    const isDay = text.startsWith("today") && !/\d[HMS]/.test(text);
    return isDay ? serializeDate(moment) : serializeDateTime(moment);
}
