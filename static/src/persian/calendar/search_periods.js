import { patch } from "@web/core/utils/patch";
import { SearchModel } from "@web/search/search_model";
import { QUARTER_OPTIONS, QUARTERS } from "@web/search/utils/dates";
import { SEASONS } from "./arithmetic";
import { toJalali } from "./jalali_datetime";
import { usesJalali } from "./switch";

const YEAR_FIRST = /(\d{4}) ([^/]+)/g;

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

    _getDateFilterDomain(dateFilter, generatorIds, key) {
        const result = super._getDateFilterDomain(dateFilter, generatorIds, key);
        // From right to left core puts the year first, which no Persian does.
        return usesJalali() && key === "description" ? result.replace(YEAR_FIRST, "$2 $1") : result;
    },
});
