from . import (
    base_import,
    base_partner_merge,
    crm_activity_reschedule,
    crm_lead_comparison,
    crm_lead_lost,
    crm_lead_qualification_refuse,
    crm_lead_recover,
    crm_lead_to_opportunity,
    crm_lead_to_opportunity_mass,
    crm_merge_opportunity,
    crm_phonecall_choose_lead,
    crm_phonecall_to_phonecall,
)
