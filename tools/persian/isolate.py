"""Foreign runs in a Persian text.

A browser puts a Latin word, a number and what is between them in an order of its own: "48-port PoE"
and "0912 000 5678" change places in a line from right to left. Marks around such a run, which
nobody sees, keep it as it is.

static/src/persian/text/isolate.js does the same for the fields of a screen.
static/tests/persian/isolate_cases.json says what both must write.
"""

import re

# Left-to-right isolate, and its end.
LRI, PDI = "\u2066", "\u2069"
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff"
DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"
# Letters from right to left, and marks and punctuation that belong to their text.
PERSIAN = "\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\u200c\u200d\ufb1d-\ufdff\ufe70-\ufeff«»\t"
PERSIAN_LETTER = re.compile(
    "[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]"
)
FOREIGN = re.compile(f"[A-Za-z{DIGIT}]")
HAS_LATIN = re.compile(f"[{LATIN}]")
MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LINE = re.compile(r"[^\r\n]+")
STRETCH = re.compile(f"[^{PERSIAN}]+")
# From the first letter or digit to the last, with what belongs to them.
RUN = re.compile(rf"[#@+$€£(\[]*[{LATIN}{DIGIT}](?:.*[{LATIN}{DIGIT}])?[#+%)\]°™®]*")
# Such a run is in order by itself: it begins with a letter, and ends with a letter or digit.
IN_ORDER = re.compile(f"[{LATIN}](?:.*[{LATIN}{DIGIT}])?")
# Groups of digits that are one number: a phone, a card, a day in ISO.
GROUPS = re.compile(rf"(?:\+|\(\+?)?[{DIGIT}]+\)?(?:[ -]\(?[{DIGIT}]+\)?)*")
LEAST_DIGITS = 7
PAIRS = {"(": ")", "[": "]"}


def isolate_foreign(text, in_sentence=False):
    """Put marks around the foreign runs of a text that would not keep their order.

    :param text: str
    :param in_sentence: bool, whether other words or numbers may follow: then every Latin run is
        marked, for it would pull a number behind it to its other side
    :returns: str, the same where nothing is to be done, or where somebody has set marks
    """
    if not FOREIGN.search(text) or MARKS.search(text):
        return text
    return LINE.sub(lambda line: _isolate_line(line[0], in_sentence), text)


def _isolate_line(line, in_sentence):
    if HAS_LATIN.search(line) and not PERSIAN_LETTER.search(line):
        return _isolate(line, in_sentence)

    def isolate_stretch(match):
        stretch = match[0]
        if HAS_LATIN.search(stretch):
            return RUN.sub(lambda run: _isolate_run(run[0], in_sentence), stretch, count=1)
        return GROUPS.sub(_isolate_number, stretch)

    return STRETCH.sub(isolate_stretch, line)


def _isolate(run, in_sentence):
    return run if not in_sentence and IN_ORDER.fullmatch(run) else f"{LRI}{run}{PDI}"


def _isolate_run(run, in_sentence):
    start, end = _trim_brackets(run)
    return run[:start] + _isolate(run[start:end], in_sentence) + run[end:]


def _trim_brackets(run):
    """Brackets around a run, or without their other half in it, belong to the Persian text."""
    start, end = 0, len(run)
    for opening, closing in PAIRS.items():
        while run[start] == opening and run.count(opening, start, end) > run.count(
            closing, start, end
        ):
            start += 1
        while run[end - 1] == closing and run.count(closing, start, end) > run.count(
            opening, start, end
        ):
            end -= 1
        if run[start] == opening and run.find(closing, start) == end - 1:
            start, end = start + 1, end - 1
    return start, end


def _isolate_number(match):
    groups = match[0]
    digits = sum(character.isdigit() for character in groups)
    is_one = digits == len(groups) or digits < LEAST_DIGITS
    return groups if is_one else f"{LRI}{groups}{PDI}"
