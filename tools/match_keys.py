"""What a lead can be recognised by, folded to one spelling: the keys of `crm.lead.match.key`."""

from .email_addresses import is_machine_sender
from .persian_text import company_key, person_key, person_skeleton
from .phone_numbers import find_numbers, is_personal

# Of what is computed here. Raise it with every change that gives a record other keys than before:
# the next upgrade of the addon then computes those of all records anew.
KEY_VERSION = 2
# A btree index takes no longer values, and a key tells enough by then.
MAX_LENGTH = 250
# Of an address or a number that more other leads give, nobody can say whose it is: it is shown, but
# suggests no merge. A mobile or an extension is one that many hand on then; an address, that of a
# form or an office. A customer is no such thing: somebody has said whose the leads are, be they many.
SHARED_BY_MANY = 10
# The number of an office tells a person together with their name, where few write from it. Where
# many do, it is a switchboard, and two of them who bear one name are two people as likely as not.
SHARED_BY_COLLEAGUES = 5


def email_key(address):
    """The key of an e-mail address.

    :param address: str, normalized
    :returns: tuple of the kind, 'email' or 'mailbox', and the value
    """
    return "mailbox" if is_machine_sender(address) else "email", address


def match_keys(emails=(), phones=(), region=None, person=None, company=None):
    """Keys of a record from what was typed into it.

    A mobile number, or a number with an extension, is a person's. The bare number of an office is
    everybody's there: it is a key together with the name of the person ("+982188776655|mrmrz"), as
    long as few leads give that number, and by itself of the weak kind 'office'. Likewise, the
    address of a machine is everybody's, of the weak kind 'mailbox'.

    :param emails: iterable of str, normalized addresses
    :param phones: iterable of str, free-text phone fields
    :param region: str, a country's two letters, for numbers without their country code
    :param person: str, the name of a person
    :param company: str, the name of a company
    :returns: set of (kind, value) of the kinds email, mailbox, phone, office and name; never raises
    """
    keys = {email_key(email) for email in emails}
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
