from . import (
    crm_phonecall,
    summary,
    lead,
    plan,
    crm_lead,
    mail_activity,
    calendar_event,
    mail_thread_phone,
    res_partner,
)
