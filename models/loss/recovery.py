from datetime import timedelta

from odoo import Command, api, fields, models


class CrmLead(models.Model):
    """What is done with records that are recovered, for any number of them (features.md #82)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _get_recovery_obstacles(self):
        """Records of self that cannot be recovered, each with the reason (features.md #82).

        :returns: dict, crm.lead to str, whole sentences that name the record
        """
        return self._get_state_obstacles(
            {
                "unwritable": self._get_unwritable_text(),
                "merged": lambda lead: lead._get_absorbed_obstacle(),
                "won": self.env._("“%(lead)s” is won: there is nothing to recover."),
                "active": self.env._("“%(lead)s” is neither lost nor archived."),
            }
        )

    def _get_recovery_omissions(self, user, with_email, with_quotation):
        """What a recovery leaves out for some records of self, and for which (features.md #82).

        :param user: res.users, the salesperson who gets them; empty: they stay as they are
        :param with_email: bool, whether they get an e-mail
        :param with_quotation: bool, whether they get a quotation
        :returns: dict of four crm.lead, each without what its name says: 'user', 'email',
            'quotation', and 'lines', of which there is no quotation to copy
        """
        companies = user.sudo().company_ids
        without = self.filtered(
            lambda lead: (
                with_quotation
                and (not lead.partner_id or lead.type == "lead" or not lead.can_quote)
            )
        )
        quoted = self - without if with_quotation else self.browse()
        last_quotations = quoted._get_last_quotations()
        return {
            "user": self.filtered(
                lambda lead: user and lead.company_id and lead.company_id not in companies
            ),
            "email": self.filtered(
                lambda lead: (
                    with_email
                    and not (lead.email_normalized or lead.partner_id.sudo().email_normalized)
                )
            ),
            "quotation": without,
            "lines": quoted.browse(
                lead.id for lead in quoted if lead._origin not in last_quotations
            ),
        }

    def _get_last_quotations(self):
        """The last quotation of each record of self that the user may read.

        A cancelled one only where there is no other: a loss often cancels them all.

        :returns: dict, crm.lead to sale.order
        """
        orders = self.env["sale.order"].search(
            [("opportunity_id", "in", self.ids)], order="date_order, id"
        )
        orders = orders.sorted(lambda order: order.state != "cancel")
        return {order.opportunity_id: order for order in orders}

    def _create_recovery_quotations(self, discount):
        """A new quotation for each record of self: its last one with a discount on every line, or
        an empty one for its customer (features.md #82).

        :param discount: float, in percent; it comes on top of what a line has
        :returns: sale.order
        """
        last = self._get_last_quotations()
        copied_leads = self.filtered(lambda lead: lead in last)
        copied = self.env["sale.order"].union(*(last[lead] for lead in copied_leads)).copy()
        lines = copied.order_line.filtered(lambda line: not line.display_type)
        for old, same in lines.grouped("discount").items():
            same.discount = 100 - (100 - old) * (100 - discount) / 100
        empty = self.env["sale.order"].create(
            [lead._prepare_recovery_quotation() for lead in self - copied_leads]
        )
        texts = {
            order: self._get_recovery_note(order, discount, order in copied)
            for order in copied | empty
        }
        self._message_log_batch(
            bodies={order.opportunity_id.id: text for order, text in texts.items()}
        )
        return copied | empty

    def _get_recovery_note(self, order, discount, is_copy):
        """What the chatter of a recovered opportunity says of its new quotation."""
        names = {"quotation": order._get_html_link(), "discount": f"{discount:g}"}
        if is_copy:
            return self.env._(
                "Recovered with the quotation %(quotation)s: the last one with a discount of "
                "%(discount)s%% on every line.",
                **names,
            )
        return self.env._(
            "Recovered with the quotation %(quotation)s. There was none to copy: the discount of "
            "%(discount)s%% is to be put on its lines.",
            **names,
        )

    def _prepare_recovery_quotation(self):
        context = self._prepare_opportunity_quotation_context()
        vals = {name.removeprefix("default_"): value for name, value in context.items()}
        vals["tag_ids"] = [Command.set(self.tag_ids.ids)]
        # Odoo would take the customer's own salesperson, whose quotation the user may not create.
        return {"user_id": self.env.uid, **vals}

    def _plan_recovery_activities(self, activity_type, days, summary):
        """Plan an activity on each record of self, for its salesperson (features.md #82).

        :param activity_type: mail.activity.type
        :param days: int, in how many days
        :param summary: str or False
        """
        # One e-mail for each of them is no help to a salesperson who gets many.
        activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        # A salesperson who has left does nothing any more.
        users = {lead: lead.user_id.filtered("active") or self.env.user for lead in self}
        todays = {user: self._get_today_of(user) for user in set(users.values())}
        activities.create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": lead.id,
                    "activity_type_id": activity_type.id,
                    "summary": summary or activity_type.summary,
                    "note": activity_type.default_note,
                    "date_deadline": todays[users[lead]] + timedelta(days=days),
                    "user_id": users[lead].id,
                }
                for lead in self
            ]
        )

    @api.model
    def _get_today_of(self, user):
        """The day on the clock of a user, by which core says what is late.

        :param user: res.users
        :returns: date
        """
        return fields.Date.context_today(self.with_context(tz=user.sudo().tz or "UTC"))
