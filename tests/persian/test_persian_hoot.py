import re

from odoo.tests import HttpCase, no_retry, tagged

SUITE = "@crm_lead_qualification"
SUCCESS = "[HOOT] Test suite succeeded"


def hoot_id(name):
    """Return the id by which hoot finds a suite: Java's hash of its name, in hexadecimal."""
    number = 0
    for character in name:
        number = (number * 31 + ord(character)) & 0xFFFFFFFF
    return f"{number:08x}"


@tagged("post_install", "-at_install")
class TestPersianHoot(HttpCase):
    """The unit tests of our JavaScript, in static/tests/persian, in a browser."""

    @no_retry
    def test_all_suites_pass_and_are_not_empty(self):
        with self.assertLogs("odoo", "INFO") as logs:
            self.browser_js(
                f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={hoot_id(SUITE)}",
                "",
                "",
                login="admin",
                timeout=600,
                success_signal=SUCCESS,
                error_checker=lambda message: "[HOOT]" not in message,
            )
        passed = re.findall(r"Passed (\d+) tests", "\n".join(logs.output))
        self.assertTrue(passed, "hoot does not say how many tests it ran")
        self.assertGreater(int(passed[-1]), 0, f"hoot found no test in {SUITE}")
