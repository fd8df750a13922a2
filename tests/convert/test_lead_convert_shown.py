from odoo.exceptions import UserError
from odoo.tests import Form, tagged, users

from ..common import QualificationCommon

# What the list of the window asks of every row.
ROWS = {"fields": {"name": {}, "similar_reasons": {}}, "context": {}, "limit": 40}


@tagged("post_install", "-at_install")
class TestLeadConvertShown(QualificationCommon):
    """What the convert window shows, by what the client sends when it opens it (#10-#14, B4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.country_ir

    def _get_windows(self, lead):
        return self.env["crm.lead2opportunity.partner"].with_context(
            active_model="crm.lead", active_id=lead.id, active_ids=lead.ids
        )

    def _show(self, lead):
        """The values of the window as the client gets them, and its rows, an id to the reason."""
        names = ("name", "action", "customer_name", "customer_hint", "is_customer_name_required")
        spec = {
            **{name: {} for name in names},
            "team_id": {"fields": {"display_name": {}}},
            "lead_id": {"fields": {}},
            "duplicated_lead_ids": ROWS,
        }
        value = self._get_windows(lead).onchange({}, [], spec)["value"]
        rows = value["duplicated_lead_ids"]
        return value, {row[1]: row[2]["similar_reasons"] for row in rows}

    @users("user_sales_leads")
    def test_10_every_row_says_why_it_is_there(self):
        lead = self.lead.with_env(self.env)
        by_phone = lead.copy({"name": "تلفن", "email_from": False, "partner_name": False})
        by_email = lead.copy({"name": "ایمیل", "phone": False, "partner_name": False})
        value, reasons = self._show(lead)
        self.assertEqual(value["name"], "merge")
        self.assertEqual(
            reasons,
            {
                lead.id: "The record itself",
                by_phone.id: "Same phone",
                by_email.id: "Same e-mail and Same company",
            },
        )
        # And once it is stored, as after a button that keeps the window open.
        window = self._get_windows(lead).create({})
        (read,) = window.web_read({"duplicated_lead_ids": ROWS})
        stored = {row["id"]: row["similar_reasons"] for row in read["duplicated_lead_ids"]}
        self.assertEqual(stored, reasons)

    @users("user_sales_leads")
    def test_b4_what_was_told_apart_does_not_come_up_in_the_window(self):
        lead = self.lead.with_env(self.env)
        apart = lead.copy({"name": "کس دیگر"})
        twin = lead.copy({"name": "همان کس"})
        apart.with_context(similar_to=lead.id).action_not_duplicate()
        value, reasons = self._show(lead)
        self.assertEqual(set(reasons), {lead.id, twin.id})
        twin.with_context(similar_to=lead.id).action_not_duplicate()
        value, reasons = self._show(lead)
        self.assertEqual(value["name"], "convert")
        self.assertEqual(set(reasons), {lead.id})

    @users("user_sales_leads")
    def test_13_no_team_without_a_pipeline_comes_up(self):
        teams = self.env["crm.team"].sudo()
        closed = teams.create({"name": "بی‌قیف", "use_opportunities": False, "use_leads": True})
        lead = self.lead.with_env(self.env)
        lead.sudo().team_id = closed
        value, _reasons = self._show(lead)
        self.assertEqual(value["team_id"]["id"], self.team.id, "that of the salesperson")
        lead.user_id = False
        value, _reasons = self._show(lead)
        self.assertFalse(value["team_id"])
        form = Form(self._get_windows(lead))
        offered = self.env["crm.team"].search(self._get_domain(form))
        self.assertNotIn(closed, offered)
        self.assertIn(self.team_without_leads, offered)

    def _get_domain(self, form):
        arch = form._view["tree"].find(".//field[@name='team_id']").get("domain")
        names = {"lead_company_id": form.lead_company_id.id}
        return eval(arch, names)  # noqa: S307  # pylint: disable=eval-used

    def test_13_no_team_of_another_company_is_offered(self):
        self._activate_multi_company()
        team = self.env["crm.team"].create({"name": "دیگر", "company_id": self.company_2.id})
        user = self.user_sales_manager
        user.company_ids |= self.company_2
        companies = user.company_ids.ids
        self.lead.company_id = user.company_id
        window = self._get_windows(self.lead).with_user(user)
        form = Form(window.with_context(allowed_company_ids=companies))
        offered = window.env["crm.team"].with_context(allowed_company_ids=companies)
        domain = self._get_domain(form)
        self.assertNotIn(team, offered.search(domain))
        self.assertIn(team, offered.search([]), "the user could read it")

    # The customer ---------------------------------------------------------------------------

    @users("user_sales_leads")
    def test_14_the_window_says_who_is_created(self):
        person, company, email = "مریم رضایی", "شرکت چاپ پارس", "4@pars.example.com"
        cases = (
            ({}, "and the company “شرکت چاپ پارس” with it", person, True),
            ({"partner_name": False}, "The contact “مریم رضایی” is created.", person, True),
            ({"contact_name": False}, f"company “{company}” is created and becomes", False, False),
            (
                {"contact_name": False, "partner_name": False},
                f"The contact “{email}” is created.",
                email,
                True,
            ),
            (
                {"contact_name": False, "partner_name": False, "email_from": "علی <a@b.example>"},
                "The contact “علی” is created.",
                "علی",
                True,
            ),
            (
                {"contact_name": False, "partner_name": False, "email_from": False},
                "The lead names nobody",
                False,
                True,
            ),
        )
        for number, (values, hint, name, required) in enumerate(cases, start=1):
            with self.subTest(values):
                # Another address each, so that none finds the customer of the one before.
                email_from = f"{number}@pars.example.com"
                lead = self.lead.sudo().copy({"email_from": email_from, **values})
                lead = lead.with_env(self.env)
                value, _reasons = self._show(lead)
                self.assertIn(hint, value["customer_hint"])
                self.assertEqual(value["customer_name"], name)
                self.assertEqual(value["is_customer_name_required"], required)
                window = self._get_windows(lead).create({"name": "convert"})
                if not name and required:
                    window.customer_name = "نام پرسیده"
                window.action_apply()
                customer = lead.partner_id
                self.assertEqual(customer.name, name or window.customer_name or company)
                self.assertEqual(
                    customer.commercial_partner_id.name,
                    company if lead.partner_name == company else customer.name,
                )

    @users("user_sales_leads")
    def test_14_a_window_asks_for_the_name_of_a_nameless_lead(self):
        lead = self.env["crm.lead"].create({"name": "تست تلفن تکراری", "phone": "02122334455"})
        form = Form(self._get_windows(lead))
        with self.assertRaisesRegex(AssertionError, "customer_name"):
            form.save()
        form.customer_name = "آقای احمدی"
        self.assertEqual(form.customer_hint, "The contact “آقای احمدی” is created.")
        form.save().action_apply()
        self.assertEqual(lead.partner_id.name, "آقای احمدی")
        self.assertEqual(lead.contact_name, "آقای احمدی")

    @users("user_sales_leads")
    def test_14_a_lead_with_a_customer_keeps_it_and_says_so(self):
        customer = self.env["res.partner"].create({"name": "مشتری دیرین"})
        self.lead.partner_id = customer
        form = Form(self._get_windows(self.lead))
        form.action = "create"
        self.assertIn("“مشتری دیرین” already", form.customer_hint)
        form.save().action_apply()
        self.assertEqual(self.lead.partner_id, customer)

    @users("user_sales_leads")
    def test_14_a_merge_makes_no_customer_of_a_subject(self):
        lead = self.env["crm.lead"].create({"name": "تلفن", "phone": "09120001122"})
        lead.copy({"name": "همان تلفن"})
        window = self._get_windows(lead).create({})
        self.assertEqual((window.name, window.action), ("merge", "create"))
        window.action_apply()
        result = lead.survivor_id or lead
        self.assertEqual(result.type, "opportunity")
        self.assertFalse(result.partner_id)

    @users("user_sales_leads")
    def test_10_what_is_chosen_side_by_side_is_merged(self):
        """As the client sends it: choices, what is ticked, and all that stand in the window."""
        lead = self.lead.with_env(self.env)
        twin = lead.copy({"name": "تماس دوم", "function": "مدیر فروش", "phone": False})
        other = lead.copy({"name": "تماس سوم"})
        form = Form(self._get_windows(lead))
        self.assertEqual(form.name, "merge")
        columns = {column["id"]: column for column in form.comparison["columns"]}
        self.assertEqual({*columns}, {lead.id, twin.id, other.id})
        self.assertEqual(form.comparison["fixed"], lead.ids)
        self.assertTrue(columns[lead.id]["is_anchor"])
        self.assertEqual(form.choices["function"], [lead.id, lead.id])
        form.duplicated_lead_ids.remove(id=other.id)
        window = form.save()
        window.choices = {**window.choices, "function": [twin.id, lead.id]}
        window.action_apply()
        self.assertEqual(twin.absorbed_by_merge_id.survivor_id, lead)
        self.assertFalse(other.absorbed_by_merge_id)
        self.assertEqual((lead.type, lead.function), ("opportunity", "مدیر فروش"))
        lead.action_undo_merge()
        self.assertEqual((lead.type, lead.function), ("lead", "مدیر خرید"))

    def _create_contacts(self, host):
        return self.env["res.partner"].create(
            [
                {
                    "name": f"مشتری {number}",
                    "email": f"{number}@{host}.example.com",
                    "function": "نماینده",
                    "city": "کرج",
                }
                for number in (1, 2)
            ]
        )

    def _merge_in_window(self, lead, twin, *chosen):
        """Merge in the window, and choose the values of the twin for some fields."""
        form = Form(self._get_windows(lead))
        self.assertEqual(form.name, "merge")
        self.assertEqual({*form.duplicated_lead_ids}, {lead, twin})
        for name in chosen:
            self.assertEqual(form.choices[name], [lead.id, lead.id])
        window = form.save()
        window.choices = {**window.choices, **{name: [twin.id, lead.id] for name in chosen}}
        window.action_apply()
        self.assertEqual(twin.absorbed_by_merge_id.survivor_id, lead)
        self.assertEqual(lead.type, "opportunity")

    @users("user_sales_leads")
    def test_10_the_customer_and_the_address_are_those_that_were_chosen(self):
        """Two with one phone, of two customers: each with an e-mail of its own."""
        for number, chosen in enumerate(((), ("partner_id",), ("partner_id", "email_from"))):
            with self.subTest(chosen):
                customers = self._create_contacts(f"choice{number}")
                lead = self.lead.with_env(self.env).copy(
                    {"phone": f"0912 555 030{number}", "email_from": False}
                )
                twin = lead.copy({"name": "تماس دوم"})
                lead.partner_id, twin.partner_id = customers
                own = {"function": "مدیر خرید", "city": "تهران", "contact_name": "مریم رضایی"}
                lead.write(own)
                twin.city = "قم"
                self._merge_in_window(lead, twin, *chosen)
                self.assertEqual(lead.partner_id, customers["partner_id" in chosen])
                self.assertEqual(lead.email_from, customers["email_from" in chosen].email)
                self.assertEqual({name: lead[name] for name in own}, own)

    @users("user_sales_leads")
    def test_10_the_chosen_address_finds_the_customer(self):
        """No customer on either: the contact of the address that was chosen is linked."""
        for number, chosen in enumerate(((), ("email_from",))):
            with self.subTest(chosen):
                customers = self._create_contacts(f"choice{number}")
                lead = self.lead.with_env(self.env).copy(
                    {"phone": f"0912 555 030{number}", "email_from": customers[0].email}
                )
                twin = lead.copy({"name": "تماس دوم", "email_from": customers[1].email})
                self._merge_in_window(lead, twin, *chosen)
                self.assertEqual(lead.partner_id, customers["email_from" in chosen])
                self.assertEqual(lead.email_from, lead.partner_id.email)
                names = ("function", "city", "contact_name", "partner_name")
                self.assertEqual(
                    [lead[name] for name in names], [self.lead[name] for name in names]
                )

    @users("user_sales_leads")
    def test_10_more_than_are_merged_at_once_stand_beside_it(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "crm_lead_qualification.merge_maximum", "2"
        )
        oldest = self.lead.with_env(self.env)
        twin = oldest.copy({"name": "تماس دوم"})
        lead = oldest.copy({"name": "تماس سوم"})
        form = Form(self._get_windows(lead))
        self.assertEqual(form.name, "merge")
        self.assertEqual({*form.duplicated_lead_ids}, {lead, oldest})
        columns = {column["id"] for column in form.comparison["columns"]}
        self.assertEqual(columns, {oldest.id, twin.id, lead.id})
        self.assertIn("3 records", form.limit_text)
        form.save().action_apply()
        self.assertEqual(lead.absorbed_by_merge_id.survivor_id, oldest)
        self.assertFalse(twin.absorbed_by_merge_id)

    @users("user_sales_leads")
    def test_10_a_choice_that_is_none_of_the_window_is_refused(self):
        lead = self.lead.with_env(self.env)
        lead.copy({"name": "تماس دوم"})
        stranger = self.env["crm.lead"].create({"name": "بیرون", "city": "کرج"})
        window = self._get_windows(lead).create({"choices": {"city": [stranger.id, lead.id]}})
        with self.assertRaisesRegex(UserError, "choose again"):
            window.action_apply()
        self.assertEqual(lead.type, "lead")

    @users("user_sales_leads")
    def test_10_what_cannot_be_merged_is_left_out_and_told(self):
        lead = self.lead.with_env(self.env)
        twin = lead.copy({"name": "تماس دوم"})
        won = lead.copy({"name": "برنده", "type": "opportunity"})
        window = self._get_windows(lead).create({})
        window.duplicated_lead_ids |= won
        won.action_set_won()
        window.invalidate_recordset()
        self.assertIn("برنده", window.left_out_text)
        window.action_apply()
        self.assertEqual(twin.absorbed_by_merge_id.survivor_id, lead)
        self.assertFalse(won.absorbed_by_merge_id)

    @users("user_sales_leads")
    def test_10_under_odoos_own_merge_they_are_listed(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "crm_lead_qualification.merge_survivor", "most_advanced"
        )
        lead = self.lead.with_env(self.env)
        lead.copy({"name": "تماس دوم"})
        window = self._get_windows(lead).create({})
        self.assertFalse(window.can_preview)
        self.assertFalse(window.comparison)
        window.action_apply()
        self.assertEqual(window.lead_id.type, "opportunity")
