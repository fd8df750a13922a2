import contextlib
import logging
import re

from odoo.tests import HttpCase

SUCCESS = "[HOOT] Test suite succeeded"


def hoot_id(name):
    """Return the id by which hoot finds a suite: Java's hash of its name, in hexadecimal."""
    number = 0
    for character in name:
        number = (number * 31 + ord(character)) & 0xFFFFFFFF
    return f"{number:08x}"


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


class HootCase(HttpCase):
    def _run_hoot(self, *ids):
        """Run suites of hoot in a browser.

        :param ids: str, each what `hoot_id` gives; behind a minus, what is left out
        :returns: int, how many tests passed
        :raises AssertionError: one failed, with hoot's own words, or none was found
        """
        chosen = "".join(f"&id={name}" for name in ids)
        with reading_console() as records:
            try:
                self.browser_js(
                    f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000{chosen}",
                    "",
                    "",
                    login="admin",
                    timeout=900,
                    success_signal=SUCCESS,
                    error_checker=lambda message: "[HOOT]" not in message,
                )
            except AssertionError as error:
                errors = [r.getMessage() for r in records if r.levelno >= logging.ERROR]
                raise AssertionError("\n".join([*errors, str(error)])) from None
        console = "\n".join(record.getMessage() for record in records)
        passed = re.findall(r"Passed (\d+) tests", console)
        self.assertTrue(passed, "hoot does not say how many tests it ran")
        return int(passed[-1])
