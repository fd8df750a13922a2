"""What `./dev` is made of. Odoo does not import it.

It imports the Python standard library only, so that `./dev` starts on a machine that has nothing
else. Only functions that run under the Python of the cache import a package, and inside themselves.
"""
