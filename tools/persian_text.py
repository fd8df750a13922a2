"""Keys by which a person or a company is recognised however the name was typed.

A key is only for comparing; what the user typed stays stored as typed. Every function here is
pure, takes any value, never raises, and gives back its own result unchanged when applied again.
"""

import re
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
_CONJUNCTIONS = {"و", "and"}
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
    return tuple(fold(text.translate(_HALF_SPACES)).split()) if isinstance(text, str) else ()


def _phrases(index, texts):
    """Return the phrases, in words, by their first (0) or last (-1) word, the longest first."""
    phrases = {}
    for words in sorted({tuple(_words(text)) for text in texts}, key=len, reverse=True):
        phrases.setdefault(words[index], []).append(words)
    return phrases


class _Noise:
    """Phrases that say nothing where a name begins or ends."""

    def __init__(self, before, after):
        self.before, self.after = _phrases(0, before), _phrases(-1, after)

    def strip(self, words):
        """Return `words` without the phrases that begin and end them, however often they do."""
        start, end = 0, len(words)
        while start < end:
            phrases = self.before.get(words[start], ())
            sizes = (len(p) for p in phrases if words[start : min(start + len(p), end)] == p)
            size = next(sizes, 0)
            if not size:
                break
            start += size
            # «تولیدی و صنعتی پارس»: the conjunction belongs to what was removed.
            if start < end and words[start] in _CONJUNCTIONS:
                start += 1
        while start < end:
            phrases = self.after.get(words[end - 1], ())
            sizes = (len(p) for p in phrases if words[max(start, end - len(p)) : end] == p)
            size = next(sizes, 0)
            if not size:
                break
            end -= size
            if start < end and words[end - 1] in _CONJUNCTIONS:
                end -= 1
        return words[start:end]


# «آقا», «حاج» and «سید» are no honorifics here: they begin names that are written in one word too
# («آقا محمدی» is «آقامحمدی»), and removing them from one spelling only would part the two.
_TITLES = (
    *("آقای", "خانم", "خانوم", "سرکار", "سرکارخانم", "جناب", "جناب‌آقای", "جنابآقای", "مهندس"),
    *("دکتر", "پروفسور", "mr", "mrs", "ms", "miss", "mister", "madam", "dr", "doctor", "doktor"),
    *("eng", "engr", "engineer", "mohandes", "prof", "professor", "aghaye", "aghaie", "khanom"),
    *("khanoom", "khanum", "jenab", "sarkar"),
)
_TITLE_NOISE = _Noise((*_TITLES, "استاد", "بانو", "جنابعالی"), (*_TITLES, "phd", "ph.d", "md"))

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
_LEGAL_FORM_NOISE = _Noise(_LEGAL_FORMS, _LEGAL_FORMS)
_COMPANY_NOISE = _Noise((*_LEGAL_FORMS, *_TRADES), (*_LEGAL_FORMS, *_TRADES))


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
    key = "".join(_TITLE_NOISE.strip(_words(text)))
    # Joining can make an honorific out of its halves («مهن دس»), which says nothing either.
    if not _TITLE_NOISE.strip((key,)):
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
    return "".join(_COMPANY_NOISE.strip(words) or _LEGAL_FORM_NOISE.strip(words) or words)


# Vowels and half-vowels are "": one language does not write them, the other writes them anyhow.
_CONSONANTS = str.maketrans(
    {
        **dict.fromkeys("اویعءaeiouyvw", ""),
        **dict.fromkeys("هح", "h"),
        **dict.fromkeys("تط", "t"),
        **dict.fromkeys("ثسص", "s"),
        **dict.fromkeys("ذزضظ", "z"),
        **dict.fromkeys("غق", "q"),
        **dict(zip("بپجچخدرژشفکگلمنc", "bpjCKdrZSfkglmnk", strict=True)),
    }
)
_LATIN_PAIRS = {"kh": "K", "sh": "S", "ch": "C", "gh": "q", "zh": "Z", "ph": "f"}


def person_skeleton(text):
    """Return the consonants of a person's name: the same in Persian and in Latin letters.

    «هانیه حسینی» and "Hanieh Hosseini" give one skeleton. So do a few other names: it is no key
    by itself, but tells the people of one office apart.

    :param text: a name as typed; None, False and anything that is not text count as empty
    :return: the skeleton, "" for a name without consonants
    :rtype: str

    Never raises.
    """
    name = re.sub(r"([a-z])\1", r"\1", person_key(text))
    for pair, consonant in _LATIN_PAIRS.items():
        name = name.replace(pair, consonant)
    return name.translate(_CONSONANTS)
