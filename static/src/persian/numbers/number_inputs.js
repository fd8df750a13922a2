import { browser } from "@web/core/browser/browser";
import { isPersianNumber, rewriteNumber } from "./number_text";

/**
 * The browser keeps Persian digits out of `<input type="number">` and says nothing: quantities in
 * the catalog of products, the batches of an import. Put the digits there that it takes.
 *
 * @param {InputEvent} ev
 */
function writeLatin(ev) {
    const text = ev.data;
    if (!text || ev.target.type !== "number" || !isPersianNumber(text, false)) {
        return;
    }
    ev.preventDefault();
    // The value of such an input has a point in every language. A separator comes alone when typed.
    const number = text === "٫" ? "." : rewriteNumber(text);
    if (number) {
        // Nothing else writes into a number, keeps what can be undone, and tells the screen.
        document.execCommand("insertText", false, number);
    }
}

browser.addEventListener("beforeinput", writeLatin, { capture: true });
