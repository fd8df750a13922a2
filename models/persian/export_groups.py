from odoo.http import request

from odoo.addons.web.controllers.export import CSVExport, ExcelExport

from ...tools.server_context import ON
from .calendar_groups import GREGORIAN_GROUPS


class GregorianExport:
    """Exports are read by machines: their groups stay as they are for everybody."""

    def base(self, data):
        request.update_context(**{GREGORIAN_GROUPS: ON})
        return super().base(data)


class PersianCSVExport(GregorianExport, CSVExport):
    pass


class PersianExcelExport(GregorianExport, ExcelExport):
    pass
