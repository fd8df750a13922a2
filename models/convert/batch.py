from collections import defaultdict

from odoo import api, models
from odoo.tools import email_normalize


class CrmLead(models.Model):
    """The conversion of many leads at once, by core's own hooks (features.md #55, B6).

    What core does for one lead after the other is done here for all of them; whatever an addon adds
    to core's hooks (the customer's values, the values of a conversion, the assignment) is there.
    """

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _convert_together(self, action, partner, stage):
        """Convert leads to opportunities, each with its customer; opportunities get theirs.

        :param action: str, a choice of the window: 'each_exist_or_create', 'create', 'exist' or
            'nothing'
        :param partner: res.partner, for 'exist'
        :param stage: crm.stage for the new opportunities; empty: as core has it
        """
        customers = self._get_customers(action, partner)
        # Tracked from here on, all together and not at every write.
        self._track_prepare(self._fields)
        self.fetch(["lead_properties", "survived_merge_ids"])
        # What is the same for many is written once: a write makes Odoo compute what hangs on it.
        leads_by_vals, linked = defaultdict(self.browse), {}
        for lead in self:
            customer = customers.get(lead) or lead.partner_id
            vals = {}
            if lead.type == "lead":
                vals = lead._convert_opportunity_data(customer)
                vals.pop("partner_id", None)
                if stage:
                    vals["stage_id"] = stage.id
            leads_by_vals[tuple(vals.items())] += lead
            if customer != lead.partner_id:
                linked[lead] = customer.id
        for vals, leads in leads_by_vals.items():
            if vals:
                leads.with_context(mail_notrack=True).write(dict(vals))
        self.with_context(mail_notrack=True)._write_each("partner_id", linked)

    # Customers ------------------------------------------------------------------------------

    def _get_customers(self, action, partner):
        """The customers that a conversion links to leads, created where there is none yet.

        :param action: str, as for `_convert_together`
        :param partner: res.partner, for 'exist'
        :returns: dict, crm.lead to res.partner; leads that stay as they are are not in it
        """
        if action == "nothing":
            return {}
        if action == "exist" and partner:
            return dict.fromkeys(self, partner)
        customers = {}
        if action == "each_exist_or_create":
            customers = self._find_customers()
        missing = self.filtered(lambda lead: not lead.partner_id and not customers.get(lead))
        if action == "exist":
            return customers
        if action == "each_exist_or_create":
            # Two leads of one address get one customer, as they do one after the other.
            first = {}
            for lead in missing:
                first.setdefault(lead._get_customer_key(), lead)
            created = self.browse([lead.id for lead in first.values()])._create_customers()
            for lead in missing:
                customers[lead] = created.get(first[lead._get_customer_key()])
            return customers
        return customers | missing._create_customers()

    def _get_customer_key(self):
        """What makes a second lead find the customer that was created for the first."""
        return self._get_customer_email() or self.id

    def _get_customer_email(self):
        """The address by which core finds a customer: of several leads, what a merge makes of it.

        :returns: str, or False
        """
        lead = self.filtered("email_from")[:1]
        return lead.email_normalized or lead.email_from

    def _find_customers(self, emails=None):
        """The customers that are there already, as `_find_matching_partner` finds one.

        :param emails: dict, crm.lead to the address to go by; None: each by its own
        :returns: dict, crm.lead to res.partner, of leads without a customer that have one to find
        """
        if emails is None:
            emails = {lead: lead._get_customer_email() for lead in self if not lead.partner_id}
        if self._is_extended("_find_matching_partner"):
            return {lead: lead._find_matching_partner() for lead in emails}
        # Core's look-up is slow, and most leads have an address that no partner has: skip those.
        known = self.env["res.partner"]._read_group(
            [("email_normalized", "in", [email for email in emails.values() if email])],
            ["email_normalized"],
        )
        known = {email for (email,) in known}
        emails = {
            lead: [email]
            for lead, email in emails.items()
            if email and (email in known or not email_normalize(email, strict=False))
        }
        if not emails:
            return {}
        leads = self.browse([lead.id for lead in emails])
        found = leads._partner_find_from_emails(emails, no_create=True)
        return {lead: found[lead.id][:1] for lead in leads if found[lead.id]}

    def _create_customers(self):
        """Customers for leads that have none, in two statements: organizations, then people.

        :returns: dict, crm.lead to res.partner; leads that name nobody are not in it
        """
        if self._is_extended("_create_customer"):
            return self._create_customers_one_by_one()
        companies = self._create_companies()
        vals_by_lead = {}
        for lead in self:
            company = companies.get(lead)
            if name := lead._get_new_customer_name():
                parent_id = company.id if company else False
                vals_by_lead[lead] = lead._prepare_customer_values(name, parent_id=parent_id)
        return companies | self._create_partners(vals_by_lead)

    @api.model
    def _create_partners(self, vals_by_lead):
        """Partners in one batch; their salespersons in another, for each new follower by itself
        costs as much as the partner.

        :param vals_by_lead: dict, crm.lead to the values of a partner
        :returns: dict, crm.lead to res.partner
        """
        users = [vals.pop("user_id", False) for vals in vals_by_lead.values()]
        partners = self.env["res.partner"].create(list(vals_by_lead.values()))
        partners_by_user = defaultdict(partners.browse)
        for partner, user_id in zip(partners, users, strict=True):
            partners_by_user[user_id] += partner
        for user_id, partners_of_user in partners_by_user.items():
            if user_id:
                partners_of_user.write({"user_id": user_id})
        return dict(zip(vals_by_lead, partners, strict=True))

    @api.model
    def _is_extended(self, name):
        """Whether a method of core's is overridden, so that it must be asked a lead at a time.

        What this addon itself does there is done here for all of them.
        """
        return (
            sum(
                name in vars(cls) and getattr(cls, "_module", None) != CrmLead._module
                for cls in type(self).__mro__
            )
            > 1
        )
