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
    res_config_settings,
)
