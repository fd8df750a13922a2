import logging

from odoo import api, fields, models
from odoo.tools import SQL, email_normalize_all

from ..tools.match_keys import match_keys

_logger = logging.getLogger(__name__)


class CrmLead(models.Model):
    """What a lead is recognised by; crm_lead_similar.py finds others by it."""

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
        "merge_id",
        "merge_ids.absorbed_ids.merge_id",
    )
    def _compute_match_keys(self):
        """Keys of the leads, kept as rows of `crm.lead.match.key` in the same breath.

        The field itself holds them as text: it makes Odoo call this in batch for whatever changes
        a key, a contact's e-mail too, and a lead that is still being typed has its keys in it.
        """
        keys_by_lead = {}
        for lead in self:
            # What was merged into another never appears by itself.
            keys = set() if lead.merge_id else lead._prepare_match_keys()
            lead.match_keys = "\n".join(sorted(f"{kind}:{value}" for kind, value in keys))
            if isinstance(lead.id, int):
                keys_by_lead[lead.id] = keys
        if keys_by_lead:
            self.env["crm.lead.match.key"]._synchronize(keys_by_lead)

    def _store_match_keys(self):
        """Compute the keys and store them by a statement: nobody has written these records.

        Through the ORM they would get the date and the name of whoever merged them or undid it.
        """
        keys_by_lead = {
            lead.id: set() if lead.merge_id else lead._prepare_match_keys() for lead in self.sudo()
        }
        self.env["crm.lead.match.key"]._synchronize(keys_by_lead)
        texts = [
            "\n".join(sorted(f"{kind}:{value}" for kind, value in keys))
            for keys in keys_by_lead.values()
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET match_keys = keys.text "
                "FROM unnest(%s::int[], %s::text[]) AS keys(lead_id, text) "
                "WHERE crm_lead.id = keys.lead_id",
                list(keys_by_lead),
                texts,
            )
        )
        self.invalidate_recordset(["match_keys"], flush=False)
        self.env.remove_to_compute(self._fields["match_keys"], self)

    def _prepare_match_keys(self):
        """What this lead can be recognised by (features.md #19, B5).

        :returns: set of (kind, value), the kinds of `crm.lead.match.key`
        """
        self.ensure_one()
        partner = self.partner_id
        country = self.country_id or self.company_id.country_id or self.env.company.country_id
        keys = match_keys(
            emails=[
                email
                for text in (self.email_from, self.email_cc, partner.email)
                for email in email_normalize_all(text or "")
            ],
            phones=[self.phone, partner.phone],
            region=country.code,
            person=self.contact_name,
            company=self.partner_name,
        )
        if partner:
            # Two people of one company are not one customer: merging them is not for a machine.
            keys.add(("partner", str(partner.id)))
            keys.add(("company", str(partner.commercial_partner_id.id)))
        if self.organization_id:
            keys.add(("company", str(self.organization_id.id)))
        # Core gives a whole address here where the domain is that of a free mailbox.
        if (self.email_domain_criterion or "").startswith("@"):
            keys.add(("company", self.email_domain_criterion))
        # The survivor of a merge is found by what was merged into it.
        for lead in self.merge_ids.absorbed_ids:
            keys |= lead._prepare_match_keys()
        return keys

    @api.model
    def _fill_match_keys(self, size=5000):
        """Keys for all leads that have none yet, with progress in the log.

        :param size: int, leads read at once: the memory is theirs alone
        """
        leads = self.with_context(active_test=False, prefetch_fields=True).sudo()
        self.env.cr.execute("SELECT id FROM crm_lead WHERE match_keys IS NULL ORDER BY id")
        ids = [lead_id for (lead_id,) in self.env.cr.fetchall()]
        for start in range(0, len(ids), size):
            batch = leads.browse(ids[start : start + size])
            self.env.add_to_compute(self._fields["match_keys"], batch)
            batch.flush_recordset(["match_keys"])
            self.env.invalidate_all(flush=False)
            _logger.info("Keys of similar leads: %s of %s", start + len(batch), len(ids))
