from odoo import api, fields, models
from odoo.tools import email_normalize_all

from ...tools.email_addresses import clean_addresses
from ...tools.fill import PART, fill_columns, store_columns
from ...tools.match_keys import KEY_VERSION, email_key, match_keys
from ...tools.settings import ADDON, get_setting, set_setting

# The setting that says in which way the keys there are were computed.
VERSION = "match_keys_version"


class CrmLead(models.Model):
    """What a lead is recognised by; crm_lead.py finds others by it."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    match_keys = fields.Text(
        compute="_compute_match_keys",
        store=True,
        compute_sudo=True,
        copy=False,
        prefetch=False,
        # Computed alone: nobody says what a record is recognised by.
        groups=fields.NO_ACCESS,
    )

    @api.depends(
        "email_from",
        "email_cc",
        "email_domain_criterion",
        "phone",
        "contact_name",
        "partner_name",
        "country_id",
        "company_id.country_id",
        "partner_id.email",
        "partner_id.phone",
        "partner_id.commercial_partner_id",
        "organization_id",
        "absorbed_by_merge_id",
        "survived_merge_ids.absorbed_ids.absorbed_by_merge_id",
    )
    def _compute_match_keys(self):
        """Keys of the leads, kept as rows of `crm.lead.match.key` in the same breath.

        The field itself holds them as text: it makes Odoo call this in batch for whatever changes
        a key, a contact's e-mail too, and a lead that is still being typed has its keys in it.
        """
        keys_by_lead = {}
        for lead in self:
            # What was merged into another never appears by itself.
            keys = set() if lead.absorbed_by_merge_id else lead._prepare_match_keys()
            lead.match_keys = "\n".join(sorted(f"{kind}:{value}" for kind, value in keys))
            if isinstance(lead.id, int):
                keys_by_lead[lead.id] = keys
        if keys_by_lead:
            self.env["crm.lead.match.key"]._synchronize(keys_by_lead)

    def _store_match_keys(self):
        """Compute the keys and store them by a statement: nobody has written these records.

        Through the ORM they would get the date and the name of whoever merged them or undid it.
        """
        store_columns(self, {"match_keys": self.sudo()._synchronize_match_keys()})

    def _synchronize_match_keys(self):
        """Bring the rows of `crm.lead.match.key` up to date.

        :returns: list of str, what the field holds, lead after lead
        """
        keys_by_lead = {
            lead.id: set() if lead.absorbed_by_merge_id else lead._prepare_match_keys()
            for lead in self
        }
        if keys_by_lead:
            self.env["crm.lead.match.key"]._synchronize(keys_by_lead)
        return [
            "\n".join(sorted(f"{kind}:{value}" for kind, value in keys_by_lead[lead.id]))
            for lead in self
        ]

    def _prepare_columns(self):
        return {**super()._prepare_columns(), "match_keys": self._synchronize_match_keys()}

    @api.model
    def _fill_columns(self, size=PART):
        result = super()._fill_columns(size)
        set_setting(self.sudo().env, VERSION, str(KEY_VERSION))
        return result

    def _prepare_match_keys(self):
        """What this lead can be recognised by (features.md #19, B5).

        :returns: set of (kind, value), the kinds of `crm.lead.match.key`
        """
        self.ensure_one()
        partner = self.partner_id
        keys = match_keys(
            emails=[
                email
                for text in (self.email_from, self.email_cc, partner.email)
                for email in self._find_addresses(text)
            ],
            phones=[self.phone, partner.phone],
            region=self._get_phone_region(),
            person=self.contact_name,
            company=self.partner_name,
        )
        if partner:
            # Two people of one company are not one customer: merging them is not for a machine.
            if not self._is_contact_of_machine(partner):
                keys.add(("partner", str(partner.id)))
            keys.add(("company", str(partner.commercial_partner_id.id)))
        if self.organization_id:
            keys.add(("company", str(self.organization_id.id)))
        # Core gives a whole address here where the domain is that of a free mailbox.
        if (self.email_domain_criterion or "").startswith("@"):
            keys.add(("company", self.email_domain_criterion))
        # The survivor of a merge is found by what was merged into it.
        for lead in self.survived_merge_ids.absorbed_ids:
            keys |= lead._prepare_match_keys()
        return keys

    @api.model
    def _find_addresses(self, text):
        """The e-mail addresses in a field, however they were pasted into it.

        :param text: str or False
        :returns: list of str, normalized
        """
        return email_normalize_all(clean_addresses(text))

    @api.model
    def _is_contact_of_machine(self, partner):
        """Whether a contact stands for a web form or a mail server, not for a customer.

        Odoo makes one of every sender, and gives it to each lead that a form sends.
        """
        addresses = self._find_addresses(partner.email)
        return bool(addresses) and all(email_key(email)[0] == "mailbox" for email in addresses)

    def _get_phone_region(self):
        """Where the numbers of a lead are dialled, whoever writes it.

        :returns: str, two letters, or False
        """
        country = self.country_id[:1] or self.company_id.country_id[:1]
        return (country or self._get_main_company().country_id).code

    @api.model
    def _get_main_company(self):
        """The company of the database, where a record has none: never that of the user.

        As core's, which asks the database each time whether it is still there.

        :returns: res.company, in sudo
        """
        company_id = self.env["ir.model.data"]._xmlid_to_res_id(
            "base.main_company", raise_if_not_found=False
        )
        companies = self.env["res.company"].sudo()
        return companies.browse(company_id) if company_id else companies._get_main_company()

    @api.model
    def _fill_match_keys(self, size=PART, again=False):
        """Keys for all leads that have none yet, with progress in the log.

        Nobody has written these records: their dates stay.

        :param size: int, leads read at once: the memory is theirs alone
        :param again: bool, for all leads, whatever keys they have
        """
        fill_columns(
            self,
            ["match_keys"],
            lambda leads: {"match_keys": leads._synchronize_match_keys()},
            empty=None if again else "match_keys",
            size=size,
        )
        set_setting(self.sudo().env, VERSION, str(KEY_VERSION))

    @api.model
    def _upgrade_match_keys(self):
        """With each upgrade of the addon: if keys are computed in another way now, do so.

        An installation fills them by itself when all of the addon is there.
        """
        module = self.env["ir.module.module"].sudo()
        if module.search_count([("name", "=", ADDON), ("state", "=", "to install")]):
            return
        if get_setting(self.env, VERSION) != str(KEY_VERSION):
            self._fill_match_keys(again=True)
