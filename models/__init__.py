# In the order in which they build on each other: a capability overrides what stands above it.
from . import (
    importing,
    lead,
    loss,
    convert,
    similar,
    search,
    merge,
    undo,
    bulk,
    deal,
    activity,
    phonecall,
    team,
    persian,
    speed,
    res_config_settings,
)
