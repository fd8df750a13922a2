/*
 * As tools/persian/search_fold.py: two spellings of one text become alike, and whatever is in another
 * script stays. static/tests/persian/fold_cases.json says what both give.
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
