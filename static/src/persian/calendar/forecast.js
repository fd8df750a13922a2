import { FillTemporalPeriod, GRANULARITY_TABLE } from "@crm/views/fill_temporal_service";
import { ForecastSearchModel } from "@crm/views/forecast_search_model";
import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";
import { toJalali } from "./jalali_datetime";
import { usesJalali } from "./switch";

const { DateTime } = luxon;

/** In days: more than a Jalali month and a Gregorian one are apart in length. */
const WEEK = 7;

/** The forecast begins with this Jalali month and ends with a Jalali year. */
patch(FillTemporalPeriod.prototype, {
    _computeStart() {
        super._computeStart();
        if (usesJalali()) {
            this.start = GRANULARITY_TABLE[this.granularity].startOf(toJalali(DateTime.now()));
        }
    },

    setEnd(end) {
        // Core ends the last group a Gregorian month after its start, for a quarter even four.
        const isJalali = usesJalali() && ["month", "quarter", "year"].includes(this.granularity);
        super.setEnd(isJalali ? toJalali(end).plus({ days: WEEK }).startOf(this.granularity) : end);
    },
});

patch(ForecastSearchModel.prototype, {
    _getForecastStart(forecastField) {
        if (usesJalali() && !this.forecastStart) {
            const granularity = this._getForecastGranularity(forecastField);
            const start = toJalali(DateTime.now()).startOf(granularity);
            const isDate = this.searchViewFields[forecastField].type === "date";
            this.forecastStart = isDate ? serializeDate(start) : serializeDateTime(start);
        }
        return super._getForecastStart(forecastField);
    },

    /** As core has it: the group by of the forecast, else days in other groups, else months. */
    _getForecastGranularity(forecastField) {
        const groupBy = this.groupBy.find((spec) => spec.includes(forecastField));
        if (groupBy) {
            return groupBy.split(":")[1] || "month";
        }
        return this.groupBy.length ? "day" : "month";
    },
});
