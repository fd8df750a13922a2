from . import (
    crm_lead_bulk,
    crm_lead_bulk_line,
    plan,
    customers,
    run,
    messages,
)
