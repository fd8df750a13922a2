from lxml import etree

from odoo import api, models


class CrmPhonecall(models.Model):
    """Summaries that another addon keeps in a list, such as OCA's `crm_phonecall_summary_predefined`.

    There a call's `name` is read from an entry of that list, which is required.
    """

    _inherit = "crm.phonecall"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_summary_link(self):
        """The field that names the entry of the list from which `name` is read.

        :returns: fields.Many2one, or None where a summary is a text of its own
        """
        link, _dot, name = (self._fields["name"].related or "").partition(".")
        return self._fields[link] if link and "." not in name else None

    @api.model_create_multi
    def create(self, vals_list):
        """A summary that is given as text, as an import does, is found in the list or added to it.

        :raises AccessError: it is not in the list, and the user may not add to it
        """
        link = self._get_summary_link()
        if link:
            vals_list = [self._link_summary(link, vals) for vals in vals_list]
        return super().create(vals_list)

    @api.model
    def _link_summary(self, link, vals):
        summary = vals.get("name") or self.env.context.get("default_name")
        if vals.get(link.name) or f"default_{link.name}" in self.env.context or not summary:
            return vals
        entries = self.env[link.comodel_name]
        entry = entries.search(
            [(self._fields["name"].related.partition(".")[2], "=", summary)], limit=1
        )
        return {**vals, link.name: entry.id or entries.name_create(summary)[0]}

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """A form that asks for the text alone asks for the entry of the list in its place."""
        arch, view = super()._get_view(view_id, view_type, **options)
        link = self._get_summary_link()
        if link and view_type == "form" and not arch.xpath(f"//field[@name='{link.name}']"):
            for node in arch.xpath("//field[@name='name'][not(ancestor::field)]"):
                node.set("invisible", "1")
                node.addnext(etree.Element("field", name=link.name))
        return arch, view
