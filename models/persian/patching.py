"""Functions of Odoo that write or read a text, and that other modules import by name.

There is nothing to inherit. So they are replaced for the whole process, wherever their names stand,
and decide by the environment that they get: in a database without this addon they do what they did.
"""

import sys

# Our own mark: other addons wrap the same functions, and who wraps ours copies it.
MARK = "crm_lead_qualification_replacement"


def replace_functions(wrappers):
    """Replace functions, once in a process, in all modules that have imported them.

    What is imported later gets them from where they come from.

    :param wrappers: iterable of tuples: a module, the name of a function in it, and what makes the
        replacement from the function
    """
    for home, name, wrap in wrappers:
        core = getattr(home, name)
        if hasattr(core, MARK):
            continue
        replacement = wrap(core)
        setattr(replacement, MARK, True)
        for module in list(sys.modules.values()):
            names = vars(module) if getattr(module, "__name__", "").startswith("odoo") else {}
            for alias in [key for key, value in list(names.items()) if value is core]:
                setattr(module, alias, replacement)
