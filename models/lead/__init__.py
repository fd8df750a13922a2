from . import (
    crm_lead,
    contact,
    meetings,
    crm_team,
    deletion,
    fallback,
    follower,
    row_buttons,
)
