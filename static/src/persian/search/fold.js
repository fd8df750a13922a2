/*
 * As tools/persian/search_fold.py: two spellings of one text become alike, and whatever is in another
 * script stays. static/tests/persian/fold_cases.json says what both give.
 *
 * Odoo's comparison of texts starts early, so this module imports nothing.
 */
const LETTERS = new Map();
for (const [letters, folded] of [
    ["آأإٱ", "ا"],
    ["ئىيۓے", "ی"],
    ["كڪ", "ک"],
    ["ةھۀہۂە", "ه"],
    ["ؤ", "و"],
]) {
    for (const letter of letters) {
        LETTERS.set(letter, folded);
    }
}
[..."۰۱۲۳۴۵۶۷۸۹"].forEach((digit, value) => LETTERS.set(digit, String(value)));
[..."٠١٢٣٤٥٦٧٨٩"].forEach((digit, value) => LETTERS.set(digit, String(value)));

/** Diacritics, signs that are not seen, tatweel, joiners and direction marks. */
const REMOVED =
    /[\u0600-\u0605\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dd\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0890\u0891\u0897-\u089f\u08ca-\u08ff\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/;
/** Letters with a high hamza, and the forms of letters that old programs have stored. */
const FORM = /[\u0675-\u0678\ufb50-\ufdff\ufe70-\ufefc]/;
const FOLDS = /[\u0600-\u06ff\u0890-\u08ff\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufb50-\ufdff\ufe70-\ufeff]/;

function foldCharacter(character) {
    if (REMOVED.test(character)) {
        return "";
    }
    if (FORM.test(character)) {
        const parts = character.normalize("NFKC");
        if (parts !== character) {
            return [...parts].map(foldCharacter).join("").trim();
        }
    }
    return LETTERS.get(character) ?? character;
}

/**
 * Whether a text has a character that may become another.
 *
 * @param {string} text
 * @returns {boolean}
 */
export function hasPersian(text) {
    return FOLDS.test(text);
}

/**
 * Fold Persian and Arabic writing, character by character, and leave the rest as it is.
 *
 * @param {string} text
 * @returns {string}
 */
export function searchFold(text) {
    return hasPersian(text) ? Array.from(text, foldCharacter).join("") : text;
}

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
