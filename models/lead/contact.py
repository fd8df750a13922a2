from odoo import api, fields, models
from odoo.tools import SQL

# What colleagues write among themselves, and what machines write, is no contact.
CONTACT_MESSAGES = ("email", "comment", "email_outgoing", "sms", "snailmail", "whatsapp_message")
CONTACT_ACTIVITIES = ("phonecall", "meeting")


class CrmLead(models.Model):
    """How old a lead is, and when anybody last spoke with its customer (features.md #40, #47)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    # The creation date once more, so that a list can show both the date and the age.
    age = fields.Datetime(
        related="create_date",
        string="Age",
        exportable=False,
        help="How long ago the record was created.",
    )
    last_contact_date = fields.Datetime(
        "Last Contact",
        compute="_compute_last_contact_date",
        search="_search_last_contact_date",
        exportable=False,
        help="The last e-mail from or message to the customer, call, or meeting. Internal notes do "
        "not count.",
    )

    @api.depends("message_ids", "calendar_event_ids.start")
    def _compute_last_contact_date(self):
        """The last contact of any number of leads, in one query.

        Only a date comes out of it, so nobody's right to read the messages is asked for: who sees
        the lead sees when its customer was last spoken to.
        """
        dates = {}
        if lead_ids := self._origin.ids:
            contacts = self._get_contacts(SQL("%s", tuple(lead_ids)))
            query = SQL("SELECT lead_id, max(date) FROM (%s) AS contact GROUP BY lead_id", contacts)
            dates = dict(self.env.execute_query(query))
        for lead in self:
            lead.last_contact_date = dates.get(lead._origin.id)

    @api.model
    def _search_last_contact_date(self, operator, value):
        """Leads whose customer nobody has spoken with, or somebody has."""
        if operator not in ("in", "not in") or set(value) != {False}:
            return NotImplemented

        # Asked of one lead after another, so that a page is full after a few of them.
        def to_sql(model, alias, _query):
            lead = SQL.identifier(alias, "id")
            negation = SQL("NOT") if operator == "in" else SQL()
            return SQL("%s EXISTS (%s)", negation, model._get_contacts(SQL("(%s)", lead)))

        return fields.Domain.custom(to_sql=to_sql)

    @api.model
    def _get_contacts(self, lead_ids):
        """What counts as contact with the customer; another addon may add to it.

        E-mails that came in, messages that the customer may read, activities done that are a call,
        a meeting or an e-mail, calls held, and meetings that are over or have begun.

        :param lead_ids: SQL, in brackets, of the leads' ids
        :returns: SQL, a query of (lead_id, date)
        """
        for model in ("mail.message", "calendar.event", "crm.phonecall"):
            self.env[model].flush_model()
        email_id = self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_email")
        return SQL(
            """
            SELECT message.res_id AS lead_id, message.date
              FROM mail_message message
         LEFT JOIN mail_message_subtype subtype ON subtype.id = message.subtype_id
         LEFT JOIN mail_activity_type activity ON activity.id = message.mail_activity_type_id
             WHERE message.model = %(model)s AND message.res_id IN %(lead_ids)s
               AND (
                   activity.category IN %(activities)s OR activity.id = %(email)s
                   OR message.message_type = 'email'
                   OR (
                       message.message_type IN %(messages)s
                       AND message.is_internal IS NOT TRUE
                       AND subtype.id IS NOT NULL AND subtype.internal IS NOT TRUE
                   )
               )
             UNION ALL
            SELECT event.opportunity_id, event.start
              FROM calendar_event event
             WHERE event.opportunity_id IN %(lead_ids)s AND event.active
               AND event.start <= %(now)s
             UNION ALL
            SELECT call.opportunity_id, coalesce(call.date, call.date_closed)
              FROM crm_phonecall call
             WHERE call.opportunity_id IN %(lead_ids)s AND call.active AND call.state = 'done'
            """,
            model=self._name,
            lead_ids=lead_ids,
            activities=CONTACT_ACTIVITIES,
            email=email_id or 0,
            messages=CONTACT_MESSAGES,
            now=fields.Datetime.now(),
        )
