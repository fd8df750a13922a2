"""Persian and Arabic writing folded for a search; whatever is in another script stays as it is.

`tools.persian_text.fold` makes keys of names. This makes two spellings of one text alike and touches nothing
else: wildcards, punctuation, spaces and Latin letters keep their places, so that it may be put
around both sides of any comparison. search_sql.py makes the same of it for PostgreSQL, and
static/src/persian/search/fold.js for the browser; fold_cases.json beside its tests says what all three give.
"""

import unicodedata

from ..persian_text import fold

# Arabic, its supplement and extensions, and the forms of letters that old programs have stored.
BLOCKS = ((0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
# Diacritics, signs that are not seen, tatweel, joiners and direction marks. Written down, not asked
# of Python: an index stands on what the function in PostgreSQL gives, whatever Python runs.
REMOVED = (
    *((0x600, 0x605), (0x610, 0x61A), (0x61C, 0x61C), (0x640, 0x640), (0x64B, 0x65F)),
    *((0x670, 0x670), (0x6D6, 0x6DD), (0x6DF, 0x6E4), (0x6E7, 0x6E8), (0x6EA, 0x6ED)),
    *((0x890, 0x891), (0x897, 0x89F), (0x8CA, 0x8FF)),
    *((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2060), (0x2066, 0x2069), (0xFEFF, 0xFEFF)),
)


def _make_table():
    """What a character becomes, where it is not itself."""
    table = {}
    for first, last in BLOCKS:
        for code_point in range(first, last + 1):
            character = chr(code_point)
            # Punctuation and symbols stay, but for the ligatures among them.
            is_letter = unicodedata.category(character)[0] in "LN"
            is_form = unicodedata.normalize("NFKC", character) != character
            folded = fold(character)
            if (is_letter or is_form) and folded != character:
                table[code_point] = folded
    for first, last in REMOVED:
        table.update(dict.fromkeys(range(first, last + 1), ""))
    return table


TABLE = _make_table()


def search_fold(text):
    """Return a text with one spelling for what Persian, Arabic and other keyboards write alike.

    Arabic forms of letters become the Persian ones, hamza carriers the carrier, آ becomes ا and ة ه, digits
    are ASCII; diacritics, tatweel, the half-space and direction marks go.

    :param text: str
    :rtype: str
    """
    return text.translate(TABLE)
