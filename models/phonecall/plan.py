from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.misc import clean_context

# How long a planned call takes in the calendar, where nobody says so.
PLANNED_MINUTES = 30
PLAN_FIELDS = {
    *("state", "active", "date", "duration", "user_id", "name"),
    *("opportunity_id", "partner_id"),
}


class CrmPhonecall(models.Model):
    """A call that is still to come stands in the calendar and among the activities (#65, #144).

    Its activity is the one link: Odoo itself keeps activity and calendar event together.
    """

    _inherit = "crm.phonecall"  # pylint: disable=consider-merging-classes-inherited

    activity_id = fields.Many2one(
        "mail.activity", index="btree_not_null", ondelete="set null", copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        calls = super().create(vals_list)
        calls._check_document()
        calls._check_activity()
        calls._synchronize_plan()
        return calls

    def write(self, values):
        result = super().write(values)
        if not {"opportunity_id", "partner_id"}.isdisjoint(values):
            self._check_document()
        if values.get("activity_id"):
            self._check_activity()
        if not PLAN_FIELDS.isdisjoint(values):
            self._synchronize_plan(is_renamed="name" in values)
        return result

    def _check_document(self):
        """Whoever says which lead or contact a call belongs to can read it.

        :raises AccessError: they cannot; a constraint would not see whose rights count
        """
        # Whoever gives a call away may not read it any more.
        calls = self.sudo()
        for documents in (calls.opportunity_id, calls.partner_id):
            if documents:
                documents.with_env(self.env).check_access("read")

    def _check_activity(self):
        """Holding the call completes the activity, so it must be one that the user may complete.

        :raises AccessError: it is not; a constraint would not see whose rights count
        """
        self.activity_id.check_access("write")

    def unlink(self):
        self._remove_plan()
        return super().unlink()

    def _is_to_come(self):
        """Whether the call is planned for later."""
        return (
            self.active
            and self.state in ("open", "pending")
            and bool(self.date)
            and self.date > fields.Datetime.now()
        )

    # From the call to the calendar -----------------------------------------------------------

    def _synchronize_plan(self, is_renamed=False):
        """Bring activity and calendar event to what the calls say.

        :param is_renamed: bool, whether their name is another one; a title that somebody gave to
            the event in the calendar stays otherwise
        """
        if not self:
            return
        # What the user may plan is planned in somebody else's calendar too.
        calls = self.sudo()
        planned = calls.filtered("activity_id.active")
        over = planned.filtered(lambda call: call.state == "done")
        gone = (planned - over).filtered(
            lambda call: call.state == "cancel" or not (call.active and call.user_id)
        )
        gone._remove_plan()
        for feedback, held in over.grouped("description").items():
            held.activity_id._action_done(feedback=feedback)
        kept = planned - over - gone
        new = (calls - planned).filtered(lambda call: call._is_to_come() and call.user_id)
        moved = kept.filtered(lambda call: call._is_elsewhere())
        if not self.env.su:
            (moved | new)._check_plannable(self.env)
        kept._update_plan(is_renamed)
        new._create_plan()

    def _is_elsewhere(self):
        """Whether the activity of the call is another record's or another user's than the call."""
        activity, document = self.activity_id, self._get_document_vals()
        return activity.user_id != self.user_id or any(
            (activity[name].id if name == "res_model_id" else activity[name]) != document[name]
            for name in document
        )

    def _check_plannable(self, env):
        """Refuse to plan calls of self, in sudo, where a user may not plan an activity.

        Odoo makes whoever has an activity a follower of its record, and followers read it.

        :param env: odoo.api.Environment of the user
        :raises AccessError: the user may not
        """
        ids_by_model = defaultdict(set)
        for call in self:
            document = call.opportunity_id or call.partner_id
            if document:
                # To give it to somebody else is to make somebody else a follower.
                operation = "create" if call.user_id == env.user else "write"
                ids_by_model[document._name, operation].add(document.id)
        for (model, operation), ids in ids_by_model.items():
            messages = env["mail.message"]
            if len(messages._filter_records_for_message_operation(model, ids, operation)) < len(
                ids
            ):
                raise AccessError(
                    self.env._(
                        "You may not plan a call here: it would make whoever calls a follower of "
                        "a lead or contact that you may not change. Ask its salesperson or your "
                        "sales manager."
                    )
                )

    def _create_plan(self):
        if not self:
            return
        # Defaults that are meant for calls mean something else for events, and so does the record
        # whose window is open.
        context = clean_context(self.env.context)
        context = {name: value for name, value in context.items() if not name.startswith("active_")}
        events = self.env["calendar.event"].with_context(  # pylint: disable=context-overridden
            context, dont_notify=True, no_mail_to_attendees=True, skip_contact_description=True
        )
        events = events.create([call._prepare_event_vals() for call in self])
        for call, event in zip(self, events, strict=True):
            call.activity_id = event.activity_ids

    def _update_plan(self, is_renamed):
        for call in self:
            activity, event = call.activity_id, call.activity_id.calendar_event_id
            document = call._get_document_vals()
            _write_changes(activity, document)
            if event and call.date:
                values = {"start": call.date, "stop": call._get_planned_stop(event), **document}
                if is_renamed:
                    values["name"] = call._get_event_name()
                if call.user_id and call.user_id != event.user_id:
                    values["user_id"] = call.user_id.id
                    # Whoever was invited in the calendar stays invited.
                    values["partner_ids"] = [
                        *map(fields.Command.unlink, event.user_id.partner_id.ids),
                        *map(fields.Command.link, call.user_id.partner_id.ids),
                    ]
                _write_changes(event.with_context(skip_attendee_notification=True), values)

    def _remove_plan(self):
        activities = self.sudo().activity_id.filtered("active")
        if not activities:
            return
        # Calls that go with their activity are not cancelled by it once more.
        self.sudo().filtered("activity_id").write({"activity_id": False})
        activities.unlink_w_meeting()

    def _prepare_event_vals(self):
        """The calendar event of a planned call, with its activity.

        :returns: dict
        """
        self.ensure_one()
        activity_type = self.env.ref("mail.mail_activity_data_call", raise_if_not_found=False)
        document = self._get_document_vals()
        events = self.env["calendar.event"].with_context(tz=self.user_id.tz or "UTC")
        return {
            "name": self._get_event_name(),
            "start": self.date,
            "stop": self._get_planned_stop(),
            "user_id": self.user_id.id,
            "partner_ids": [fields.Command.set(self.user_id.partner_id.ids)],
            "location": self._get_caller(),
            "allday": False,
            **document,
            "activity_ids": [
                fields.Command.create(
                    {
                        **document,
                        "activity_type_id": activity_type.id if activity_type else False,
                        "summary": self.name,
                        "user_id": self.user_id.id,
                        "date_deadline": events._get_activity_deadline_from_start(self.date, False),
                    }
                )
            ],
        }

    def _get_event_name(self):
        """In the language of the one whose calendar it stands in, whoever plans the call."""
        theirs = self.with_context(lang=self.user_id.lang or self.env.lang)
        return theirs.env._("Call: %(summary)s", summary=self.name)

    def _get_planned_stop(self, event=None):
        """When the event of the call ends: as long as somebody has made it in the calendar."""
        if event and not self.duration:
            return self.date + (event.stop - event.start)
        return self.date + timedelta(minutes=self.duration or PLANNED_MINUTES)

    def _get_document_vals(self):
        """Where the activity stands: on the lead, else on the contact, else nowhere."""
        document = self.opportunity_id or self.partner_id
        model = self.env["ir.model"]._get(document._name) if document else self.env["ir.model"]
        return {"res_model_id": model.id, "res_id": document.id}

    def _get_caller(self):
        """Who is to be called, and the number."""
        name = self.partner_id.display_name or self.contact_name or self.partner_name
        return " ".join(filter(None, [name, self._get_dialled_number(self.partner_phone)]))

    # From the calendar to the call -----------------------------------------------------------

    @api.model
    def _get_planned(self, domain):
        """Calls that are still to be made and have an activity.

        :param domain: list, over calls
        :returns: crm.phonecall, in sudo: whoever moves the event moves the call
        """
        planned = [("activity_id", "!=", False), ("state", "in", ("open", "pending"))]
        return self.sudo().search([*planned, *domain])

    def _take_from_calendar(self):
        """The event was moved, or is somebody else's now: so is the call."""
        for call in self:
            event = call.activity_id.calendar_event_id
            values = {}
            if event.start and event.start != call.date:
                values["date"] = event.start
            if event.user_id and event.user_id != call.user_id:
                values["user_id"] = event.user_id.id
            # Where nobody planned how long it takes, that is measured when it is held.
            minutes = (event.stop - event.start).total_seconds() / 60
            if call.duration and not event.allday and minutes != call.duration:
                values["duration"] = minutes
            if values:
                call.write(values)


def _write_changes(record, values):
    """Write only what differs, so that a call and its event stop writing each other."""
    changed = {}
    for name, value in values.items():
        field = record._fields[name]
        current = record[name].id if field.type == "many2one" else record[name]
        if field.type == "many2many" or (value or False) != (current or False):
            changed[name] = value
    if changed:
        record.write(changed)
