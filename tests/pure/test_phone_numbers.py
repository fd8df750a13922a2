"""Of the phone numbers in a field: every number once, however it was typed."""

import importlib.util
import sys
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

# As a package, for phone_numbers imports its neighbour.
folder = Path(__file__).resolve().parents[2] / "tools"
spec = importlib.util.spec_from_file_location(
    "pure_tools", folder / "__init__.py", submodule_search_locations=[str(folder)]
)
sys.modules["pure_tools"] = importlib.util.module_from_spec(spec)
phone_numbers = importlib.import_module("pure_tools.phone_numbers")
find_numbers = phone_numbers.find_numbers

MOBILE = "+989123456789"
OFFICE = "+982188776655"
EXTENSION = "+982188776655;ext=12"
DIGITS = ["0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９"]
LABELS = [
    " داخلی ",
    " داخلي: ",
    "داخلی",
    " ext. ",
    " Ext ",
    "x",
    " x ",
    " د ",
    " #",
    ";ext=",
    " (داخلی ",
]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("۰۹۱۲۱۲۳۴۵۶۷ - ۰۲۱۸۸۷۷۶۶۵۵ داخلی ۱۲", ("+989121234567", EXTENSION)),
        ("0912-345-6789", (MOBILE,)),
        ("+98 912 345 6789", (MOBILE,)),
        ("+98 (0) 912 345 6789", (MOBILE,)),
        ("(+98)9123456789", (MOBILE,)),
        ("+ 98 912 345 67 89", (MOBILE,)),
        ("00989123456789", (MOBILE,)),
        ("0098 912 345 6789", (MOBILE,)),
        ("+00989123456789", (MOBILE,)),
        ("+09123456789", (MOBILE,)),
        ("٠٩١٢٣٤٥٦٧٨٩", (MOBILE,)),
        ("(021) 8877 6655", (OFFICE,)),
        ("021) 88776655(", (OFFICE,)),
        ("021/88776655", (OFFICE,)),
        ("021ـ88776655", (OFFICE,)),
        ("021\u200c88776655", (OFFICE,)),
        ("\u202a+98 21 8877 6655\u202c", (OFFICE,)),
        ("989123456789", (MOBILE,)),
        ("989123456789+", (MOBILE,)),
        ("9123456789", (MOBILE,)),
        ("912.345.6789", (MOBILE,)),
        ("09123456789/02188776655", (MOBILE, OFFICE)),
        ("09123456789,02188776655", (MOBILE, OFFICE)),
        ("09123456789 02188776655", (MOBILE, OFFICE)),
        ("09123456789\n02188776655", (MOBILE, OFFICE)),
        ("0912 345 6789 021 8877 6655", (MOBILE, OFFICE)),
        ("02188776655+989123456789", (OFFICE, MOBILE)),
        ("0912 345 6789 , 0912 111 2233", (MOBILE, "+989121112233")),
        ("0912 345 6789 و 0912 111 2233", (MOBILE, "+989121112233")),
        ("0912 345 6789 - +98 912 345 6789", (MOBILE,)),
        ("۰۲۱-۸۸۷۷۶۶۵۵ داخلی ۱۲", (EXTENSION,)),
        ("02188776655 ext 12", (EXTENSION,)),
        ("02188776655x12", (EXTENSION,)),
        ("02188776655 د 12", (EXTENSION,)),
        ("۰۲۱۸۸۷۷۶۶۵۵ داخلي ۱۲", (EXTENSION,)),
        ("۰۲۱۸۸۷۷۶۶۵۵ (داخلی: ۱۲)", (EXTENSION,)),
        ("tel:+98-21-8877-6655;ext=12", (EXTENSION,)),
        ("داخلی 12 - 02188776655", (EXTENSION,)),
        ("02188776655 خط 2 داخلی 12", (EXTENSION,)),
        ("02188776655 داخلی 12 یا داخلی 13", (EXTENSION, OFFICE + ";ext=13")),
        ("02188776655 داخلی 12-13", (EXTENSION,)),
        ("02188776655 داخلی 12 09123456789", (EXTENSION, MOBILE)),
        ("۰۹۱۲۳۴۵۶۷۸۹ داخلی ۱۲", (MOBILE,)),
        ("داخلی 12 - 0912 345 6789", (MOBILE,)),
        ("+98 912 345 6789 ext. 12, 09123456789", (MOBILE,)),
        ("02188776655 - داخلی 09123456789", (OFFICE, MOBILE)),
        ("02188776655, 02188776655 داخلی 12", (OFFICE, EXTENSION)),
        ("02188776655-7", (OFFICE,)),
        ("02188776655-60", (OFFICE,)),
        ("021-88776655/66", (OFFICE,)),
        ("88776655-021", (OFFICE,)),
        ("8877 6655 021", (OFFICE,)),
        ("تلفن: ۰۲۱۸۸۷۷۶۶۵۵ (منزل)", (OFFICE,)),
        ("علی رضایی 09123456789 همراه", (MOBILE,)),
        ("Max 12: 09123456789", (MOBILE,)),
        ("د. رضایی 09123456789", (MOBILE,)),
        ("0912 000 1234", ("+989120001234",)),
        ("021-00001234", ("+982100001234",)),
        ("88776655", ("+9888776655",)),
        ("+1 (650) 253-0000", ("+16502530000",)),
        ("0044 20 7946 0018 / 09123456789", ("+442079460018", MOBILE)),
        ("1403/05/12", ()),
        ("6037 9912 3456 7890", ()),
        ("6037991234567890", ()),
        ("12345", ()),
        ("0912345678912", ()),
        ("پلاک ۱۲ واحد ۳", ()),
        ("ندارد", ()),
    ],
)
def test_numbers_in_iran(text, numbers):
    assert find_numbers(text, "IR") == numbers


@pytest.mark.parametrize("region", [None, False, "", "XX", "ایران", 7, [], "001", "\ud800"])
def test_without_a_region_only_international_numbers_count(region):
    text = "09123456789, +98 21 8877 6655, 00442079460018"
    assert find_numbers(text, region) == (OFFICE, "+442079460018")


@pytest.mark.parametrize(
    ("text", "region", "numbers"),
    [
        ("09123456789", "ir", (MOBILE,)),
        ("(650) 253-0000 x12", "US", ("+16502530000;ext=12",)),
        ("011 98 912 345 6789", "US", (MOBILE,)),
        ("+98 912 345 6789", "US", (MOBILE,)),
        ("030 1234567, 0171 1234567", "DE", ("+49301234567", "+491711234567")),
        ("06 1234 5678", "IT", ("+390612345678",)),
        ("8 (912) 345-67-89", "RU", ("+79123456789",)),
    ],
)
def test_numbers_elsewhere(text, region, numbers):
    assert find_numbers(text, region) == numbers


@pytest.mark.parametrize(
    "text", [None, False, True, 912, [], b"0912", "", " ", "\0", "\ud800", "+"]
)
def test_nothing_has_no_numbers(text):
    assert find_numbers(text, "IR") == ()


@st.composite
def typed(draw, national):
    """Draw one way in which a number of ten digits is typed in Iran."""
    prefix = draw(st.sampled_from(["0", "+98", "0098", "98", "+98 ", "+98 (0)", ""]))
    cuts = draw(st.sampled_from([(10,), (3, 6, 10), (2, 6, 10), (3, 10), (2, 10), (3, 6, 8, 10)]))
    separator = draw(st.sampled_from([" ", "-", ".", " - ", "\u200c"]))
    groups = [national[a:b] for a, b in zip((0, *cuts), cuts, strict=False)]
    if prefix == "0" and draw(st.booleans()):
        groups[0] = f"(0{groups[0]})"
        prefix = ""
    text = prefix + separator.join(groups)
    return text.translate(str.maketrans(DIGITS[0], draw(st.sampled_from(DIGITS))))


# Not 98…, which without its zero looks like the country code.
nationals = st.from_regex(r"[1-8][0-9]{9}|9[0-7][0-9]{8}", fullmatch=True).filter(str.isascii)
variants = nationals.flatmap(lambda national: st.tuples(st.just(national), typed(national)))


@settings(max_examples=150, deadline=None)
@given(variants)
def test_spellings_of_a_number_have_one_key(variant):
    national, text = variant
    assert find_numbers(text, "IR") == (f"+98{national}",)


@settings(max_examples=100, deadline=None)
@given(variants, st.sampled_from(LABELS), st.integers(1, 99999), st.sampled_from(DIGITS))
def test_spellings_of_an_extension_have_one_key(variant, label, extension, digits):
    national, text = variant
    typed_extension = str(extension).translate(str.maketrans(DIGITS[0], digits))
    mobile = national.startswith("9")
    number = f"+98{national}" if mobile else f"+98{national};ext={extension}"
    assert find_numbers(text + label + typed_extension, "IR") == (number,)


@settings(max_examples=100, deadline=None)
@given(
    variants,
    variants,
    st.sampled_from([",", "، ", "\n", " ; ", " و ", " یا ", " | ", " تلفن: ", " منزل ", "\r\n"]),
)
def test_two_numbers_in_a_field(first, second, separator):
    expected = dict.fromkeys((f"+98{first[0]}", f"+98{second[0]}"))
    assert find_numbers(first[1] + separator + second[1], "IR") == tuple(expected)


@settings(max_examples=50, deadline=None)
@given(nationals, nationals, st.sampled_from([" ", "/", "-", " - ", "\n", " / ", "+98"]))
def test_two_whole_numbers_with_hardly_anything_between(first, second, separator):
    expected = dict.fromkeys((f"+98{first}", f"+98{second}"))
    second = second if separator == "+98" else f"0{second}"
    assert find_numbers(f"0{first}{separator}{second}", "IR") == tuple(expected)


PHONE_CHARACTERS = "0123456789۰۱۲٣٤٥+-/().,;:#x د\n\u200c\u200fداخلی ext"


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(), st.text(PHONE_CHARACTERS, max_size=80)),
    st.sampled_from(["IR", "US", "DE", "IT", "AR", "MX", None, "XX"]),
)
def test_whatever_the_text_every_key_is_a_possible_number(text, region):
    for key in find_numbers(text, region):
        number, _separator, extension = key.partition(";ext=")
        assert phonenumbers.is_possible_number(phonenumbers.parse(number, None))
        assert not extension or extension.isdecimal()
        # A key that is stored or sent is read as itself.
        assert find_numbers(key, region) == (key,) or not extension


@settings(max_examples=300, deadline=None)
@given(
    st.from_regex(r"(\+|00|\+98|0098|98|0|\+49|\+39)?[0-9]{7,11}", fullmatch=True).filter(
        str.isascii
    ),
    st.sampled_from(["IR", "DE", "GB", "FR", "TR", "AE", "US", "IT"]),
)
def test_the_short_way_is_the_way_of_the_library(number, region):
    found = phone_numbers._plain_e164(number, region)
    if found:
        assert found == phonenumbers.format_number(
            phonenumbers.parse(number, region), phonenumbers.PhoneNumberFormat.E164
        )


@pytest.mark.parametrize(
    "unit",
    [
        "1 ",
        "0",
        "0912 ",
        "+",
        "+(",
        "12-",
        "x ",
        "x1",
        "داخلی ",
        "#1",
        "1403/",
        "ﷺ",
        "\n1",
        "8 8 7 ",
    ],
)
def test_of_a_long_text_the_beginning_is_read(unit):
    # With a pattern that goes back and forth, this would not end.
    text = (unit * 10_000)[:10_000]
    assert find_numbers(f"{MOBILE} {text}", "IR") == find_numbers(f"{MOBILE} {text[:2000]}", "IR")


def test_of_a_long_text_no_number_is_cut():
    keys = find_numbers("09123456789 " * 500 + "0912 345 6780", "IR")
    assert keys == (MOBILE,)
