import { assets } from "@web/core/assets";
import { patch } from "@web/core/utils/patch";

const waiting = new Map();

/**
 * Do something once, as soon as Odoo has loaded a library that it loads only where it is needed.
 *
 * @param {string} name the global name of the library
 * @param {(library: any) => any} callback what it returns is waited for
 */
export function whenLoaded(name, callback) {
    waiting.set(name, callback);
}

patch(assets, {
    async loadBundle() {
        const result = await super.loadBundle(...arguments);
        for (const [name, callback] of waiting) {
            if (name in window) {
                waiting.delete(name);
                await callback(window[name]);
            }
        }
        return result;
    },
});
