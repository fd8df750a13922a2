from . import (
    calendar_choice,
    calendar_groups,
    date_texts,
    export_groups,
    import_dates,
    ir_filters,
    ir_http,
    ir_module_module,
    jalali_functions,
    month_figures,
    res_lang,
    tracked_dates,
)
