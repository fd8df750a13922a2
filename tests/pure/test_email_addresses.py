"""Of e-mail addresses as they are pasted, and of those from which only machines write."""

import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

# As a package, for the modules import their neighbours.
folder = Path(__file__).resolve().parents[2] / "tools"
if "pure_tools" not in sys.modules:
    spec = importlib.util.spec_from_file_location(
        "pure_tools", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    sys.modules["pure_tools"] = importlib.util.module_from_spec(spec)
email_addresses = importlib.import_module("pure_tools.email_addresses")
clean_addresses = email_addresses.clean_addresses
match_keys = importlib.import_module("pure_tools.match_keys").match_keys

ADDRESS = "maryam.r@gmail.com"


@pytest.mark.parametrize(
    "text",
    [
        f"\u200f{ADDRESS}",
        f"\u202a{ADDRESS}\u202c",
        f"\u2066{ADDRESS}\u2069",
        f"\ufeff{ADDRESS}\u200b",
        f"{ADDRESS}\u00a0",
        f"{ADDRESS}.",
        f"{ADDRESS}…",
        f"{ADDRESS}!",
        f"'{ADDRESS}'",
        f"«{ADDRESS}»",
        f"“{ADDRESS}”",
        f"({ADDRESS})",
        f"«{ADDRESS}».",
        f"({ADDRESS}).",
        f"\u202b({ADDRESS})\u202c",
        "maryam.r＠gmail.com",
    ],
)
def test_what_was_pasted_around_an_address_goes(text):
    assert clean_addresses(text) == ADDRESS


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"{ADDRESS}،", f"{ADDRESS},"),
        (
            f"{ADDRESS}، a@x.example.com؛b@x.example.com",
            f"{ADDRESS}, a@x.example.com,b@x.example.com",
        ),
        (f'"مریم رضایی" <{ADDRESS}>', f'"مریم رضایی" <{ADDRESS}>'),
        (f'"Rezaei, M. (Pars)" <{ADDRESS}>', f'"Rezaei, M. (Pars)" <{ADDRESS}>'),
        (f"{ADDRESS} (home)", f"{ADDRESS} (home)"),
        ("a_b-c+d@x-y.example.com", "a_b-c+d@x-y.example.com"),
        ("o'neil@x.example.com", "o'neil@x.example.com"),
        ("no address. here", "no address. here"),
    ],
)
def test_what_belongs_to_an_address_stays(text, clean):
    assert clean_addresses(text) == clean


@given(st.text())
def test_any_text_is_taken(text):
    clean = clean_addresses(text)
    assert clean_addresses(clean) == clean


@pytest.mark.parametrize("text", [None, False, 7, b"a@b.example", ""])
def test_nothing_is_empty(text):
    assert clean_addresses(text) == ""


MACHINES = [
    "no-reply",
    "noreply",
    "no_reply",
    "no.reply",
    "donotreply",
    "do-not-reply",
    "dont-reply",
    "NoReply",
    "noreply+12",
    "no-reply-7",
    "calendar-noreply",
    "forms-receipts-noreply",
    "notreply",
    "noresponse",
    "mailer-daemon",
    "MAILER-DAEMON",
    "mailerdaemon",
    "postmaster",
    "bounce",
    "bounces",
    "bounce-42",
    "bounces+7-a=b.example",
    "forms",
    "form",
    "webform",
    "web-forms",
    "contact-form",
    "wordpress",
    "notification",
    "notifications",
    "alerts",
    "root",
    "nobody",
    "auto-reply",
    "robot",
]
PEOPLE = [
    "maryam",
    "info",
    "sales",
    "office",
    "contact",
    "office.manager",
    "support",
    "hello",
    "noreen",
    "norouzi",
    "forms.manager",
    "formanek",
    "reply",
    "root.admin",
    "postman",
    "bouncer",
    "robotics",
    "autoshop",
    "alertson",
    "notary",
    "dontreplyson",
    "admin",
    "marketing",
    "webmaster",
    "nobody.knows",
    "daemonic",
    "2",
    "notification.office",
]


@pytest.mark.parametrize("name", MACHINES)
def test_a_machine_writes(name):
    assert email_addresses.is_machine_sender(f"{name}@forms.example.com")


@pytest.mark.parametrize("name", PEOPLE)
def test_people_write(name):
    # The domain says nothing: whoever makes forms is somebody too.
    assert not email_addresses.is_machine_sender(f"{name}@no-reply.example.com")


def test_the_address_of_a_machine_is_a_weak_key():
    keys = match_keys(emails=["no-reply@x.example.com", ADDRESS])
    assert keys == {("mailbox", "no-reply@x.example.com"), ("email", ADDRESS)}
