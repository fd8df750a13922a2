from odoo import Command, fields


class DocumentsMixin:
    """Quotations, orders and invoices, on a site with or without a chart of accounts."""

    @classmethod
    def _set_up_documents(cls):
        cls.partner = cls.env["res.partner"].create({"name": "مشتری داشبورد"})
        cls.product = cls.env["product.product"].create(
            {"name": "میز", "type": "service", "taxes_id": False}
        )
        receivable, income = cls.env["account.account"].create(
            [
                {
                    "name": "دریافتنی",
                    "code": "XD1",
                    "account_type": "asset_receivable",
                    "reconcile": True,
                },
                {"name": "درآمد", "code": "XD2", "account_type": "income"},
            ]
        )
        cls.partner.property_account_receivable_id = receivable
        cls.journal = cls.env["account.journal"].create(
            {"name": "فروش", "code": "XDJ", "type": "sale", "default_account_id": income.id}
        )

    @classmethod
    def _make_order(cls, team, user, price, confirm=False, **values):
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.partner.id,
                "team_id": team.id,
                "user_id": user.id,
                "order_line": [Command.create({"product_id": cls.product.id, "price_unit": price})],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _make_invoice(cls, team, user, price, paid=True, **values):
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "journal_id": cls.journal.id,
                "partner_id": cls.partner.id,
                "team_id": team.id,
                "invoice_user_id": user.id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [
                    Command.create({"name": "میز", "price_unit": price, "tax_ids": False})
                ],
                **values,
            }
        )
        move.action_post()
        if paid:
            move.payment_state = "paid"
        return move
