from . import (
    base_import,
    ir_fields_converter,
    ir_filters,
    ir_http,
    ir_module_module,
    res_lang,
)
