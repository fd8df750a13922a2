from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestClock(HttpCase):
    """`./dev test --at`: Python, the database and the browser have one clock."""

    def test_all_clocks_agree(self):
        now = fields.Datetime.now()
        minutes = timedelta(minutes=10)
        self.assertAlmostEqual(self.env.cr.now(), now, delta=minutes)
        self.env.cr.execute("SELECT now() AT TIME ZONE 'UTC'")
        self.assertAlmostEqual(self.env.cr.fetchone()[0], now, delta=minutes)
        milliseconds = now.timestamp() * 1000
        self.browser_js(
            "/web/login",
            f"""
            if (Math.abs(Date.now() - {milliseconds}) > {minutes.total_seconds() * 1000}) {{
                throw new Error(`In the browser it is ${{new Date().toISOString()}}`);
            }}
            console.log("test successful");
            """,
            login=None,
        )
