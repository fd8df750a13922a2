/**
 * Replace functions that a module of Odoo exports.
 *
 * Other modules import them by name, which fixes them when those modules start. The loader tells
 * when the module itself has started, and no other has seen it yet. For that, whoever calls this
 * stands before that module in the bundle (see __manifest__.py).
 *
 * @param {string} name of the module
 * @param {(module: Object) => Object} replace gets what the module exports, and returns functions
 *   that take the place of those of the same names
 */
export function replaceExports(name, replace) {
    odoo.loader.bus.addEventListener("module-started", ({ detail: { moduleName, module } }) => {
        if (moduleName === name) {
            Object.assign(module, replace(module));
        }
    });
}

/**
 * Do something with what a module exports that Odoo loads only where it is needed.
 *
 * @param {string} name of the module
 * @param {(module: Object) => void} callback
 */
export function whenStarted(name, callback) {
    const { bus, modules } = odoo.loader;
    if (modules.has(name)) {
        callback(modules.get(name));
        return;
    }
    bus.addEventListener("module-started", ({ detail: { moduleName, module } }) => {
        if (moduleName === name) {
            callback(module);
        }
    });
}
