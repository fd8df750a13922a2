import { HtmlViewer } from "@html_editor/components/html_viewer/html_viewer";
import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";
import { isPersianUser } from "../persian_user";
import { withoutDirections } from "./html_texts";
import { removeMarks } from "./isolate";

/*
 * What is copied from the screen is the text as it was written: a number with marks around it is
 * found by no search, and dialled by no telephone.
 */

/** What Odoo's viewer of documents puts into the clipboard. */
const KINDS = ["text/plain", "text/html", "application/vnd.odoo.odoo-editor"];
// Their parts are shown by nothing else.
const PARTS = "table, thead, tbody, tfoot, tr, ul, ol";
const EDITED = "input, textarea, select";

/**
 * @param {Range} range
 * @returns {string} what is selected, as HTML that stands by itself
 */
function getHtml(range) {
    const node = range.commonAncestorContainer;
    const root = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    let content = withoutDirections(root, () => range.cloneContents());
    for (let part = root; part.matches(PARTS); part = part.parentElement) {
        const whole = part.cloneNode();
        whole.append(content);
        content = whole;
    }
    const holder = document.createElement("div");
    holder.append(content);
    for (const hidden of holder.querySelectorAll(".d-none, script, style")) {
        hidden.remove();
    }
    for (const link of holder.querySelectorAll("a[href]")) {
        // With the address of this server.
        link.setAttribute("href", link.href);
    }
    return holder.innerHTML;
}

function copyAsWritten(ev) {
    const { target, clipboardData } = ev;
    const isEdited = target.matches?.(EDITED) || target.isContentEditable;
    if (!isPersianUser() || ev.defaultPrevented || isEdited) {
        return;
    }
    const selection = document.getSelection();
    const shown = selection.toString();
    const text = removeMarks(shown);
    // Where there is no mark the browser does it better, with the styles.
    if (text === shown || !selection.rangeCount) {
        return;
    }
    ev.preventDefault();
    clipboardData.setData("text/plain", text);
    clipboardData.setData("text/html", removeMarks(getHtml(selection.getRangeAt(0))));
}

// After all others: whoever has put something into the clipboard knows better what.
browser.addEventListener("copy", copyAsWritten);

patch(HtmlViewer.prototype, {
    /** It copies elements of the screen, also in a frame, which the window does not hear of. */
    onCopy(ev) {
        if (!isPersianUser()) {
            return super.onCopy(ev);
        }
        withoutDirections(ev.currentTarget, () => super.onCopy(ev));
        for (const kind of KINDS) {
            const text = ev.clipboardData.getData(kind);
            if (text) {
                ev.clipboardData.setData(kind, removeMarks(text));
            }
        }
    },
});
