from ..common import QualificationCommon


class BulkCommon(QualificationCommon):
    """Leads to select in a list, and the window that "Convert leads" opens on them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir
        cls.sellers = cls.user_sales_leads | cls.user_sales_salesman
        cls.leads = cls._create_leads(4)

    @classmethod
    def _create_leads(cls, count, **values):
        default = {"type": "lead", "user_id": cls.user_sales_leads.id, "team_id": cls.team.id}
        vals_list = [
            {
                "name": f"درخواست {number}",
                "contact_name": f"خریدار {number}",
                "email_from": f"kharidar{number}@bulk.example.com",
                **default,
                **values,
            }
            for number in range(count)
        ]
        return cls.env["crm.lead"].create(vals_list)

    def _open_mass_window(self, leads, user=None, **values):
        context = {"active_model": "crm.lead", "active_ids": leads.ids, "active_id": leads[:1].id}
        windows = self.env["crm.lead2opportunity.partner.mass"]
        return (
            windows.with_user(user or self.user_sales_manager)
            .with_context(**context)
            .create(values)
        )

    def _convert(self, leads, user=None, **values):
        """Convert in bulk; the request with what became of it."""
        self._open_mass_window(leads, user, **values).action_mass_convert()
        return self._get_last_bulk()

    def _get_last_bulk(self):
        return self.env["crm.lead.bulk"].search([], limit=1)

    def _get_states(self, bulk):
        return {line.lead_id: line.state for line in bulk.line_ids}


class UndoCommon(BulkCommon):
    """Runs that are undone as people undo them."""

    def _press_undo(self, bulk, user=None):
        """The button of the form and the toast: a question, and then what it is about."""
        question = bulk.with_user(user or bulk.user_id).action_ask_undo()
        params = question["params"]
        records = self.env[params["model"]].with_user(user or bulk.user_id).browse(params["ids"])
        action = getattr(records, params["method"])()
        return params["body"], self.env[action["res_model"]].browse(action["res_id"])

    def _get_line(self, bulk, lead):
        return bulk.line_ids.filtered(lambda line: line.lead_id == lead and line.outcome != "undo")
