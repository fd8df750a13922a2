"""Kill the worker of a bulk run at random points, and look at what is left of it in the end.

For `./dev bench bulk` and for the tests: whoever calls it brings the database and the server.
"""

import os
import random
import signal
import subprocess
import time

# Of a run that does nothing, nothing is to be learnt.
PATIENCE = 120
# One worker and no more; an e-mail finds no server.
WORKER = ("--max-cron-threads=1", "--no-http", "--smtp=127.0.0.1", "--smtp-port=9")
# Often enough to kill in the middle of a part, and little beside the work itself.
POLL = 0.05

WAITING = """
    SELECT (SELECT count(*) FROM crm_lead_bulk_line WHERE bulk_id = {bulk} AND state = 'waiting')
         + (SELECT count(*) FROM crm_lead_bulk WHERE id = {bulk} AND state = 'waiting')"""
LINES = "WITH line AS (SELECT * FROM crm_lead_bulk_line WHERE bulk_id = {bulk})"
# What is wrong, counted: all of it must be zero. From the tables alone, so that no cache and no
# rule of the ORM hides anything.
WRONG = {
    "the request is not done": """
        SELECT count(*) FROM crm_lead_bulk WHERE id = {bulk} AND state <> 'done'""",
    "lines that wait or failed": """
        SELECT count(*) FROM line WHERE state NOT IN ('done', 'left_out')""",
    "records that are no opportunities": """
        SELECT count(*) FROM line JOIN crm_lead lead ON lead.id = line.lead_id
         WHERE outcome = 'convert' AND lead.type <> 'opportunity'""",
    "records that were not converted exactly once": """
        SELECT count(*) FROM line
         WHERE outcome = 'convert' AND 1 <> (
            SELECT count(*)
              FROM mail_message message
              JOIN mail_tracking_value tracked ON tracked.mail_message_id = message.id
              JOIN ir_model_fields field ON field.id = tracked.field_id
             WHERE message.model = 'crm.lead' AND message.res_id = line.lead_id
               AND field.model = 'crm.lead' AND field.name = 'type')""",
    "records that were not merged into the one that was planned": """
        SELECT count(*) FROM line JOIN crm_lead lead ON lead.id = line.lead_id
          LEFT JOIN crm_lead_merge merge ON merge.id = lead.absorbed_by_merge_id AND merge.state = 'done'
         WHERE outcome = 'absorb'
           AND (merge.id IS NULL OR merge.survivor_id IS DISTINCT FROM line.survivor_id)""",
    "groups that were not merged exactly once": """
        SELECT count(*) FROM (SELECT DISTINCT survivor_id FROM line WHERE outcome = 'absorb') AS one
         WHERE 1 <> (SELECT count(*) FROM crm_lead_merge merge
                      WHERE merge.survivor_id = one.survivor_id)""",
    "records without a customer": """
        SELECT count(*) FROM line JOIN crm_lead lead ON lead.id = line.lead_id
         WHERE outcome = 'convert' AND lead.partner_id IS NULL""",
    "e-mail addresses with several customers": """
        SELECT count(*) FROM (
            SELECT FROM res_partner partner
             WHERE parent_id IS NULL
               AND email_normalized IN (SELECT lead.email_normalized FROM line
                                          JOIN crm_lead lead ON lead.id = line.lead_id)
             GROUP BY email_normalized HAVING count(*) > 1) AS twice""",
    "customers more or less than planned": """
        SELECT abs((SELECT count(*) FROM res_partner WHERE parent_id IS NULL) - {partners}
                   - (SELECT count(*) FROM line WHERE customer = 'created'))""",
    "records more or less than before": """
        SELECT abs((SELECT count(*) FROM crm_lead) - {leads})""",
    "records of another salesperson than planned": """
        SELECT count(*) FROM line JOIN crm_lead lead ON lead.id = line.lead_id
         WHERE line.user_id IS NOT NULL AND lead.user_id IS DISTINCT FROM line.user_id""",
    "salespersons out of turn": """
        SELECT coalesce(max(given) - min(given) > 1, false)::int FROM (
            SELECT count(*) AS given FROM line WHERE user_id IS NOT NULL GROUP BY user_id) AS turns""",
    "salespersons who were not told exactly once": """
        SELECT count(*) FROM (SELECT DISTINCT user_id FROM line WHERE user_id IS NOT NULL) AS given
          JOIN res_users ON res_users.id = given.user_id
         WHERE 1 <> (SELECT count(*) FROM mail_notification
                      WHERE res_partner_id = res_users.partner_id)""",
    "whoever asked was not told exactly once": """
        SELECT (1 <> count(*))::int FROM mail_message
         WHERE model = 'crm.lead.bulk' AND res_id = {bulk}""",
}
# The same of a run that undoes another; `killed_before` has the rows from before that one.
UNDONE = {
    **{what: WRONG[what] for what in ("the request is not done", "lines that wait or failed")},
    "records that are not what they were before the run": """
        SELECT count(*) FROM killed_before before
         WHERE before.row IS DISTINCT FROM (
            SELECT to_jsonb(lead) - 'search_text' FROM crm_lead lead WHERE lead.id = before.id)""",
    "records more or less than before the run": """
        SELECT abs((SELECT count(*) FROM crm_lead) - (SELECT count(*) FROM killed_before))""",
    "merges that are not undone": """
        SELECT count(*) FROM crm_lead_merge WHERE state <> 'undone'""",
    "customers of the run that are still there": """
        SELECT count(*) FROM res_partner WHERE active AND email LIKE 'killed%@killed.example.com'""",
    "whoever asked was not told exactly once": WRONG["whoever asked was not told exactly once"],
}


class KilledRun:
    """One request in a database, worked off by servers of which all but the last are killed.

    :param number: function of an SQL query, its one number
    :param wake: function without arguments, NOTIFY the workers as Odoo does
    :param command: list, the command that starts Odoo on the database
    :param seed: int, of the random points; the same gives nearly the same
    :param popen: keyword arguments of subprocess.Popen
    """

    def __init__(self, number, wake, command, seed, **popen):
        self.number, self.wake, self.popen = number, wake, popen
        self.command = [str(part) for part in (*command, *WORKER)]
        self.random = random.Random(seed)  # noqa: S311
        self.left = []
        self.longest_pause = 0
        self.bulk = number("SELECT max(id) FROM crm_lead_bulk WHERE state = 'waiting'")
        self.before = {
            "bulk": self.bulk,
            # A person of a company comes with it, and has its address.
            "partners": number("SELECT count(*) FROM res_partner WHERE parent_id IS NULL"),
            "leads": number("SELECT count(*) FROM crm_lead"),
        }

    def run(self, kills):
        """Start, kill, and start again, until the request is done.

        :param kills: int, how many servers are killed
        :returns: float, seconds from the first start to the end
        """
        # Nothing else is to be at work.
        self.number(
            "WITH others AS (UPDATE ir_cron SET active = false WHERE id <> ("
            "SELECT res_id FROM ir_model_data WHERE name = 'crm_lead_bulk_cron') RETURNING id) "
            "SELECT count(*) FROM others"
        )
        start = time.monotonic()
        for kill in range(kills + 1):
            server = subprocess.Popen(  # noqa: S603
                self.command, start_new_session=True, **self.popen
            )
            try:
                waiting = self.waiting()
                goal = 0
                if kill < kills:
                    goal = waiting - self.random.randint(1, max(waiting // (kills - kill + 1), 1))
                pace = self._wait_until(server, goal)
                # Anywhere in the part that is being worked off.
                time.sleep(self.random.uniform(0, pace) if goal else 0)
            finally:
                # A signal that no program can catch, as when the memory or the current is gone.
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()
            self.left.append(self.waiting())
        return time.monotonic() - start

    def waiting(self):
        """The number of records that are still to be done; one more until the request is."""
        return self.number(WAITING.format(bulk=self.bulk))

    def _wait_until(self, server, goal):
        """Wait until no more records than these are left.

        :returns: float, how many seconds the last part took
        """
        first = last = self.waiting()
        since = woken = time.monotonic()
        pace = 0.5
        while last > goal:
            if server.poll() is not None:
                raise RuntimeError(f"The server ended with code {server.returncode}.")
            now = time.monotonic()
            if now - since > PATIENCE:
                raise RuntimeError(
                    f"Nothing has been done for {PATIENCE} seconds, {last} are left."
                )
            # The worker would look by itself within a minute; once it works nobody wakes it.
            if last == first and now - woken > 0.5:
                woken = now
                self.wake()
            time.sleep(POLL)
            waiting = self.waiting()
            if waiting < last:
                if last < first:
                    pace = time.monotonic() - since
                    self.longest_pause = max(self.longest_pause, pace)
                last, since = waiting, time.monotonic()
        return pace

    def find_wrong(self, wrong=None):
        """What is not as it was planned, or was done twice, or not at all.

        :param wrong: dict, a description to a query that counts; None: those of a run
        :returns: dict, a description to how many there are; empty: everything is right
        """
        found = {
            what: self.number((LINES + query).format(**self.before))
            for what, query in (wrong or WRONG).items()
        }
        return {what: count for what, count in found.items() if count}
