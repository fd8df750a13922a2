from . import (
    calendar_choice,
    calendar_groups,
    date_texts,
    export_groups,
    ir_filters,
    ir_http,
    ir_module_module,
    jalali_functions,
    res_lang,
    tracked_dates,
)
