import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { whenLoaded } from "../lazy_libraries";

/** The font with the Latin digits, and the same with the Persian ones, as in face.scss. */
const FAMILIES = { latin: "Vazirmatn", persian: "Vazirmatn Persian Digits" };

/**
 * @returns {string | null} the font of this user's screens, null where it is Odoo's. The server
 *      says it to users in Persian alone.
 */
export function getFontFamily() {
    return session.persian_font === "vazirmatn" ? FAMILIES[session.persian_digits] : null;
}

/** All styles in face.scss wait for these classes. */
export function wearFace() {
    const family = getFontFamily();
    const { classList } = document.documentElement;
    classList.toggle("o_vazirmatn", Boolean(family));
    classList.toggle("o_persian_digits", family === FAMILIES.persian);
}

/** Charts are drawn, so no style reaches them, and a font that comes later neither. */
export async function setChartFont(Chart) {
    const family = getFontFamily();
    if (family) {
        Chart.defaults.font.family = `"${family}", sans-serif`;
        await document.fonts.load(`12px "${family}"`, "1");
    }
}

whenLoaded("Chart", setChartFont);

registry.category("services").add("persian_face", { start: wearFace });
