from . import (
    calendar_choice,
    calendar_groups,
    export_groups,
    ir_filters,
    ir_http,
    ir_module_module,
    jalali_functions,
    res_lang,
)
