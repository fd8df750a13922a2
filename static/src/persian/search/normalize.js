import { hasPersian, searchFold } from "./fold";

const NORMALIZE = "@web/core/l10n/utils/normalize";
/** Odoo counts it as nothing, and as one character of the text. */
const MARK = "\u0301";

/**
 * Fold a text without changing where its characters are.
 *
 * What becomes several letters stays: Odoo takes it apart by itself.
 */
function foldInPlace(text) {
    return Array.from(text, (character) => {
        const folded = searchFold(character) || MARK;
        return folded.length === character.length ? folded : character;
    }).join("");
}

/** Find in the folded text, and tell what was found as it stands in the text. */
function findFolded(find) {
    return function (text, searched) {
        if (!searched || !(hasPersian(String(text)) || hasPersian(String(searched)))) {
            return find(text, searched);
        }
        const original = String(text);
        const tell = ({ start, end }) => ({ start, end, match: original.slice(start, end) });
        const found = find(foldInPlace(original), searchFold(String(searched)));
        return Array.isArray(found) ? found.map(tell) : found.match ? tell(found) : found;
    };
}

/*
 * As in numbers/parsers.js: wait for the module that others import functions of by their names. The
 * settings, menus, field selectors and lists of records that are loaded already search by them.
 */
odoo.loader.bus.addEventListener("module-started", ({ detail: { moduleName, module } }) => {
    if (moduleName === NORMALIZE) {
        const { normalize, normalizedMatch, normalizedMatches } = module;
        module.normalize = (text) => searchFold(normalize(text));
        module.normalizedMatch = findFolded(normalizedMatch);
        module.normalizedMatches = findFolded(normalizedMatches);
    }
});
