import { localization } from "@web/core/l10n/localization";

/** Whether the user works in Persian; before the language is loaded nobody does. */
export function isPersianUser() {
    return "code" in localization && localization.code.startsWith("fa");
}
