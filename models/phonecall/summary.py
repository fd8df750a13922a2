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
        if link := self._get_summary_link():
            vals_list = self._link_summaries(link, vals_list)
        return super().create(vals_list)

    @api.model
    def _link_summaries(self, link, vals_list):
        """Values with the entries of the list, in one search for all of them.

        :param link: fields.Many2one
        :param vals_list: list of dict
        :returns: list of dict, in the same order
        """
        if self.env.context.get(f"default_{link.name}"):
            return vals_list
        default = self.env.context.get("default_name")
        texts = [
            False if vals.get(link.name) else vals.get("name") or default for vals in vals_list
        ]
        # A default comes from the client: what is no text names no entry.
        texts = [text if isinstance(text, str) else "" for text in texts]
        wanted = set(texts) - {""}
        entries = self.env[link.comodel_name]
        name = self._fields["name"].related.partition(".")[2]
        found = entries.search([(name, "in", list(wanted))], order="id desc") if wanted else entries
        id_by_text = {entry[name]: entry.id for entry in found}
        for text in sorted(wanted - id_by_text.keys()):
            id_by_text[text] = entries.name_create(text)[0]
        return [
            {**vals, link.name: id_by_text[text]} if text in wanted else vals
            for vals, text in zip(vals_list, texts, strict=True)
        ]

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
