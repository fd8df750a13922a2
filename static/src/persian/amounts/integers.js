import { registry } from "@web/core/registry";
import { isPersianUser } from "../persian_user";
import { replaceExports } from "../replace_exports";
import { writeShort } from "./formatters";

replaceExports("@web/views/fields/formatters", ({ formatInteger }) => {
    const format = Object.assign(function (value, options = {}) {
        const isShort = options.humanReadable && Number.isFinite(value) && isPersianUser();
        return (isShort && writeShort(value, options)) || formatInteger(value, options);
    }, formatInteger);
    registry.category("formatters").add("integer", format, { force: true });
    return { formatInteger: format };
});
