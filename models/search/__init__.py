from . import crm_search_mixin, crm_lead, crm_phonecall, res_partner
