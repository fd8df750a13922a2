from . import (
    mail_activity_type,
    calendar,
    completion,
    done,
    mine,
    move,
)
