import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";

/** As FullCalendar calls the days that may be the weekend. */
const CLASSES = { 4: "o_weekend_thu", 5: "o_weekend_fri" };

/**
 * The weekend of the company that the user works for now.
 *
 * @returns {number[] | null} days as luxon counts them, Monday is 1; null where Odoo's own holds.
 *      The server says it to users in Persian alone.
 */
export function getWeekend() {
    return session.persian_weekends?.[user.activeCompany.id] || null;
}

/** The styles of days in weekend.scss wait for these classes. */
export function markWeekend() {
    for (const [day, name] of Object.entries(CLASSES)) {
        const isFree = Boolean(getWeekend()?.includes(Number(day)));
        document.documentElement.classList.toggle(name, isFree);
    }
}

registry.category("services").add("persian_weekend", { start: markWeekend });
