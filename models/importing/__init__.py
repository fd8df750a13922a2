from . import (
    headers,
    columns,
    crm_lead,
    res_partner,
)
