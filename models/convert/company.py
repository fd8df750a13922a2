from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL, parse_contact_from_email

from odoo.addons.iap.tools.iap_tools import mail_prepare_for_domain_search

from ...tools.persian_text import fold


class CompanyNamed(NamedTuple):
    """A company as a lead names it, or as a contact is."""

    # Folded to one spelling.
    name: str
    # '@pars.example.com', or empty where it is unknown or a free mailbox's.
    domain: str
    # The id of the res.company, or False.
    company_id: int

    def is_same(self, other):
        """Whether two may be one company: of two domains they are two."""
        return self.name == other.name and (
            not self.domain or not other.domain or self.domain == other.domain
        )


class CrmLead(models.Model):
    """One contact for the company that several leads name (features.md #55)."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _get_company_named(self):
        """The company that a conversion would make a contact of: of several leads, what a merge
        makes of them.

        :returns: CompanyNamed, or None where there is none, or a contact already
        """
        name = fold(self.filtered("partner_name")[:1].partner_name)
        if self.organization_id or not name:
            return None
        criterion = self.filtered("email_from")[:1].email_domain_criterion
        return CompanyNamed(name, self._get_own_domain(criterion), self.company_id[:1].id)

    @api.model
    def _get_own_domain(self, criterion):
        """Core gives a whole address in place of the domain of a free mailbox."""
        return criterion if (criterion or "").startswith("@") else ""

    @api.model
    def _find_companies(self, named_by_lead):
        """The companies that leads name: contacts that are there, or which leads share a new one.

        :param named_by_lead: dict, crm.lead to CompanyNamed
        :returns: dict, crm.lead to a tuple of what stands for a company, the same for leads that
            share it, and res.partner, empty where there is none yet
        """
        partners = self._find_partners_named({named.name for named in named_by_lead.values()})
        chosen = {
            named: self._choose_company(named, partners.get(named.name, ()))
            for named in set(named_by_lead.values())
        }
        # Of each name, the companies by their domains; one of no domain is the first that comes.
        result, known = {}, defaultdict(dict)
        for lead, named in named_by_lead.items():
            if partner := chosen[named]:
                result[lead] = f"res.partner,{partner.id}", partner
                continue
            ours = known[named.name, named.company_id]
            if ours and not named.domain:
                number = 0
            elif "" in ours:
                number = ours[named.domain] = ours.pop("")
            else:
                number = ours.setdefault(named.domain, len(ours))
            key = f"{named.name}|{named.company_id or ''}|{number}"
            result[lead] = key, self.env["res.partner"]
        return result

    @api.model
    def _choose_company(self, named, candidates):
        """The contact that is the company which a lead names.

        :param named: CompanyNamed
        :param candidates: list of (CompanyNamed, res.partner), the oldest first
        :returns: res.partner, or None
        """
        own = named.company_id or self.env.company.id
        usable = [
            (other, partner)
            for other, partner in candidates
            if named.is_same(other) and other.company_id in (False, own)
        ]
        if not usable:
            return None
        return max(
            usable,
            key=lambda candidate: (
                bool(named.domain) and candidate[0].domain == named.domain,
                candidate[0].company_id == named.company_id,
            ),
        )[1]

    @api.model
    def _find_partners_named(self, names):
        """The companies among the contacts that bear names, however they are typed.

        Read as the user. The database cannot fold, so it gives all names of companies once.

        :param names: collection of str, folded
        :returns: dict, a folded name to a list of (CompanyNamed, res.partner), the oldest first
        """
        if not names:
            return {}
        partners = self.env["res.partner"]
        partners.flush_model(["name", "is_company"])
        query = partners._search([("is_company", "=", True)])
        rows = self.env.execute_query(
            query.select(SQL.identifier(query.table, "id"), SQL.identifier(query.table, "name"))
        )
        name_by_id = {
            partner_id: folded
            for partner_id, name in sorted(rows)
            if (folded := fold(name)) in names
        }
        result = defaultdict(list)
        for partner in partners.browse(name_by_id):
            named = CompanyNamed(
                name_by_id[partner.id],
                self._get_own_domain(mail_prepare_for_domain_search(partner.email)),
                partner.company_id.id,
            )
            result[named.name].append((named, partner))
        return result

    def _get_new_customer_name(self):
        """The person that a conversion would make a contact of, or the address where nobody is
        named: of several leads, what a merge makes of them.

        :returns: str, or False where a lead has a customer, or they name nobody or a company alone
        """
        if self.partner_id:
            return False
        lead = self.filtered("email_from")[:1]
        person = self.filtered("contact_name")[:1].contact_name
        person = person or parse_contact_from_email(lead.email_from or "")[0]
        if not person and not self._names_company():
            person = lead.email_normalized or lead.email_from
        return person or False

    def _names_company(self):
        """Whether a conversion has a company to make or to take as the customer."""
        return bool(self.organization_id or self.filtered("partner_name"))

    def _names_customer(self):
        """Whether a conversion has a name for a new customer: the subject is none (#14)."""
        return bool(self._get_new_customer_name() or self._names_company())

    def _create_companies(self):
        """Contacts for the companies that leads name: those that are there, others made once each.

        :returns: dict, crm.lead to res.partner
        """
        companies = {lead: lead.organization_id for lead in self if lead.organization_id}
        found = self._find_companies(
            {lead: named for lead in self if (named := lead._get_company_named())}
        )
        first = {}
        for lead, (key, partner) in found.items():
            if not partner:
                first.setdefault(key, lead)
        created = self._create_partners(
            {
                lead: lead._prepare_customer_values(lead.partner_name, is_company=True)
                for lead in first.values()
            }
        )
        for lead, (key, partner) in found.items():
            companies[lead] = partner or created[first[key]]
        return companies

    def _create_customers_one_by_one(self):
        """Customers by `_create_customer`, where another addon has its own.

        :returns: dict, crm.lead to res.partner; leads that name nobody are not in it
        """
        found = self._find_companies(
            {lead: named for lead in self if (named := lead._get_company_named())}
        )
        customers, companies = {}, {}
        for lead in self.filtered(lambda lead: lead._names_customer()):
            if not lead.contact_name and (name := lead._get_new_customer_name()):
                # Core would take the subject.
                lead.contact_name = name
            key, partner = found.get(lead, (None, self.env["res.partner"]))
            company = partner or companies.get(key, partner)
            customers[lead] = customer = lead._create_customer(with_parent=company or None)
            if key and customer.commercial_partner_id.is_company:
                companies[key] = customer.commercial_partner_id
        return customers
