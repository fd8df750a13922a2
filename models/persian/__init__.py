from . import (
    calendar_choice,
    ir_filters,
    ir_http,
    ir_module_module,
    res_lang,
)
