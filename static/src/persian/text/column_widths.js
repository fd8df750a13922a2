import { onMounted, onWillUnmount, useComponent, useEffect } from "@odoo/owl";
import { getPadding, iterateCells } from "../amounts/list_widths";
import { isPersianUser } from "../persian_user";
import { replaceExports } from "../replace_exports";
import { divideWidth } from "./divide_width";

/** The lists whose columns share their room; the name of a record has its own. */
const MODELS = ["crm.lead"];
/** Types and widgets: what is worth nothing when it is cut, and what may be. */
const WHOLE = ["badge", "badge_rotting", "float", "integer", "monetary", "phone", "remaining_days"];
const LONG = [
    ...["char", "email", "list_activity", "many2many", "many2many_tags", "many2one"],
    ...["many2one_avatar_user", "one2many"],
];
/** Who it is, unless somebody is called longer than that. */
const PERSON = { name: "contact_name", most: 150 };
/** Odoo takes so long to measure a list again whose window has another size. */
const RESIZED = 250;

/** What a cell shows beside its texts; of a header nothing: its icons are at its other end. */
const ICONS = "img, i, .btn:not(.w-100)";
const NO_ICONS = ":not(*)";

function isWhole({ type, fieldType, name, widget }) {
    const isOne = name === PERSON.name || WHOLE.includes(widget || fieldType);
    return type === "button_group" || (type === "field" && isOne);
}

function isLong(column) {
    const { type, fieldType, name, widget } = column;
    const isOne = type === "field" && name !== "name" && LONG.includes(widget || fieldType);
    return isOne && !isWhole(column);
}

/** How wide the texts and icons of an element are, whether all of them can be seen or not. */
function measureContent(el, icons) {
    const range = document.createRange();
    const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
    const rects = [...el.querySelectorAll(icons)].map((icon) => icon.getBoundingClientRect());
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        range.selectNodeContents(node);
        rects.push(range.getBoundingClientRect());
    }
    const seen = rects.filter((rect) => rect.width);
    return seen.length
        ? Math.max(...seen.map((rect) => rect.right)) - Math.min(...seen.map((rect) => rect.left))
        : 0;
}

/** What a cell needs, 0: it is empty. Tags stand below each other where they have to. */
function measureCell(cell, icons = ICONS) {
    const tags = [...cell.querySelectorAll(".o_tag")];
    const content = tags.length
        ? Math.max(...tags.map((tag) => measureContent(tag, icons) + getPadding(tag)))
        : measureContent(cell, icons);
    return content && Math.ceil(content + getPadding(cell)) + 1;
}

/** What the title of a column needs, and the icon of the one that the list is sorted by. */
function measureHeader(header) {
    const icon = header.querySelector("i:not(.opacity-0)");
    return measureCell(header, NO_ICONS) + (icon?.offsetWidth || 0);
}

/** The widths of the columns of a table, by the number of each; none where it has no records. */
function computeWidths(table, columns, total) {
    const headers = table.querySelectorAll("thead th");
    const needs = Object.fromEntries(columns.map(({ index }) => [index, []]));
    for (const [index, cell] of iterateCells(table, (i) => i in needs)) {
        const need = measureCell(cell);
        if (need) {
            needs[index].push(need);
        }
    }
    const measured = columns.map((column) => ({
        ...column,
        least: measureHeader(headers[column.index]),
        needs: needs[column.index],
    }));
    const whole = measured.filter(({ canBeCut }) => !canBeCut);
    const long = measured.filter(({ canBeCut }) => canBeCut);
    const widths = whole.map((column) => [
        column.index,
        Math.min(
            Math.max(column.least, ...column.needs),
            column.name === PERSON.name ? PERSON.most : Infinity,
        ),
    ]);
    const rest = total - widths.reduce((sum, [, width]) => sum + width, 0);
    const divided = divideWidth(rest, long);
    return [...widths, ...long.map(({ index }, i) => [index, divided[i]])];
}

/*
 * Odoo takes the same from each column where a list is too narrow, from those that have hardly
 * enough too, and leaves others empty to a half. So the e-mails or companies beside them are cut.
 */
replaceExports("@web/views/list/column_width_hook", ({ useMagicColumnWidths }) => ({
    useMagicColumnWidths(tableRef, getState) {
        const { constructor, props } = useComponent();
        const hook = useMagicColumnWidths(tableRef, getState);
        const isOurs = isPersianUser() && MODELS.includes(props.list?.resModel);
        if (!constructor.useMagicColumnWidths || !isOurs) {
            return hook;
        }
        // They stay, as Odoo's do, until the columns or the room for them are others.
        let [known, widths, isResized] = ["", [], false];

        function share() {
            const table = tableRef.el;
            const { columns, hasSelectors } = getState();
            if (isResized || !table?.querySelector(".o_data_row")) {
                return;
            }
            const headers = table.querySelectorAll("thead th");
            const shared = columns
                .map((column, i) => ({
                    index: i + (hasSelectors ? 1 : 0),
                    id: column.id,
                    name: column.name,
                    canBeCut: isLong(column),
                    isShared: isLong(column) || isWhole(column),
                }))
                .filter(({ isShared }) => isShared);
            const total = shared.reduce(
                (sum, { index }) => sum + parseFloat(headers[index].style.width),
                0,
            );
            const state = JSON.stringify([shared, total]);
            if (state !== known) {
                known = state;
                widths = computeWidths(table, shared, total);
            }
            for (const [index, width] of widths) {
                headers[index].style.width = `${width}px`;
            }
        }

        // Odoo sets its own at each rendering, and when the list has another width.
        useEffect(share);
        let timeout;
        const observer = new ResizeObserver(() => {
            clearTimeout(timeout);
            timeout = setTimeout(share, RESIZED);
        });
        onMounted(() => observer.observe(tableRef.el.parentNode));
        onWillUnmount(() => {
            clearTimeout(timeout);
            observer.disconnect();
        });

        return {
            get resizing() {
                return hook.resizing;
            },
            onStartResize(ev) {
                isResized = true;
                hook.onStartResize(ev);
            },
            resetWidths() {
                isResized = false;
                hook.resetWidths();
                share();
            },
        };
    },
}));
