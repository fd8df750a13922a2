from . import (
    crm_log_mixin,
    crm_lead,
    contact,
    meetings,
    crm_team,
    deletion,
    fallback,
    fill,
    follower,
    row_buttons,
)
