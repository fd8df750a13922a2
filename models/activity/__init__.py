from . import (
    mail_activity_type,
    calendar,
    completion,
    done,
    move,
)
