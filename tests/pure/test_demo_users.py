"""The users of the demo data land on a screen with menus."""

from pathlib import Path

from lxml import etree

DEMO = Path(__file__).parents[2] / "demo"


def test_no_demo_user_lands_on_an_action_without_a_menu():
    users = etree.parse(DEMO / "res_users_demo.xml").xpath("//record[@model='res.users']")
    assert users
    # A home action has no menus around it; without one the first application comes up.
    assert not [
        user.get("id") for user in users if user.find("field[@name='action_id']") is not None
    ]
