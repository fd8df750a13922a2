import { Component, useExternalListener } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

const TYPED_INTO = "input:not([type='checkbox'], [type='radio']), textarea, select";

/** The keys of the list, on “?”. */
export class LeadKeys extends Component {
    static template = "crm_lead_qualification.LeadKeys";
    static components = { Dialog };
    static props = { close: Function };
}

/**
 * A list of leads is worked through as a mailbox is: beside the arrows, Enter and the space bar of
 * every list, x selects a row, c converts, l loses and m merges it, or whatever is selected.
 */
export class LeadListController extends ListController {
    setup() {
        super.setup();
        this.ui = useService("ui");
        this.lastResId = false;
        useExternalListener(window, "keydown", (ev) => this.onLeadKey(ev));
    }

    get leadKeys() {
        return {
            x: (record) => record?.toggleSelection(!record.selected),
            c: (record) =>
                this.doWithLeads(
                    record,
                    "crm.action_crm_lead2opportunity_partner",
                    "crm.action_crm_send_mass_convert",
                ),
            l: (record) => this.doWithLeads(record, "crm.crm_lead_lost_action"),
            m: (record) => this.mergeLeads(record),
            "?": () => this.dialogService.add(LeadKeys),
            arrowdown: () => this.focusRow(),
            arrowup: () => this.focusRow(),
        };
    }

    /** On a Persian keyboard the letters are where they are on a Latin one. */
    getLeadKey({ key, code }) {
        if (key === "?" || key === "؟") {
            return "?";
        }
        return /^([a-z]|arrow\w+)$/i.test(key)
            ? key.toLowerCase()
            : code?.replace(/^Key/, "").toLowerCase();
    }

    onLeadKey(ev) {
        const { target } = ev;
        if (
            ev.defaultPrevented ||
            ev.ctrlKey ||
            ev.altKey ||
            ev.metaKey ||
            ev.repeat ||
            target.matches?.(TYPED_INTO) ||
            target.isContentEditable ||
            this.ui.activeElement !== document ||
            this.model.root.editedRecord ||
            document.querySelector(".o-dropdown--menu")
        ) {
            return;
        }
        const key = this.getLeadKey(ev);
        const act = this.leadKeys[key];
        // In the list itself the arrows are Odoo's.
        if (!act || (key.startsWith("arrow") && target.closest?.(".o_list_renderer"))) {
            return;
        }
        ev.preventDefault();
        const row = document.activeElement?.closest(".o_data_row");
        const record =
            row && this.model.root.records.find((candidate) => candidate.id === row.dataset.id);
        this.lastResId = record?.resId || this.lastResId;
        act(record);
    }

    /** From anywhere on the page back to the row that was last worked on, or to the first. */
    focusRow() {
        const records = this.model.root.records;
        const record = records.find(({ resId }) => resId === this.lastResId) || records[0];
        const row = this.rootRef.el.querySelector(`.o_data_row[data-id='${record?.id}']`);
        row?.querySelector(".o_data_cell")?.focus();
    }

    async getLeadIds(record) {
        const { selection, isDomainSelected } = this.model.root;
        if (selection.length || isDomainSelected) {
            return this.model.root.getResIds(true);
        }
        return record ? [record.resId] : [];
    }

    /**
     * @param {Object} [record] the row with the focus, for when nothing is selected
     * @param {string} action the window to open
     * @param {string} [actionOfMany] the window for several
     */
    async doWithLeads(record, action, actionOfMany = action) {
        const resIds = await this.getLeadIds(record);
        if (!resIds.length) {
            return;
        }
        await this.actionService.doAction(resIds.length > 1 ? actionOfMany : action, {
            additionalContext: {
                active_id: resIds[0],
                active_ids: resIds,
                active_model: this.props.resModel,
            },
            onClose: () => this.model.load(),
        });
    }

    /** One by itself is compared with those that look like it. */
    async mergeLeads(record) {
        const resIds = await this.getLeadIds(record);
        if (resIds.length > 1) {
            await this.doWithLeads(record, "crm.action_merge_opportunities");
        } else if (resIds.length) {
            await this.actionService.doActionButton({
                type: "object",
                name: "action_compare",
                resModel: this.props.resModel,
                resId: resIds[0],
                resIds,
                context: {},
                onClose: () => this.model.load(),
            });
        }
    }
}

registry.category("views").add("crm_lead_list", { ...listView, Controller: LeadListController });
