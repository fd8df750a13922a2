from odoo.tests import no_retry, tagged

from .hoot_common import HootCase, hoot_id

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
class TestCoreDatesHoot(HootCase):
    """Odoo's own tests of dates and searches, in English, beside our calendar."""

    @no_retry
    def test_dates_of_others_are_as_without_the_addon(self):
        pixels = (f"-{hoot_id(f'@web/views/fields/{name}')}" for name in PIXELS)
        # Fewer, and the names of Odoo's suites are others.
        self.assertGreater(self._run_hoot(*map(hoot_id, SUITES), *pixels), 600)
