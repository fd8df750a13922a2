from . import (
    crm_lead,
    crm_lead_duplicate_group,
    crm_lead_duplicate_search,
    crm_lead_keys,
    crm_lead_match_dismissal,
    crm_lead_match_key,
    crm_lead_not_duplicate,
    crm_lead_similar,
    crm_team,
)
