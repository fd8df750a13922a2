from . import (
    organization,
    sales,
    quotation,
    crm_lead_note,
    crm_lead_participant,
    crm_recurring_plan,
    utm_medium,
)
