import re
from pathlib import Path

from odoo.tests import no_retry, tagged

from .hoot_common import HootCase, hoot_id

SUITE = "@crm_lead_qualification"
TESTS = Path(__file__).parents[2] / "static/tests/persian"


def count_tests():
    """Return how many tests stand in our files: hoot has to run each."""
    files = sorted(TESTS.glob("**/*.test.js"))
    return sum(len(re.findall(r"^test\(", file.read_text(), re.MULTILINE)) for file in files)


@tagged("post_install", "-at_install")
class TestPersianHoot(HootCase):
    """The unit tests of our JavaScript, in static/tests/persian, in a browser."""

    @no_retry
    def test_all_suites_pass_and_are_not_empty(self):
        passed = self._run_hoot(hoot_id(SUITE))
        self.assertGreaterEqual(passed, count_tests(), f"hoot left tests of {SUITE} out")
