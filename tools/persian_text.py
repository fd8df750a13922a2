"""Keys by which a person or a company is recognised however the name was typed.

A key is only for comparing; what the user typed stays stored as typed. Every function here is
pure, takes any value, never raises, and gives back its own result unchanged when applied again.
"""

import unicodedata

# Persian, Arabic and Urdu keyboards and old fonts give one letter several code points. Hamza
# carriers are folded to the carrier, for most people leave the hamza out.
_LETTERS = {
    **dict.fromkeys("يىیئے", "ی"),
    **dict.fromkeys("كکڪ", "ک"),
    **dict.fromkeys("ةهەۀہھ", "ه"),
    **dict.fromkeys("آأإٱا", "ا"),
    "ؤ": "و",
    "ـ": "",  # tatweel only stretches the word
}
# In names a half-space stands where others put a space; old texts use the zero-width space for it.
_HALF_SPACES = {0x200C: " ", 0x200B: " "}
_MINIMUM_LETTERS = 3


class _FoldTable(dict):
    """What every character folds to, worked out when it is first met."""

    def __missing__(self, code_point):
        folded = chr(code_point)
        previous = None
        # One round is not enough: casefolding may give characters that decompose again.
        while folded != previous:
            previous = folded
            decomposed = unicodedata.normalize("NFKD", folded).casefold()
            folded = "".join(map(_fold_character, decomposed))
        self[code_point] = folded
        return folded


def _fold_character(character):
    if character in _LETTERS:
        return _LETTERS[character]
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"}:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return character if category[0] in "LMN" else " "


_FOLD_TABLE = _FoldTable()


def fold(text):
    """Return `text` with the differences removed that depend only on how it was typed.

    Characters are decomposed (NFKD) and casefolded; every decimal digit becomes ASCII; Arabic
    forms of Persian letters become the Persian ones; diacritics, tatweel, the half-space and
    other format characters go; whitespace, punctuation and symbols become single spaces.

    :param text: any text; None, False and anything that is not text count as empty
    :return: the folded text, stripped; `fold(fold(text)) == fold(text)`
    :rtype: str

    Never raises, whatever the text (lone surrogates and NUL become spaces).
    """
    if not isinstance(text, str):
        return ""
    return " ".join(text.translate(_FOLD_TABLE).split())


def _words(text):
    return fold(text.translate(_HALF_SPACES)).split() if isinstance(text, str) else []


def _phrases(*texts):
    """Return the phrases in folded words, the longest first so that it is the one removed."""
    return sorted({tuple(_words(text)) for text in texts}, key=lambda words: (-len(words), words))


# «آقا», «حاج» and «سید» are no honorifics here: they begin names that are written in one word too
# («آقا محمدی» is «آقامحمدی»), and removing them from one spelling only would part the two.
_TITLES = (
    *("آقای", "خانم", "خانوم", "سرکار", "سرکارخانم", "جناب", "جناب‌آقای", "جنابآقای", "مهندس"),
    *("دکتر", "پروفسور", "mr", "mrs", "ms", "miss", "mister", "madam", "dr", "doctor", "doktor"),
    *("eng", "engr", "engineer", "mohandes", "prof", "professor", "aghaye", "aghaie", "khanom"),
    *("khanoom", "khanum", "jenab", "sarkar"),
)
_TITLES_BEFORE = _phrases(*_TITLES, "استاد", "بانو", "جنابعالی")
_TITLES_AFTER = _phrases(*_TITLES, "phd", "ph.d", "md")

_LEGAL_FORMS = (
    *("شرکت", "شرکت‌های", "سهامی", "سهامی خاص", "سهامی عام", "س.خ", "س.ع", "با مسئولیت محدود"),
    *("بامسئولیت محدود", "مسئولیت محدود", "با مسولیت محدود", "مسولیت محدود", "تضامنی", "تعاونی"),
    *("co", "company", "ltd", "limited", "llc", "l.l.c", "inc", "incorporated", "corp", "gmbh"),
    *("corporation", "plc", "llp", "pjsc", "pvt", "pte", "pty", "fze", "f.z.e", "fzc", "fzco"),
    *("sherkat", "sherkate"),
)
_TRADES = (
    *("گروه", "گروه صنعتی", "صنعتی", "صنایع", "بازرگانی", "موسسه", "مؤسسه", "فروشگاه", "تولیدی"),
    *("هلدینگ", "کارخانه", "مجموعه", "group", "trading", "holding", "holdings", "industries"),
    *("industrial", "bazargani", "goruh", "gorooh"),
)
_LEGAL_FORM_PHRASES = _phrases(*_LEGAL_FORMS)
_COMPANY_PHRASES = _phrases(*_LEGAL_FORMS, *_TRADES)
_CONJUNCTIONS = {"و", "and"}


def _strip_phrases(words, before, after):
    """Return `words` without the phrases that begin and end them, however often they do."""
    start, end = 0, len(words)

    def leading():
        return next((p for p in before if tuple(words[start : min(end, start + len(p))]) == p), ())

    def trailing():
        return next((p for p in after if tuple(words[max(start, end - len(p)) : end]) == p), ())

    while phrase := leading():
        start += len(phrase)
        # «تولیدی و صنعتی پارس»: the conjunction belongs to what was removed.
        start += start < end and words[start] in _CONJUNCTIONS
    while phrase := trailing():
        end -= len(phrase)
        end -= end > start and words[end - 1] in _CONJUNCTIONS
    return words[start:end]


def person_key(text):
    """Return the key of a person's name: the same for every spelling of it.

    Honorifics at either end are removed, and all spaces, so that «علی رضا», «علی‌رضا» and
    «علیرضا» are one name. An honorific stuck to the name without any space is taken as a part
    of it, for many names begin with the same letters.

    :param text: a name as typed; None, False and anything that is not text count as empty
    :return: the key, or "" when fewer than three letters remain, too few to recognise anybody by;
        `person_key(person_key(text)) == person_key(text)`
    :rtype: str

    Never raises.
    """
    key = "".join(_strip_phrases(_words(text), _TITLES_BEFORE, _TITLES_AFTER))
    # Joining can make an honorific out of its halves («مهن دس»), which says nothing either.
    if not _strip_phrases([key], _TITLES_BEFORE, _TITLES_AFTER):
        return ""
    return key if sum(map(str.isalpha, key)) >= _MINIMUM_LETTERS else ""


def company_key(text):
    """Return the key of a company's name: the same for every spelling of it.

    Legal forms («شرکت», «سهامی خاص», "Co., Ltd.") and trade words («گروه صنعتی», "Trading") are
    removed from both ends, and all spaces. If nothing else is there, the trade words stay, and
    if there are only legal forms, they stay: a company called «گروه» has a key too.

    :param text: a name as typed; None, False and anything that is not text count as empty
    :return: the key, "" only when `fold(text)` is empty;
        `company_key(company_key(text)) == company_key(text)`
    :rtype: str

    Never raises.
    """
    words = _words(text)
    return "".join(
        _strip_phrases(words, _COMPANY_PHRASES, _COMPANY_PHRASES)
        or _strip_phrases(words, _LEGAL_FORM_PHRASES, _LEGAL_FORM_PHRASES)
        or words
    )
