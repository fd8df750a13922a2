"""The facts about this addon that several commands need."""

import hashlib
from pathlib import Path

ADDON = "crm_lead_qualification"
ROOT = Path(__file__).resolve().parent.parent
# Names what is built from the sources, so that two checkouts do not share a database.
CHECKOUT = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]

ODOO_SERIES = "19.0"
LANG = "fa_IR"
