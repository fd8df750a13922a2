"""Leads of which it is known who is the same person, to measure the finding of duplicates by.

`generate(seed)` writes them; nothing here uses the keys that are measured. Weights and limits are
chosen on the leads of `TUNING_SEEDS`, figures are reported of `TEST_SEEDS` only.
"""

import random
from itertools import combinations
from typing import NamedTuple

TUNING_SEEDS = (11, 12, 13)
TEST_SEEDS = (101, 102, 103)

# A name in Persian and how its owner writes it in Latin letters. The names are sorted by how
# common they are: a name is drawn more often the nearer it stands to the beginning.
FIRST_NAMES = """علی Ali|محمد Mohammad|زهرا Zahra|فاطمه Fatemeh|حسین Hossein|رضا Reza|مریم Maryam
امیر Amir|مهدی Mehdi|علی‌رضا Alireza|محمدرضا Mohammadreza|سارا Sara|نرگس Narges|کیان Kian
کامران Kamran|یاسمن Yasaman|پریسا Parisa|شیرین Shirin|بهنام Behnam|کاوه Kaveh|هانیه Hanieh
امیرحسین Amirhossein|محمدمهدی Mohammadmahdi|الهام Elham|آرش Arash|بابک Babak|نیلوفر Niloufar
سعید Saeed|لیلا Leila|مینا Mina|ایمان Iman|پویا Pouya|آیدا Aida|فرهاد Farhad|هومن Houman"""
SURNAMES = """محمدی Mohammadi|احمدی Ahmadi|حسینی Hosseini|رضایی Rezaei|کریمی Karimi|مرادی Moradi
موسوی Mousavi|اکبری Akbari|هاشمی Hashemi|صادقی Sadeghi|رحیمی Rahimi|کاظمی Kazemi|جعفری Jafari
نوری Nouri|قاسمی Ghasemi|یوسفی Yousefi|شریفی Sharifi|عباسی Abbasi|باقری Bagheri|ملکی Maleki
میرزایی Mirzaei|کیانی Kiani|ابراهیمی Ebrahimi|اسماعیلی Esmaeili|خان‌محمدی Khanmohammadi
حاجی‌پور Hajipour|نیک‌نام Niknam|یزدان‌پناه Yazdanpanah|شفیعی Shafiei|آقاجانی Aghajani
تهرانی Tehrani|کرمانی Kermani|زارعی Zarei|فرهمند Farahmand|بختیاری Bakhtiari|پاکدل Pakdel"""
COMPANY_WORDS = """پارس Pars|آرمان Arman|نوین Novin|کیمیا Kimia|ایده Ideh|مهر Mehr|آریا Aria|پویا Pouya
سپهر Sepehr|کاوش Kavosh|یاران Yaran|البرز Alborz|زاگرس Zagros|کاسپین Caspian|نیک Nik|هیرکان Hirkan
تدبیر Tadbir|گستر Gostar|پرداز Pardaz|صنعت Sanat|فولاد Foulad|شیمی Shimi|تجارت Tejarat|رایان Rayan"""
PREFIXES = ["", "", "", "شرکت ", "شركت ", "شرکت‌", "گروه صنعتی ", "شرکت بازرگانی ", "موسسه "]
SUFFIXES = ["", "", "", " (سهامی خاص)", " سهامي عام", " با مسئولیت محدود"]
LATIN_SUFFIXES = ["", " Co.", " Co., Ltd.", " Company", " LLC", " Group"]
TITLES = ["", "", "", "آقای ", "خانم ", "مهندس ", "دکتر ", "جناب آقای ", "سرکار خانم "]
FREE_MAIL = ["gmail.com", "gmail.com", "gmail.com", "yahoo.com", "outlook.com", "chmail.ir"]
SUBJECTS = ["درخواست قیمت", "استعلام", "سفارش", "مشاوره", "تماس از نمایشگاه", "Request", "Website"]
AREAS = ["21", "21", "21", "26", "31", "51", "41"]
MOBILES = ["912", "912", "935", "919", "901", "936", "910", "990"]
DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"), str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
EXTENSION_LABELS = [" داخلی ", " داخلي ", " داخلی: ", " ext ", " x", " د ", "داخلی"]
HALF_SPACE = "\u200c"

REPEATED_SHARE = 0.25  # of the persons
SWITCHBOARD_SHARE = 0.15  # of the persons
SMALL_OFFICE_SHARE = 0.03  # of the persons: two to four behind one number
NEAR_MISS_SHARE = 0.04  # of the persons, each with a stranger beside


class Company(NamedTuple):
    """A company; `size` is how many people write to us from it."""

    words: tuple
    number: str
    domain: str
    size: int


class Person(NamedTuple):
    """A person and everything by which they are reached; `words` are first and last name."""

    id: int
    words: tuple
    company: Company | None
    mobile: str
    extension: str
    emails: tuple


def _pool(text):
    return [tuple(entry.split()) for entry in text.replace("\n", "|").split("|")]


FIRST, LAST, COMPANY = _pool(FIRST_NAMES), _pool(SURNAMES), _pool(COMPANY_WORDS)


def _common(rng, pool):
    """Draw from a pool, its beginning most often."""
    return pool[int(len(pool) * rng.random() ** 1.7)]


def _digits(rng, count):
    return "".join(rng.choices("0123456789", k=count))


def _company(rng, size):
    words = tuple(rng.sample(COMPANY, 3))
    domain = "".join(latin for _persian, latin in words).lower() + rng.choice(["", "", "co"])
    number = rng.choice(AREAS) + rng.choice("345678") + _digits(rng, 7)
    return Company(words, number, domain + rng.choice([".com", ".ir", ".ir"]), size)


def _person(rng, number, company, like=None):
    """Draw a person; `like` somebody means a stranger one character or digit away from them."""
    if like:
        digit = rng.randrange(4, 10)
        other = rng.choice([d for d in "0123456789" if d != like.mobile[digit]])
        user, _at, domain = like.emails[0].partition("@")
        email = rng.choice([f"{user}{rng.randrange(10)}@{domain}", f"{user}@{domain}.co"])
        mobile = like.mobile[:digit] + other + like.mobile[digit + 1 :]
        return Person(number, like.words, None, mobile, "", (email,))
    words = _common(rng, FIRST), _common(rng, LAST)
    first, last = (latin.lower() for _persian, latin in words)
    # The number of the person makes the address their own, as a birth year does in life.
    private = f"{first}{rng.choice(['.', '_', ''])}{last}{number}@{rng.choice(FREE_MAIL)}"
    emails = (private,)
    if company and rng.random() < 0.6:
        emails = (f"{first[0]}.{last}{number}@{company.domain}", private)
    extension = ""
    # A small company seldom has extensions, one with a switchboard mostly.
    if company and company.size > 1 and rng.random() < (0.75 if company.size >= 20 else 0.3):
        extension = str(100 + number % 900)
    # No two are alike: 7919 has no factor in common with the power of ten.
    mobile = rng.choice(MOBILES) + f"{number * 7919 % 10**7:07d}"
    return Person(number, words, company, mobile, extension, emails)


def _spelled(rng, text):
    """Return a Persian text as one of the keyboards would give it."""
    if rng.random() < 0.25:
        text = text.replace("ی", "ي")
    if rng.random() < 0.25:
        text = text.replace("ک", "ك")
    if rng.random() < 0.15:
        text = text.replace("آ", "ا")
    return text.replace(HALF_SPACE, rng.choice([HALF_SPACE, HALF_SPACE, " ", ""]))


def _name(rng, words, latin):
    if latin:
        name = " ".join(word[1] for word in words)
        return rng.choice([name, name, name.lower(), name.upper(), "Mr. " + name])
    separator = rng.choice([" ", " ", " ", HALF_SPACE, "  "])
    return rng.choice(TITLES) + _spelled(rng, separator.join(word[0] for word in words))


def _company_name(rng, company, latin):
    if latin:
        name = " ".join(word[1] for word in company.words)
        return rng.choice([name, name.upper()]) + rng.choice(LATIN_SUFFIXES)
    name = " ".join(word[0] for word in company.words)
    return rng.choice(PREFIXES) + _spelled(rng, name) + rng.choice(SUFFIXES)


def _phone(rng, national):
    """Return a number of ten digits as it is typed."""
    a, b, c = national[:3], national[3:6], national[6:]
    if national[0] != "9":
        a, b, c = national[:2], national[2:6], national[6:]
    forms = [f"0{a}{b}{c}", f"0{a}{b}{c}", f"0{a}-{b}-{c}", f"0{a} {b} {c}", f"+98{a}{b}{c}"]
    forms += [f"+98 {a} {b} {c}", f"0098{a}{b}{c}", f"0{a}-{b}{c}", f"(0{a}) {b}{c}"]
    if national[0] == "9":
        forms += [f"98{a}{b}{c}", f"{a}{b}{c}"]
    return rng.choice(forms)


def _email(rng, email, latin_name):
    shape = rng.random()
    if shape < 0.15:
        return f"{latin_name} <{email}>"
    if shape < 0.25:
        return f'"{latin_name}" <{email.upper()}>'
    return email.title() if shape < 0.35 else f" {email} " if shape < 0.4 else email


def _numbers(rng, person):
    """Return the field of numbers, and which of the person's own are in it."""
    typed, own = [], set()
    company = person.company
    if not company or rng.random() < 0.55:
        typed.append(_phone(rng, person.mobile))
        own.add(person.mobile)
    if company and (not typed or rng.random() < 0.35):
        office = _phone(rng, company.number)
        if company.size == 1:
            own.add(company.number)
        elif person.extension and rng.random() < 0.8:
            office += rng.choice(EXTENSION_LABELS) + person.extension
            own.add((company.number, person.extension))
        typed.append(office)
    rng.shuffle(typed)
    text = rng.choice([" - ", "/", ", ", "، ", "\n", " "]).join(typed)
    if rng.random() < 0.08:
        text = rng.choice(["تلفن: ", "همراه ", "tel:", "(محل کار) "]) + text
    script = rng.random()
    if script < 0.4:
        text = text.translate(DIGITS[script < 0.08])
    return text, own


def _record(rng, person, number):
    """Return a lead of the person, and what in it is their own, of which a pair needs one."""
    latin = rng.random() < 0.2
    contact = _name(rng, person.words, latin)
    company = person.company and rng.random() < 0.85 and person.company
    phone, own = _numbers(rng, person) if rng.random() < 0.85 else ("", set())
    email = rng.choice(person.emails) if not phone or rng.random() < 0.5 else ""
    if company:
        own.add(("customer", latin))
    subject = rng.choice(SUBJECTS)
    record = {
        "id": number,
        "name": f"{subject} {contact}" if rng.random() < 0.3 else subject,
        "contact_name": contact,
        "partner_name": _company_name(rng, company, latin) if company else "",
        "email": _email(rng, email, " ".join(w[1] for w in person.words)) if email else "",
        "phone": phone,
        "person": person.id,
    }
    return record, own | ({email} if email else set())


def _persons(rng):
    """Yield persons without end, the people of one switchboard after another."""
    number = 0
    while True:
        kind = rng.random()
        if kind < SWITCHBOARD_SHARE / 40:
            company = _company(rng, rng.randint(20, 60))
        elif kind < SWITCHBOARD_SHARE / 40 + SMALL_OFFICE_SHARE / 3:
            company = _company(rng, rng.randint(2, 4))
        else:
            company = _company(rng, 1) if rng.random() < 0.4 else None
        for _colleague in range(company.size if company else 1):
            person = _person(rng, number, company)
            number += 1
            yield person
            if rng.random() < NEAR_MISS_SHARE:
                yield _person(rng, number, None, like=person)
                number += 1


def generate(seed, size=20_000, customers=True):
    """Return leads and the pairs of them that are to be found.

    A quarter of the persons write twice to four times, each time as they happen to type: Arabic
    or Persian letters, half-space, space or nothing, any digits and grouping, one or two numbers
    in the field, with or without a title and the company's legal form, an e-mail in other case or
    with a display name, sometimes all in Latin letters. The others write once.

    Made to be mistaken: companies whose one switchboard 20 to 60 people write, most of them with
    their extension; small companies of two to four with one number; free-mail domains and common
    names shared by strangers; and strangers of the same name whose number and e-mail differ by
    one digit and a few characters.

    A pair is positive when both leads are of the same person **and** both give one of these:

    * an e-mail address of that person, whatever its case and display name;
    * a number of that person: the mobile, the only number of a one-person company, or a
      switchboard *with* their extension. The bare switchboard is nobody's own;
    * the customer, i.e. the name of the person and of the company, in the same script, whatever
      the spelling. A name without its company is not a customer, for many bear it, and no key
      is expected to read "Rezaei" as «رضایی».

    Other pairs are negative, two leads of a person that share nothing of this too: nobody could
    tell. Different companies may bear one name by chance, as in life, but seldom.

    :param int seed: one of `TUNING_SEEDS` or `TEST_SEEDS`; the same seed gives the same leads
    :param int size: how many leads
    :param bool customers: False for the pairs that share an e-mail or a number, the customer apart
    :return: the leads in a random order, as dicts of id, name, contact_name, partner_name, email,
        phone and person (who wrote it, which is what is to be found and no input); and the set of
        positive pairs of ids, the smaller id first
    :rtype: tuple[list[dict], set[tuple[int, int]]]
    """
    rng = random.Random(seed)  # noqa: S311 (the same leads again are the point)
    writers = []
    for person in _persons(rng):
        times = rng.choice([2, 2, 2, 3, 3, 4]) if rng.random() < REPEATED_SHARE else 1
        writers += [person] * times
        if len(writers) >= size:
            break
    writers = writers[:size]
    rng.shuffle(writers)
    records, by_person, pairs = [], {}, set()
    for number, person in enumerate(writers, start=1):
        record, own = _record(rng, person, number)
        records.append(record)
        by_person.setdefault(person.id, []).append((number, own))
    for written in by_person.values():
        for (first, own), (second, other) in combinations(written, 2):
            shared = own & other
            if not customers:
                shared = {one for one in shared if one[0] != "customer"}
            if shared:
                pairs.add((first, second))
    return records, pairs
