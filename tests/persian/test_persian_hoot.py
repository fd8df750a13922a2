import contextlib
import logging
import re
from pathlib import Path

from odoo.tests import HttpCase, no_retry, tagged

SUITE = "@crm_lead_qualification"
TESTS = Path(__file__).parents[2] / "static/tests/persian"
SUCCESS = "[HOOT] Test suite succeeded"


def hoot_id(name):
    """Return the id by which hoot finds a suite: Java's hash of its name, in hexadecimal."""
    number = 0
    for character in name:
        number = (number * 31 + ord(character)) & 0xFFFFFFFF
    return f"{number:08x}"


def count_tests():
    """Return how many tests stand in our files: hoot has to run each."""
    files = sorted(TESTS.glob("**/*.test.js"))
    return sum(len(re.findall(r"^test\(", file.read_text(), re.MULTILINE)) for file in files)


@contextlib.contextmanager
def reading_console():
    """Collect what the browser writes to its console, as log records."""
    records = []
    handler = logging.Handler()
    handler.emit = records.append
    logger = logging.getLogger("odoo")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield records
    finally:
        logger.setLevel(level)
        logger.removeHandler(handler)


@tagged("post_install", "-at_install")
class TestPersianHoot(HttpCase):
    """The unit tests of our JavaScript, in static/tests/persian, in a browser."""

    @no_retry
    def test_all_suites_pass_and_are_not_empty(self):
        url = f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={hoot_id(SUITE)}"
        with reading_console() as records:
            try:
                self.browser_js(
                    url,
                    "",
                    "",
                    login="admin",
                    timeout=600,
                    success_signal=SUCCESS,
                    error_checker=lambda message: "[HOOT]" not in message,
                )
            except AssertionError as error:
                errors = [r.getMessage() for r in records if r.levelno >= logging.ERROR]
                raise AssertionError("\n".join([*errors, str(error)])) from None
        console = "\n".join(record.getMessage() for record in records)
        passed = re.findall(r"Passed (\d+) tests", console)
        self.assertTrue(passed, "hoot does not say how many tests it ran")
        self.assertGreaterEqual(int(passed[-1]), count_tests(), f"hoot left tests of {SUITE} out")
