from . import (
    answers,
    messages,
    recipients,
    creation,
    linking,
    restoring,
    tracking,
)
