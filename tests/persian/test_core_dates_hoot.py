import logging
import re

from odoo.tests import HttpCase, no_retry, tagged

from .test_persian_hoot import SUCCESS, hoot_id, reading_console

# Where Odoo itself tests what the Jalali calendar steps into.
SUITES = [
    "@web/core/components/datetime",
    "@web/core/l10n",
    "@web/core/tree_editor",
    "@web/search",
    "@web/views/calendar",
    "@web/views/fields/date_field",
    "@web/views/fields/daterange_field",
    "@web/views/fields/datetime_field",
    "@web/views/fields/remaining_days_field",
    "@crm/forecast_kanban",
    "@crm/forecast_view",
]
# They count pixels of the fonts of Odoo's own machines, and fail beside stock Odoo too.
PIXELS = [
    "daterange_field/list daterange: column widths",
    "daterange_field/list daterange: column widths (no record)",
    "daterange_field/list daterange: column widths (numeric format)",
    "daterange_field/list daterange: column widths (show_time=false)",
    "datetime_field/list datetime: column widths (numeric format)",
    "datetime_field/list datetime: column widths (show_time=false)",
]


@tagged("post_install", "-at_install")
class TestCoreDatesHoot(HttpCase):
    """Odoo's own tests of dates and searches, in English, beside our calendar."""

    @no_retry
    def test_dates_of_others_are_as_without_the_addon(self):
        ids = "".join(
            [f"&id={hoot_id(suite)}" for suite in SUITES]
            + [f"&id=-{hoot_id(f'@web/views/fields/{name}')}" for name in PIXELS]
        )
        with reading_console() as records:
            try:
                self.browser_js(
                    f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000{ids}",
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
        # Fewer, and the names of Odoo's suites are others.
        self.assertGreater(int(passed[-1]), 600)
