"""A test that uninstalls gives the registry back as it was, whatever test comes after it."""

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def test_every_test_uninstalls_in_the_one_way():
    users = {
        str(path.relative_to(TESTS))
        for path in TESTS.rglob("*.py")
        if "uninstall_hook(" in path.read_text() and path != Path(__file__).resolve()
    }
    assert users == {"uninstalling.py"}
