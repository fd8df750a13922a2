from . import (
    crm_phonecall,
    lead,
    plan,
    summary,
    crm_lead,
    mail_activity,
    calendar_event,
    mail_thread_phone,
    res_partner,
    uninstall,
)
