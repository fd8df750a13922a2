from collections import defaultdict

from odoo import models

from ...tools.batch import is_as_core


class CrmLead(models.Model):
    """A field with another value on each of many records, which Odoo writes one by one."""

    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    def _write_each(self, name, values):
        """Write a field of many records that means nothing to any `write` but the ORM's.

        Where another addon has a `write` of its own, records are written by value, through it.

        :param name: str, the name of a many2one field
        :param values: dict, crm.lead to the id of a record
        """
        subtypes = self.env["mail.message.subtype"]
        relations = subtypes._get_auto_subscription_subtypes(self._name)[4].values()
        # Who follows what the field points to would follow the record.
        if any(name in names for names in relations) or not is_as_core(self, ["write"]):
            self._write_by_value(name, values)
            return
        leads = self.browse([lead.id for lead in values])
        field = self._fields[name]
        leads.check_access("write")
        leads._check_field_access(field, "write")
        leads.modified([name], before=True)
        for lead, value in zip(leads, values.values(), strict=True):
            field.write(lead, value)
        for log_name, value in (("write_uid", self.env.uid), ("write_date", self.env.cr.now())):
            self._fields[log_name].write(leads, value)
        leads.modified([name, "write_uid", "write_date"])
        leads._validate_fields([name])
        leads._check_company([name])

    def _write_by_value(self, name, values):
        """Write a field of many records, with a call a value.

        :param name: str, the name of the field
        :param values: dict, crm.lead to a value
        """
        by_value = defaultdict(self.browse)
        for lead, value in values.items():
            by_value[value] += lead
        for value, leads in by_value.items():
            leads.write({name: value})
