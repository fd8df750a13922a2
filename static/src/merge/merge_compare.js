import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { x2ManyCommands } from "@web/core/orm_service";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";
import { Component, useState } from "@odoo/owl";

/** As many columns as can be read beside each other. */
const COLUMNS = 6;

/**
 * The records of a merge side by side, and what the result gets of each (features.md #35, B2, B4).
 *
 * A record that is ticked is one of the field's; all of the window's are in `compared_ids`. The
 * server says what stands in the table, in `comparison` (`crm.lead.comparison`).
 */
export class MergeCompare extends Component {
    static template = "crm_lead_qualification.MergeCompare";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.ui = useService("ui");
        this.state = useState({ page: 0, isWholeShown: false });
    }

    get data() {
        return this.props.record.data;
    }

    get columns() {
        return this.data.comparison?.columns || [];
    }

    /** On a phone they stand one under the other, all of them. */
    get columnsShown() {
        if (this.ui.isSmall) {
            return this.columns;
        }
        return this.columns.slice(this.page * COLUMNS, (this.page + 1) * COLUMNS);
    }

    get pages() {
        return this.ui.isSmall ? 1 : Math.ceil(this.columns.length / COLUMNS);
    }

    get page() {
        return Math.min(this.state.page, this.pages - 1);
    }

    get pageText() {
        const first = this.page * COLUMNS + 1;
        const last = first + this.columnsShown.length - 1;
        return _t("Records %(first)s to %(last)s of %(count)s", {
            first,
            last,
            count: this.columns.length,
        });
    }

    get rows() {
        return this.data.comparison?.rows || [];
    }

    get rowsThatDiffer() {
        return this.rows.filter((row) => row.kind !== "same");
    }

    get rowsAlike() {
        return this.rows.filter((row) => row.kind === "same");
    }

    get rowsShown() {
        return this.state.isWholeShown ? this.rows : this.rowsThatDiffer;
    }

    getChosenId(row) {
        return this.data.choices?.[row.name]?.[0] ?? row.default;
    }

    /** The value that the result gets, where it stands on another page. */
    getChosenElsewhere(row) {
        const id = row.kind === "choice" && this.getChosenId(row);
        const isElsewhere = id && !this.columnsShown.some((column) => column.id === id);
        return isElsewhere ? row.values[id] : "";
    }

    isChoice(row, column) {
        return row.kind === "choice" && column.merged && Boolean(row.values[column.id]);
    }

    isChosen(row, column) {
        return this.isChoice(row, column) && this.getChosenId(row) === column.id;
    }

    /** Whether a value says whose it is: on a phone nothing stands above it. */
    isNamed(row) {
        return this.ui.isSmall && row.name !== "name" && row.kind !== "same";
    }

    /** The only value there is, or the fullest: nothing to choose. */
    isTaken(row, column) {
        return row.kind === "partial" && row.default === column.id;
    }

    /** Of the tick of a record: the form sets the focus to the first. */
    getRecordId(column) {
        return column === this.columnsShown[0] ? this.props.id : this.getId(`record_${column.id}`);
    }

    getId(name) {
        return `o_merge_${this.props.record.id}_${name}`;
    }

    /** Numbers and addresses are read from the left in every language. */
    getDirection(row) {
        return ["phone", "email_from", "email_cc", "website"].includes(row.name) ? "ltr" : "auto";
    }

    isTicked(column) {
        return this.isFixed(column) || this.data[this.props.name].currentIds.includes(column.id);
    }

    /** The lead that a window is about cannot be taken out of it. */
    isFixed(column) {
        return Boolean(this.data.comparison?.fixed.includes(column.id));
    }

    choose(row, column) {
        const choices = { ...this.data.choices };
        choices[row.name] = [column.id, row.default];
        return this.props.record.update({ choices });
    }

    tick(column) {
        const command = this.isTicked(column) ? x2ManyCommands.unlink : x2ManyCommands.link;
        return this.props.record.update({ [this.props.name]: [command(column.id)] });
    }

    /** Whoever may not change a record has no say in what it is. */
    getOthers(column) {
        return this.columns.filter((other) => other.id !== column.id && other.may_write);
    }

    mayDismiss(column) {
        return column.may_write && !column.is_anchor && this.getOthers(column).length > 0;
    }

    async dismiss(column) {
        const others = this.getOthers(column);
        await this.orm.call("crm.lead", "action_not_duplicate", [others.map((other) => other.id)], {
            context: { similar_to: column.id },
        });
        const commands = [x2ManyCommands.unlink(column.id)];
        await this.props.record.update({
            [this.props.name]: this.isTicked(column) ? commands : [],
            compared_ids: commands,
        });
    }

    addRecords() {
        this.dialog.add(SelectCreateDialog, {
            title: _t("Add records to the merge"),
            resModel: "crm.lead",
            domain: [["id", "not in", this.columns.map((column) => column.id)]],
            multiSelect: true,
            noCreate: true,
            onSelected: (ids) =>
                this.props.record.update({
                    [this.props.name]: ids.map((id) => x2ManyCommands.link(id)),
                }),
        });
    }
}

registry.category("fields").add("merge_compare", {
    component: MergeCompare,
    displayName: _t("Records side by side"),
    supportedTypes: ["many2many"],
});
