import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { showUndo } from "../undo/undo_notification";

/** What a record is recognised by, and somebody types. */
const TYPED = ["phone", "email_from", "email_cc", "contact_name", "partner_name"];
const RELATED = ["partner_id", "country_id", "company_id"];
/** After so many milliseconds without a key the server is asked. */
const PAUSE = 400;
/** As in the column of the age: what is older has a date. */
const MOST_DAYS = 99;

/**
 * The records that look like the one of the form, by name: from the record itself, and while
 * somebody types from the server, which knows nothing of an input before it is left.
 */
export class SimilarRecords extends Component {
    static template = "crm_lead_qualification.SimilarRecords";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.root = useRef("root");
        this.state = useState({ typed: null });
        this.answers = new KeepLast();
        this.ask = useDebounced((name, value) => this.lookUp({ [name]: value }), PAUSE);
        const onInput = (ev) => {
            const name = ev.target.closest(".o_field_widget[name]")?.getAttribute("name");
            if (TYPED.includes(name)) {
                this.ask(name, ev.target.value);
            }
        };
        const onFocusOut = async () => {
            // From here on the record itself knows.
            this.ask.cancel();
            this.answers.add(Promise.resolve());
            await this.record.model.mutex.getUnlockedDef();
            this.state.typed = null;
        };
        onMounted(() => {
            this.form = this.root.el.closest(".o_form_renderer, .o_form_view");
            this.form?.addEventListener("input", onInput);
            this.form?.addEventListener("focusout", onFocusOut);
        });
        onWillUnmount(() => {
            this.form?.removeEventListener("input", onInput);
            this.form?.removeEventListener("focusout", onFocusOut);
        });
    }

    get record() {
        return this.props.record;
    }

    get similar() {
        const similar = this.state.typed
            ? this.state.typed.similar
            : this.record.data[this.props.name];
        return similar || { records: [], more: false };
    }

    /** The sentence, as long as the one of the form does not say it. */
    get notice() {
        return !this.record.data.similar_notice && this.state.typed?.notice;
    }

    getAge(date) {
        const created = deserializeDateTime(date);
        const days = luxon.DateTime.local()
            .startOf("day")
            .diff(created.startOf("day"), "days").days;
        return days > MOST_DAYS ? formatDate(created) : created.toRelativeCalendar();
    }

    async lookUp(typed = {}) {
        const { data, resId } = this.record;
        const values = { not_duplicate_ids: data.not_duplicate_ids || false };
        for (const name of TYPED) {
            if (name in data) {
                values[name] = data[name];
            }
        }
        for (const name of RELATED) {
            if (name in data) {
                values[name] = data[name]?.id || false;
            }
        }
        this.state.typed = await this.answers.add(
            this.orm.silent.call("crm.lead", "get_similar_while_typing", [
                resId ? [resId] : [],
                { ...values, ...typed },
            ]),
        );
    }

    /** To go elsewhere would save what is typed, a duplicate perhaps: so it is shown above it. */
    async open(other) {
        if (this.record.isNew || (await this.record.isDirty())) {
            this.dialog.add(FormViewDialog, {
                resModel: "crm.lead",
                resId: other.id,
                title: other.name,
                canExpand: false,
            });
            return;
        }
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.lead",
            res_id: other.id,
            views: [[false, "form"]],
        });
    }

    async tellApart(other) {
        if (this.record.isNew) {
            const ids = this.record.data.not_duplicate_ids || [];
            await this.record.update({ not_duplicate_ids: [...ids, other.id] });
            return;
        }
        await this.callFor(other, "action_not_duplicate");
        showUndo(this.env, {
            message: _t("“%s” does not come up here any more.", other.name),
            undo: () => this.callFor(other, "action_maybe_duplicate"),
        });
    }

    async callFor(other, method) {
        await this.orm.call("crm.lead", method, [[other.id]], {
            context: { similar_to: this.record.resId },
        });
        if (await this.record.isDirty()) {
            await this.lookUp();
        } else {
            await this.record.load();
        }
    }
}

registry.category("fields").add("similar_records", {
    component: SimilarRecords,
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "similar_notice", type: "char" },
        { name: "not_duplicate_ids", type: "json" },
    ],
});
