import { Component, status, useEffect, useExternalListener } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
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
        // Where the work goes on: the row that was last worked on, or the one that took its place.
        this.lastResId = this.props.state?.lastResId || false;
        this.lastIndex = this.props.state?.lastIndex || 0;
        // Whoever works with the mouse goes on in the search: what they type is no command.
        this.isByKey = this.props.state?.isByKey || false;
        this.keepsFocus = Boolean(this.lastResId) && this.isByKey;
        // Opened again, and nobody has done anything yet.
        this.isBack = this.keepsFocus;
        useSetupAction({
            getLocalState: () => ({
                lastResId: this.lastResId,
                lastIndex: this.lastIndex,
                isByKey: this.isByKey,
            }),
        });
        useExternalListener(window, "keydown", (ev) => this.onLeadKey(ev));
        useExternalListener(window, "focusin", ({ target }) => {
            const row = this.rootRef.el?.contains(target) && target.closest(".o_data_row");
            this.rememberRow(row);
            this.keepsFocus = Boolean(row) || this.isBack;
            this.restoreFocus();
        });
        const goOn = { capture: true };
        useExternalListener(
            window,
            "keydown",
            () => {
                this.isBack = false;
                this.isByKey = true;
            },
            goOn,
        );
        useExternalListener(
            window,
            "pointerdown",
            () => {
                this.isBack = this.keepsFocus = this.isByKey = false;
            },
            goOn,
        );
        useEffect(() => this.restoreFocus());
        useBus(this.ui.bus, "active-element-changed", async () => {
            // After Odoo's own attempt.
            await Promise.resolve();
            this.restoreFocus();
        });
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
            // A chat, a popover and the menus have keys of their own.
            (target !== document.body && !this.rootRef.el?.contains(target)) ||
            this.model.useSampleModel ||
            this.model.root.editedRecord ||
            document.querySelector(".o-dropdown--menu")
        ) {
            return;
        }
        const key = this.getLeadKey(ev);
        const act = this.leadKeys[key];
        if (!act || (key.startsWith("arrow") && this.isArrowOfOthers(ev))) {
            return;
        }
        ev.preventDefault();
        act(this.getRecord(document.activeElement?.closest(".o_data_row")));
    }

    /** Arrows that select a text or choose one of several; in the list itself they are Odoo's. */
    isArrowOfOthers({ shiftKey, target }) {
        return shiftKey || target.matches("[type='radio']") || target.closest(".o_list_renderer");
    }

    /** Not the samples of an empty list: their numbers are those of other leads. */
    get leads() {
        return this.model.useSampleModel ? [] : this.model.root.records;
    }

    getRecord(row) {
        return row ? this.leads.find((candidate) => candidate.id === row.dataset.id) : undefined;
    }

    rememberRow(row) {
        const record = this.getRecord(row);
        if (record) {
            this.lastResId = record.resId;
            this.lastIndex = this.leads.indexOf(record);
        }
    }

    /** From anywhere on the page back to the row that was last worked on, or to the first. */
    focusRow() {
        const records = this.leads;
        const record =
            records.find(({ resId }) => resId === this.lastResId) ||
            records[Math.min(this.lastIndex, records.length - 1)];
        const row = this.rootRef.el.querySelector(`.o_data_row[data-id='${record?.id}']`);
        row?.querySelector(".o_data_cell")?.focus();
    }

    /**
     * Rows that are drawn anew have lost the focus, and so has a list whose window was closed: Odoo
     * gives it back to an input of that window. Whoever is elsewhere meanwhile stays there. In a list
     * that is opened again it is the search that Odoo gives the focus to.
     */
    restoreFocus() {
        const { activeElement, body } = document;
        if (!this.keepsFocus || !this.model.isReady || this.ui.activeElement !== document) {
            return;
        }
        const isInSearch =
            this.rootRef.el.contains(activeElement) && !activeElement.closest(".o_list_renderer");
        if (activeElement === body || (this.isBack && isInSearch)) {
            this.focusRow();
        }
    }

    /**
     * While a window is being closed. Where it was left without doing anything, all is as it was,
     * with what is selected.
     */
    async afterWindow(closeInfo) {
        if (status(this) === "destroyed") {
            return;
        }
        if (!closeInfo?.dismiss && !closeInfo?.special) {
            await this.model.load();
        }
        this.keepsFocus = true;
        this.render();
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
            onClose: (closeInfo) => this.afterWindow(closeInfo),
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
                // In this window records are told apart at once.
                onClose: () => this.afterWindow(),
            });
        }
    }
}

registry.category("views").add("crm_lead_list", { ...listView, Controller: LeadListController });
