import { patch } from "@web/core/utils/patch";
import { whenLoaded } from "../lazy_libraries";
import { getWeekend } from "./weekend";

/** FullCalendar hides Saturday and Sunday where Odoo tells it to hide weekends. */
export function hideOwnWeekend({ Internal }) {
    patch(Internal.DateProfileGenerator.prototype, {
        initHiddenDays() {
            const weekend = getWeekend();
            if (weekend && this.props.weekends === false) {
                const hiddenDays = [...(this.props.hiddenDays || []), ...weekend];
                this.props = { ...this.props, weekends: true, hiddenDays };
            }
            return super.initHiddenDays();
        },
    });
}

whenLoaded("FullCalendar", hideOwnWeekend);
