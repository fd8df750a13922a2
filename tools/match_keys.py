"""What a lead can be recognised by, folded to one spelling: the keys of `crm.lead.match.key`."""

from .persian_text import company_key, person_key, person_skeleton
from .phone_numbers import find_numbers, is_personal

# A btree index takes no longer values, and a key tells enough by then.
MAX_LENGTH = 250
# Of a number that more other leads give, nobody can say whose it is: it is shown, but suggests no
# merge. With a mobile or an extension, that is a number which many hand on.
SHARED_BY_MANY = 10
# The number of an office tells a person together with their name, where few write from it. Where
# many do, it is a switchboard, and two of them who bear one name are two people as likely as not.
SHARED_BY_COLLEAGUES = 5


def match_keys(emails=(), phones=(), region=None, person=None, company=None):
    """Keys of a record from what was typed into it.

    A mobile number, or a number with an extension, is a person's. The bare number of an office is
    everybody's there: it is a key together with the name of the person ("+982188776655|mrmrz"), as
    long as few leads give that number, and by itself of the weak kind 'office'.

    :param emails: iterable of str, normalized addresses
    :param phones: iterable of str, free-text phone fields
    :param region: str, a country's two letters, for numbers without their country code
    :param person: str, the name of a person
    :param company: str, the name of a company
    :returns: set of (kind, value) of the kinds email, phone, office and name; never raises
    """
    keys = {("email", email) for email in emails}
    skeleton, person, company = person_skeleton(person), person_key(person), company_key(company)
    for text in phones:
        for number in find_numbers(text, region):
            if is_personal(number):
                keys.add(("phone", number))
            else:
                keys.add(("office", number))
                keys.add(("phone", f"{number}|{skeleton}"))
    if person and company:
        keys.add(("name", f"{person}|{company}"))
    return {(kind, value[:MAX_LENGTH]) for kind, value in keys}
