"""Persian without the ORM: what is here imports nothing of Odoo."""
