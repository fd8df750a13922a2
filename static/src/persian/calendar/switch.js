import { session } from "@web/session";

/**
 * Whether dates are Jalali on this user's screens. The server decides it, by the language and the
 * choice of the user; everything in this folder asks here first, and otherwise leaves Odoo alone.
 *
 * @returns {boolean}
 */
export function usesJalali() {
    return session.calendar_system === "jalali";
}

/**
 * Whether this user reads Persian and has chosen Gregorian dates. The browser has to be told: its
 * own calendar for the language is the Jalali one.
 *
 * @returns {boolean}
 */
export function usesGregorianInPersian() {
    return session.calendar_system === "gregorian";
}
