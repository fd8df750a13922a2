import { isPersianUser } from "../persian_user";
import { replaceExports } from "../replace_exports";

/** Odoo gives every column of numbers one width, that of a billion in a short currency. */
const STOCK_WIDTHS = { float: 93, monetary: 105 };

function getStockWidth({ type, fieldType, widget, attrs }) {
    return type === "field" && !attrs?.width ? STOCK_WIDTHS[widget || fieldType] : undefined;
}

function getPadding(cell) {
    const { paddingLeft, paddingRight } = getComputedStyle(cell);
    return parseFloat(paddingLeft) + parseFloat(paddingRight);
}

/** The width that a cell needs, whether all that stands in it can be seen or not. */
function measure(cell) {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getBoundingClientRect().width + getPadding(cell);
}

/** The cells of numbers by the number of their column, which is not that of cells that span some. */
function* iterateNumbers(table) {
    // A cell that is edited is as wide as its column.
    const rows = table.querySelectorAll("tbody > tr:not(.o_selected_row), tfoot > tr");
    for (const row of rows) {
        let index = 0;
        for (const cell of row.cells) {
            if (cell.classList.contains("o_list_number")) {
                yield [index, cell];
            }
            index += cell.colSpan;
        }
    }
}

/*
 * An amount is worth nothing without its last digits, so its column is as wide as its longest one,
 * and other columns are narrower. It only grows, so that it keeps its width from page to page.
 */
replaceExports("@web/views/list/column_width_hook", ({ useMagicColumnWidths }) => ({
    useMagicColumnWidths(tableRef, getState) {
        const widths = {};

        function widen(column, index, longest) {
            const least = widths[column.id] || getStockWidth(column);
            // Odoo rounds down what it adds the padding to.
            const width = Math.max(least, Math.ceil(longest[index] || 0) + 1);
            widths[column.id] = width;
            // Odoo looks at the widths anew when the ids of the columns change.
            const id = `${column.id}:${width}`;
            return { ...column, id, attrs: { ...column.attrs, width: `${width}px` } };
        }

        return useMagicColumnWidths(tableRef, () => {
            const state = getState();
            if (!isPersianUser() || !state.columns.some(getStockWidth)) {
                return state;
            }
            const longest = {};
            for (const [index, cell] of iterateNumbers(tableRef.el)) {
                longest[index] = Math.max(longest[index] || 0, measure(cell));
            }
            for (const [index, header] of tableRef.el.querySelectorAll("thead th").entries()) {
                // Odoo adds the padding of the header, which may be another.
                longest[index] -= getPadding(header);
            }
            const first = state.hasSelectors ? 1 : 0;
            const columns = state.columns.map((column, index) =>
                getStockWidth(column) ? widen(column, index + first, longest) : column,
            );
            return { ...state, columns };
        });
    },
}));
