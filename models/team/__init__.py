from . import (
    dashboard,
    links,
)
