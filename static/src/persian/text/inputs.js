import { useComponent, useEffect, useRef } from "@odoo/owl";
import { isPersianUser } from "../persian_user";
import { replaceExports } from "../replace_exports";
import { findDirection, isolateForeign } from "./isolate";

/** Fields that hold words; numbers and dates have inputs of their own. */
const TYPES = ["char", "text"];

/*
 * An input in which nobody is shows its text as other elements do, with marks around foreign runs.
 * Whoever comes into it finds the bare text, so that the cursor meets no mark and none is stored.
 */
replaceExports("@web/views/fields/input_field_hook", ({ useInputField }) => ({
    useInputField(params) {
        const { props } = useComponent();
        const field = props.record.fields[params.fieldName || props.name];
        if (!isPersianUser() || !TYPES.includes(field?.type)) {
            return useInputField(params);
        }
        const ref = params.ref || useRef(params.refName || "input");
        const getText = () => (document.activeElement === ref.el ? getBare() : getMarked());
        const getBare = () => params.getValue();
        const getMarked = () => isolateForeign(getBare());
        const direct = (text) => (ref.el.dir = findDirection(text));

        function swap(from, to) {
            if (ref.el.value === from()) {
                ref.el.value = to();
            }
        }

        useInputField({
            ...params,
            ref,
            getValue: getText,
            parse(text) {
                // Odoo takes the text for a change where it was swapped since it was set.
                if ([getBare(), getMarked()].includes(text)) {
                    return getBare();
                }
                return params.parse ? params.parse(text) : text;
            },
        });
        useEffect(() => {
            if (ref.el) {
                direct(ref.el.value);
            }
        });
        useEffect(
            (el) => {
                const listeners = {
                    focus: () => swap(getMarked, getBare),
                    blur: () => swap(getBare, getMarked),
                    input: () => direct(el.value),
                };
                for (const [type, listener] of Object.entries(el ? listeners : {})) {
                    el.addEventListener(type, listener);
                }
                return () => {
                    for (const [type, listener] of Object.entries(el ? listeners : {})) {
                        el.removeEventListener(type, listener);
                    }
                };
            },
            () => [ref.el],
        );
        return ref;
    },
}));
