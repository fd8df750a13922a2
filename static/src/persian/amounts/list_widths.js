import { useComponent } from "@odoo/owl";
import { isPersianUser } from "../persian_user";
import { replaceExports } from "../replace_exports";

/** Odoo gives every column of numbers one width, that of a billion in a short currency. */
const NUMBERS = { float: { least: 93 }, monetary: { least: 105 } };
/** And squeezes names as much as everything else. Longer ones are cut. */
const NAMES = { "crm.lead": { least: 80, most: 250 } };

/** The bounds of a column that is as wide as what stands in it; of others there are none. */
function getBounds({ type, fieldType, name, widget, attrs }, resModel) {
    if (type === "field" && !attrs?.width) {
        return NUMBERS[widget || fieldType] || (name === "name" && NAMES[resModel]);
    }
}

export function getPadding(cell) {
    const { paddingLeft, paddingRight } = getComputedStyle(cell);
    return parseFloat(paddingLeft) + parseFloat(paddingRight);
}

/** The width that a cell needs, whether all that stands in it can be seen or not. */
function measure(cell) {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getBoundingClientRect().width + getPadding(cell);
}

/** Cells by the number of their column, which is not that of cells that span some. */
function* iterateCells(table, isWanted) {
    // A cell that is edited is as wide as its column.
    const rows = table.querySelectorAll("tbody > tr:not(.o_selected_row), tfoot > tr");
    for (const row of rows) {
        let index = 0;
        for (const cell of row.cells) {
            if (cell.colSpan === 1 && isWanted(index)) {
                yield [index, cell];
            }
            index += cell.colSpan;
        }
    }
}

// Odoo's bundler knows no other way to export a generator.
export { iterateCells };

/*
 * An amount is worth nothing without its last digits, and a record is known by its name. So their
 * columns are as wide as what is longest in them, and other columns are narrower. They only grow,
 * so that they keep their width from page to page.
 */
replaceExports("@web/views/list/column_width_hook", ({ useMagicColumnWidths }) => ({
    useMagicColumnWidths(tableRef, getState) {
        const { props } = useComponent();
        const widths = {};

        function widen(column, { least, most = Infinity }, longest = 0) {
            // Odoo rounds down what it adds the padding to.
            const width = Math.min(
                Math.max(widths[column.id] || least, Math.ceil(longest) + 1),
                most,
            );
            widths[column.id] = width;
            // Odoo looks at the widths anew when the ids of the columns change.
            const id = `${column.id}:${width}`;
            return { ...column, id, attrs: { ...column.attrs, width: `${width}px` } };
        }

        return useMagicColumnWidths(tableRef, () => {
            const state = getState();
            const first = state.hasSelectors ? 1 : 0;
            const resModel = props.list?.resModel;
            const bounds = state.columns.map((column) => getBounds(column, resModel));
            if (!isPersianUser() || !bounds.some(Boolean)) {
                return state;
            }
            const longest = [];
            for (const [index, cell] of iterateCells(tableRef.el, (i) => bounds[i - first])) {
                longest[index] = Math.max(longest[index] || 0, measure(cell));
            }
            const headers = tableRef.el.querySelectorAll("thead th");
            const columns = state.columns.map((column, i) => {
                if (!(i + first in longest)) {
                    return bounds[i] ? widen(column, bounds[i]) : column;
                }
                // Odoo adds the padding of the header, which may be another.
                return widen(
                    column,
                    bounds[i],
                    longest[i + first] - getPadding(headers[i + first]),
                );
            });
            return { ...state, columns };
        });
    },
}));
