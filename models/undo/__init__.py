from . import (
    ir_actions_act_window,
    crm_lead,
    rows,
    res_partner,
)
