import { isPersianUser } from "../persian_user";
import { findDirection, isolateForeign } from "./isolate";

/*
 * Foreign runs in what is shown of a document: a message, a note. The marks go into its texts on the
 * screen; what is stored, edited or sent comes from elsewhere.
 */

// Not items of lists: those of one list have their bullets on one side.
const BLOCKS = "p, div, ul, ol, h1, h2, h3, h4, h5, h6, td, th, blockquote, dt, dd";
// What is typed as it is, and what is no text.
const LEFT_ALONE = "pre, code, kbd, samp, script, style, textarea, [dir='ltr']";

/** Elements that have their direction from here: their text may become another. */
const directed = new WeakSet();

/**
 * Keep foreign runs in order in the texts of an element; for users in Persian alone.
 *
 * @param {Element} root
 */
export function isolateTexts(root) {
    if (!isPersianUser()) {
        return;
    }
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!node.parentElement?.closest(LEFT_ALONE)) {
            const text = isolateForeign(node.data);
            if (text !== node.data) {
                node.data = text;
            }
        }
    }
}

/**
 * The same for a document: its Latin paragraphs go from left to right besides.
 *
 * @param {Element} root
 */
export function orderDocument(root) {
    if (!isPersianUser()) {
        return;
    }
    for (const block of [root, ...root.querySelectorAll(BLOCKS)]) {
        if (directed.has(block)) {
            block.removeAttribute("dir");
        }
        if (!block.hasAttribute("dir") && findDirection(block.textContent)) {
            block.dir = "ltr";
            directed.add(block);
        }
    }
    isolateTexts(root);
}

/**
 * Read a document as it was written, without the directions from here.
 *
 * @param {Element} root
 * @param {() => any} read
 * @returns {any} what `read` returns
 */
export function withoutDirections(root, read) {
    const blocks = [root, ...root.querySelectorAll("[dir]")].filter(
        (block) => directed.has(block) && block.hasAttribute("dir"),
    );
    for (const block of blocks) {
        block.removeAttribute("dir");
    }
    try {
        return read();
    } finally {
        for (const block of blocks) {
            block.dir = "ltr";
        }
    }
}
