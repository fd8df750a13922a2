import { getCurrency } from "@web/core/currency";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { InvalidNumberError } from "@web/views/fields/parsers";
import {
    KanbanProgressBarField,
    kanbanProgressBarField,
} from "@web/views/fields/progress_bar/kanban_progress_bar_field";

/**
 * How far a team is on the way to its monthly target, which is set in the bar itself.
 *
 * The widget of sale, `sales_team_progressbar`, leads to the form of a team without a target, and
 * its input is too narrow for rials.
 */
export class TeamTarget extends KanbanProgressBarField {
    static template = "crm_lead_qualification.TeamTarget";

    get target() {
        return this.props.record.data[this.maxValueField] || 0;
    }

    get isInvalid() {
        return this.props.record.isFieldInvalid(this.maxValueField);
    }

    get percentage() {
        return this.target ? Math.round((100 * this.currentValue) / this.target) : 0;
    }

    /** Of the bar, which does not go beyond its ends. */
    get width() {
        return Math.min(Math.max(this.percentage, 0), 100);
    }

    get currencySymbol() {
        return getCurrency(this.props.record.data.dashboard_currency_id?.id)?.symbol;
    }

    format(value, options = {}) {
        return formatMonetary(value, {
            data: this.props.record.data,
            currencyField: "dashboard_currency_id",
            trailingZeros: false,
            ...options,
        });
    }

    formatMaxValue() {
        return this.target ? this.format(this.target, { noSymbol: true }) : "";
    }

    /** An empty target is none. */
    parseMaxValue(text) {
        const value = super.parseMaxValue(text.trim());
        if (value < 0) {
            throw new InvalidNumberError(`"${text}" is not a target`);
        }
        return value;
    }
}

registry.category("fields").add("team_target", {
    ...kanbanProgressBarField,
    component: TeamTarget,
    supportedTypes: ["monetary"],
    fieldDependencies: [{ name: "dashboard_currency_id", type: "many2one" }],
});
