from . import (
    crm_lead_match_key,
    crm_lead_match_dismissal,
    keys,
    crm_lead,
    count,
    notice,
    search,
    dismissal,
    clusters,
    crm_lead_duplicate_group,
    known_rows,
)
