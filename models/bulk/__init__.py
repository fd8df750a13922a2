from . import (
    crm_lead_bulk,
    crm_lead_bulk_line,
    summary,
    actions,
    plan,
    leaving_out,
    customers,
    run,
    kinds,
    undo,
    messages,
)
