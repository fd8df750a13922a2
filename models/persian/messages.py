"""Names, numbers and addresses in our sentences: a foreign run keeps its order in a Persian one."""

from functools import wraps

from markupsafe import Markup

from odoo.tools import translate

from ...tools.persian.isolate import isolate_foreign
from ...tools.settings import ADDON
from .patching import replace_functions


def wrap_get_translation(core):
    @wraps(core)
    def get_translation(module, lang, source, args):
        if module == ADDON and lang.startswith("fa"):
            if isinstance(args, dict):
                args = {name: _isolate(value) for name, value in args.items()}
            else:
                args = tuple(_isolate(value) for value in args)
            text = core(module, lang, source, args)
            return text if args or "%(" not in text else Sentence(text)
        return core(module, lang, source, args)

    return get_translation


class Sentence(str):
    """A sentence whose blanks are filled in later."""

    __slots__ = ()

    def __mod__(self, args):
        if isinstance(args, dict):
            args = {name: _isolate(value) for name, value in args.items()}
        return super().__mod__(args)


def _isolate(value):
    if isinstance(value, str) and not isinstance(value, Markup):
        return isolate_foreign(value, in_sentence=True)
    if isinstance(value, list | tuple):
        return [_isolate(item) for item in value]
    return value


def patch_messages():
    """Replace the function, once in a process."""
    replace_functions([(translate, "get_translation", wrap_get_translation)])
