import { Activity } from "@mail/core/web/activity";
import { ActivityButton } from "@mail/core/web/activity_button";
import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";
import { ListActivity } from "@mail/views/web/fields/list_activity/list_activity";
import { TagsList } from "@web/core/tags_list/tags_list";
import { patch } from "@web/core/utils/patch";
import { Breadcrumbs } from "@web/search/breadcrumbs/breadcrumbs";
import { CalendarCommonPopover } from "@web/views/calendar/calendar_common/calendar_common_popover";
import { CalendarYearPopover } from "@web/views/calendar/calendar_year/calendar_year_popover";
import { Many2One } from "@web/views/fields/many2one/many2one";
import { TextField } from "@web/views/fields/text/text_field";
import { KanbanHeader } from "@web/views/kanban/kanban_header";
import { ListRenderer } from "@web/views/list/list_renderer";
import { isPersianUser } from "../persian_user";
import { whenStarted } from "../replace_exports";
import { findDirection, isolateForeign } from "./isolate";

/* Names and texts that are shown without a formatter. */

function isolateName(name) {
    return isPersianUser() ? isolateForeign(name) : name;
}

/** Their templates in names.xml call it. */
for (const { prototype } of [
    ...[ActivityListPopoverItem, Breadcrumbs, CalendarCommonPopover, CalendarYearPopover],
    ...[KanbanHeader, ListRenderer, TextField],
]) {
    patch(prototype, { isolateName });
}

patch(Activity.prototype, {
    get displayName() {
        return isolateName(super.displayName);
    },
});

patch(ActivityButton.prototype, {
    get title() {
        return isolateName(super.title);
    },
});

patch(ListActivity.prototype, {
    get summaryText() {
        return isolateName(super.summaryText);
    },
});

/** Fields whose values are what is shown, and not the key of it. */
const SHOWN_TYPES = ["char", "text", "many2one"];

patch(ListRenderer.prototype, {
    getCellClass(column, record) {
        const names = super.getCellClass(column, record);
        if (!SHOWN_TYPES.includes(record.fields[column.name]?.type)) {
            return names;
        }
        const value = record.data[column.name];
        const text = value?.display_name ?? value;
        const isPlain = !column.widget || ["email", "url"].includes(column.widget);
        const isLatin = isPlain && typeof text === "string" && findDirection(text);
        return isLatin && isPersianUser() ? `${names} o_latin_text` : names;
    },
});

patch(Many2One.prototype, {
    /** Where it is edited, it is the text of an input. */
    get displayName() {
        return this.props.readonly ? isolateName(super.displayName) : super.displayName;
    },
});

patch(TagsList.prototype, {
    get visibleTags() {
        return super.visibleTags.map((tag) => {
            const text = isolateName(tag.text);
            return text === tag.text ? tag : { ...tag, text };
        });
    },
});

whenStarted("@web/views/pivot/pivot_renderer", ({ PivotRenderer }) => {
    /** The table is made anew each time; an export makes another. */
    function isolateTitles({ headers, rows }) {
        for (const cell of [...headers.flat(), ...rows]) {
            cell.title = isolateName(cell.title);
        }
    }

    patch(PivotRenderer.prototype, {
        setup() {
            super.setup();
            isolateTitles(this.table);
        },

        onWillUpdateProps() {
            super.onWillUpdateProps();
            isolateTitles(this.table);
        },
    });
});
