import { usesGregorianInPersian } from "./switch";

const { Settings } = luxon;

/** Let luxon ask the browser for Gregorian dates where the user has chosen them in Persian. */
export function setOutputCalendar() {
    if (usesGregorianInPersian()) {
        Settings.defaultOutputCalendar = "gregory";
    }
}

setOutputCalendar();
