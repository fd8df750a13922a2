import { translationIsReady } from "@web/core/l10n/translation";
import { isPersianUser } from "./persian_user";

// Odoo does not tell the browser the language of its screens. Styles ask for it with :lang(fa).
translationIsReady.then(() => {
    if (isPersianUser()) {
        document.documentElement.lang = "fa";
    }
});
