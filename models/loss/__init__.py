from . import (
    crm_lead,
    crm_lead_loss,
    restore,
    recovery,
)
