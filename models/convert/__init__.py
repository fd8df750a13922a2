from . import (
    approval,
    back_to_lead,
    batch,
    company,
)
