import { DateTimePicker } from "@web/core/datetime/datetime_picker";
import { patch } from "@web/core/utils/patch";
import { getWeekend } from "./weekend";

patch(DateTimePicker.prototype, {
    onWillRender() {
        super.onWillRender();
        const weekend = getWeekend();
        if (weekend && this.state.precision === "days") {
            for (const day of this.items.flatMap((month) => month.weeks.flatMap((w) => w.days))) {
                if (weekend.includes(day.range[0].weekday)) {
                    day.extraClass = `${day.extraClass} o_weekend_day`;
                }
            }
        }
    },
});
