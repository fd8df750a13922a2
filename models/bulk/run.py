import logging

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...tools.batch import remembering
from ...tools.server_context import ON

_logger = logging.getLogger(__name__)

# A transaction that others disturbed is tried again, as a request is.
DISTURBED = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)
TRIES = 5


class CrmLeadBulk(models.Model):
    """Working off what is planned, so that one bad record never stops the rest (features.md B6)."""

    _inherit = "crm.lead.bulk"  # pylint: disable=consider-merging-classes-inherited

    # In the background ----------------------------------------------------------------------

    def _start_in_background(self):
        """Leave a request to the workers of queue_job where it is installed, and to the cron.

        Both take the lines that wait; whichever comes first.
        """
        self.in_background = True
        if "queue.job" in self.env:
            waiting = [("bulk_id", "=", self.id), ("state", "=", "waiting")]
            parts = self.env["crm.lead.bulk.line"]._read_group(waiting, ["part"], order="part")
            for (part,) in parts:
                self.with_delay(description=self.display_name, max_retries=20)._run_part(part)
        self._start_cron()

    @api.model
    def _start_cron(self):
        self.env.ref("crm_lead_qualification.crm_lead_bulk_cron").sudo()._trigger()

    def _run_part(self, part):
        """A job of queue_job: work off one part.

        :param part: int
        """
        self._run_chunk(part)
        if self.state == "waiting":
            # Of two jobs that end at once neither sees that the other is done.
            self._start_cron()

    @api.model
    def _cron_run(self):
        """Work off the requests that wait, the oldest first, a transaction a chunk.

        Where it is killed it goes on: a line is done in the transaction that does it.
        """
        cron = self.env["ir.cron"]
        waiting = Domain("bulk_id.state", "=", "waiting") & Domain("state", "=", "waiting")
        tries = TRIES
        while bulk := self.search([("state", "=", "waiting")], order="id", limit=1):
            try:
                processed = bulk._run_chunk()
                remaining = self.env["crm.lead.bulk.line"].search_count(waiting)
                left = cron._commit_progress(processed, remaining=remaining)
            except DISTURBED:
                # Somebody else wrote one of the records: it is another one now.
                self.env.cr.rollback()
                tries -= 1
                if not tries:
                    raise
                continue
            tries = TRIES
            if not processed and bulk.state == "waiting":
                # Another worker has what is left of it, and starts this again.
                return
            if not left:
                # Others have their turn, and then it goes on without waiting for the next minute.
                if remaining:
                    self._start_cron()
                    cron._commit_progress()
                return

    def _run_chunk(self, part=None):
        """Work off a part of the request, and say so when it was the last.

        :param part: int, which one; None: the first that waits
        :returns: int, the records that were worked off
        """
        self.ensure_one()
        if not self.user_id:
            # Nobody's rights are left to do it with.
            self.write({"state": "cancelled", "end_date": fields.Datetime.now()})
            return 0
        lines = self._take_lines(part)
        if lines:
            self._run_lines(lines)
        if not lines.search_count([("bulk_id", "=", self.id), ("state", "=", "waiting")], limit=1):
            self._finish()
        return len(lines)

    def _take_lines(self, part=None):
        """The lines of a part that wait, locked; none when another worker has them.

        :param part: int; None: the first that waits, in the background; otherwise all of them
        :returns: crm.lead.bulk.line
        """
        lines = self.env["crm.lead.bulk.line"]
        domain = [("bulk_id", "=", self.id), ("state", "=", "waiting")]
        if self.state != "waiting":
            return lines
        # What is done at once is one transaction anyway: together it takes the fewest statements.
        if self.in_background or part is not None:
            if part is None:
                part = lines.search(domain, order="part, id", limit=1).part
            domain.append(("part", "=", part))
        lines = lines.search(domain)
        return lines if lines.try_lock_for_update() == lines else lines.browse()

    def _finish(self):
        """Say that everything is done, to whoever asked for it and to those it was given to."""
        self._lock_state()
        if self.state != "waiting":
            return
        self.write({"state": "done", "end_date": fields.Datetime.now()})
        self._notify_salespersons()
        if self.in_background:
            self._notify_requester()

    def _notify_requester(self):
        # The background has a language of its own, or none.
        bulk = self.with_context(lang=self.user_id.lang)
        self.user_id._bus_send(
            "simple_notification",
            {
                "title": bulk.display_name,
                "message": bulk.summary,
                "type": "warning" if bulk.failed_count else "success",
                "sticky": True,
            },
        )
        bulk.env["mail.thread"].message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=bulk.display_name,
            body=bulk.summary,
            model=self._name,
            res_id=self.id,
        )

    def _notify_salespersons(self):
        """One message a salesperson, in place of one a record."""
        counts = self.env["crm.lead.bulk.line"]._read_group(
            [
                ("bulk_id", "=", self.id),
                ("state", "=", "done"),
                ("user_id", "not in", [False, self.user_id.id]),
            ],
            ["user_id"],
            ["__count"],
        )
        for user, count in counts:
            text = self.with_context(lang=user.lang).env._(
                "%(user)s has given you %(count)s opportunities. You find them in your pipeline.",
                user=self.user_id.name,
                count=count,
            )
            self.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                author_id=self.user_id.partner_id.id,
                subject=text,
                body=text,
            )

    # One bad record -------------------------------------------------------------------------

    def _run_lines(self, lines):
        """Do what lines say, all together; what fails is looked for by halves, group by group.

        :param lines: crm.lead.bulk.line, whole groups
        """
        try:
            with self.env.cr.savepoint(), remembering(self.env):
                getattr(self, f"_run_{self.kind}")(lines)
        except DISTURBED:
            # Only a new transaction sees what the others have done.
            raise
        except Exception as error:  # pylint: disable=broad-except
            groups = sorted(set(lines.mapped("group")))
            if len(groups) == 1:
                lines.write({"state": "failed", "reason": self._get_failure_reason(error)})
                return
            middle = groups[len(groups) // 2]
            first = lines.filtered(lambda line: line.group < middle)
            self._run_lines(first)
            self._run_lines(lines - first)

    def _get_failure_reason(self, error):
        """Why a record failed, in the words of its error.

        :param error: Exception
        :returns: str
        """
        env = self._get_requester_env()
        if isinstance(error, UserError):
            return str(error)
        if isinstance(error, IntegrityError):
            table = error.diag.table_name
            names = [name for name, model in env.registry.items() if model._table == table]
            return env[names[0] if names else "base"]._sql_error_to_message(error)
        _logger.warning("A record of bulk run %s failed", self.id, exc_info=error)
        return env._(
            "An unexpected error: %(error)s. Show it to your administrator; the rest was done.",
            error=error,
        )

    def _get_requester_env(self):
        """The environment of whoever asked: their rights, companies and language."""
        if not self.in_background:
            env = self.env(su=self.env.uid == api.SUPERUSER_ID)
        else:
            user = self.user_id
            env = self.env(
                user=user.id,
                su=user.id == api.SUPERUSER_ID,
                context={
                    "lang": user.lang,
                    "tz": user.tz,
                    "allowed_company_ids": self.company_ids.ids,
                },
            )
        # A message a record would bury the salespersons; they get one in the end.
        return env(context={**env.context, "mail_auto_subscribe_no_notify": True, "bulk_run": ON})

    def _get_leads(self, lines):
        """The records of lines as the requester sees them, locked; lines without one fail.

        :param lines: crm.lead.bulk.line
        :returns: crm.lead
        """
        leads = lines.lead_id.with_env(self._get_requester_env())
        locked = leads.try_lock_for_update(allow_referencing=True)
        there = leads.exists()
        locked.invalidate_recordset()
        # What was read before the lock may be old.
        for line in lines:
            lead = line.lead_id.with_env(leads.env)
            if lead not in there:
                reason = self._get_requester_env()._("It was deleted in the meantime.")
            elif lead not in locked:
                reason = self._get_requester_env()._(
                    "Somebody else is working on it at this moment. Try it again."
                )
            else:
                continue
            line.write({"state": "failed", "reason": reason})
        return locked
