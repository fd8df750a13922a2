"""E-mail addresses as people paste them, and those from which only machines write."""

import re
import unicodedata

# Right-to-left programs put direction marks around an address, sentences a full stop behind it.
_QUOTES = str.maketrans(dict.fromkeys("«»‹›“”„", " ") | dict.fromkeys("،؛", ","))
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_SEPARATORS = re.compile(r"([\s,;<>]+)")
# Double quotes are left to the parser, for names stand in them: "Rezaei, M." <m@pars.example.com>.
_BEFORE, _BEHIND = ".:*'‘’-", ".:!?*'‘’-"

_NO_REPLY = r"(?:no|not|do[-_.]?not|dont|never)[-_.]?(?:reply|replies|response|respond|answer)"
_MACHINES = (
    # of the mail servers
    *(r"mailer[-_.]?daemon", "daemon", r"post[-_.]?master", "bounces?", "bounced", "mailer"),
    # of websites: one address for all who fill in a form
    *("forms?", r"web[-_.]?forms?", r"contact[-_.]?forms?", r"forms?[-_.]?submissions?"),
    *("wordpress", r"www[-_.]?data", "apache", "nginx", "nobody", "root"),
    # of programs that report
    *("auto", "automated", "automailer", r"auto[-_.]?(?:reply|responder|confirm)", "robot"),
    *("notifications?", "notifier", "notify", "alerts?", "unsubscribe"),
)
# "calendar-noreply", "noreply+7", "bounces-42=x" too; "forms.manager" is a person.
_MACHINE = re.compile(
    rf"(?:.*[-_.+])?{_NO_REPLY}(?:[-_.+=\d].*)?|(?:{'|'.join(_MACHINES)})(?:\+.*|[-_.=]?\d.*)?"
)


def clean_addresses(text):
    """Return a text with e-mail addresses without what was pasted around them.

    Invisible marks, quotation marks and brackets around an address and punctuation behind it go; a
    Persian comma parts two addresses as a Latin one does.

    :param text: str, what an e-mail field holds; anything else counts as empty
    :returns: str, for a parser of e-mail addresses; never raises
    """
    if not isinstance(text, str):
        return ""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    text = _IN_BRACKETS.sub(_open_brackets, text.translate(_QUOTES))
    words = _SEPARATORS.split(text)
    return "".join(
        word.lstrip(_BEFORE).rstrip(_BEHIND) if "@" in word or not word.strip(_BEHIND) else word
        for word in words
    ).strip()


def _open_brackets(match):
    """What stands in brackets, without them where an address is in it; else it is a remark."""
    return f" {match[1]} " if "@" in match[1] else match[0]


def is_machine_sender(address):
    """Whether nobody can be reached by an address: a server or a web form writes from it.

    :param address: str, a normalized e-mail address
    :returns: bool
    """
    return bool(_MACHINE.fullmatch(address.partition("@")[0].lower()))
