from itertools import compress

from odoo import api, fields, models

from ...tools.persian.provinces import PROVINCES, find_province
from ...tools.settings import ADDON

PREFIX = "state_ir_"


class ResCountryState(models.Model):
    """The provinces of Iran, which Odoo does not bring.

    They have external names of ours, by which their Persian comes with the language.
    """

    _inherit = "res.country.state"

    name = fields.Char(translate=True)

    @api.model
    def _make_iran_provinces(self):
        """Make the provinces of Iran where the database has none; whatever is there stays."""
        iran = self.env.ref("base.ir", raise_if_not_found=False)
        if not iran or self.search_count([("country_id", "=", iran.id)], limit=1):
            return
        self._load_records(
            [
                {
                    "xml_id": f"{ADDON}.{PREFIX}{number}",
                    "noupdate": True,
                    "values": {"country_id": iran.id, "name": name, "code": f"IR-{number}"},
                }
                for number, (name, _persian) in PROVINCES.items()
            ]
        )

    @api.model
    def _find_own_provinces(self):
        """The provinces that this addon has made.

        :returns: dict, the number of a province to its record
        """
        rows = self.env["ir.model.data"].sudo()
        rows = rows.search([("module", "=", ADDON), ("model", "=", self._name)])
        states = {row.name.removeprefix(PREFIX): self.browse(row.res_id) for row in rows}
        existing = self.concat(*states.values()).exists()
        return {number: state for number, state in states.items() if state in existing}

    @api.model
    def _give_provinces_to_site(self):
        """Leave the provinces, for addresses have them, when this addon is uninstalled.

        States have one name again then, which Odoo takes from English.
        """
        lang = self.env.company.partner_id.lang
        for state in self._find_own_provinces().values():
            state.with_context(lang="en_US").name = state.with_context(lang=lang).name
        rows = self.env["ir.model.data"].sudo()
        rows.search([("module", "=", ADDON), ("model", "=", self._name)]).unlink()

    def _load_records_create(self, vals_list):
        """As in Odoo; where another addon brings the provinces of Iran, ours become its own.

        Otherwise each would be there twice, or its installation fail at a code that ours have.
        """
        iran = self.env.ref("base.ir", raise_if_not_found=False)
        brought = [bool(iran) and vals.get("country_id") == iran.id for vals in vals_list]
        own = self._find_own_provinces() if any(brought) else {}
        if not own:
            return super()._load_records_create(vals_list)
        # Other lists number them otherwise: no code of ours may be in the way.
        codes = {vals.get("code") for vals in compress(vals_list, brought)}
        for state in own.values():
            if state.code in codes:
                state.code = f"{state.code}*"
        self.flush_model(["code"])
        records = []
        for vals, is_iranian in zip(vals_list, brought, strict=True):
            state = is_iranian and own.pop(find_province(vals.get("name")), None)
            if state:
                state.write(vals)
            records.append(state or super()._load_records_create([vals]))
        return self.concat(*records)


class ResPartner(models.Model):
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_address_format(self):
        """As in Odoo, with the name of an Iranian province where its own layout has the code."""
        layout = super()._get_address_format()
        if self.country_id.code == "IR" and layout == self._get_default_address_format():
            return layout.replace("%(state_code)s", "%(state_name)s")
        return layout
