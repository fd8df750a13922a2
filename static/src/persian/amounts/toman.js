import { getCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { patch } from "@web/core/utils/patch";
import { session } from "@web/session";
import { MonetaryField } from "@web/views/fields/monetary/monetary_field";
import { TeamTarget } from "@crm_lead_qualification/team/team_target";
import { writeAmount } from "./amount_text";

/** Whose amounts are told in toman too. */
const MODELS = ["crm.lead", "crm.team"];
const RIALS = 10;

/**
 * An amount in toman: nobody enters or stores it, and its unit is always written.
 *
 * @param {number|false} amount in the currency
 * @param {number} currencyId
 * @returns {string} empty where the user does not want it, or the currency is not the rial
 */
export function writeToman(amount, currencyId) {
    const currency = getCurrency(currencyId);
    if (!session.shows_toman || !amount || currency?.name !== "IRR") {
        return "";
    }
    // A tenth has one digit more.
    const digits = [0, currency.digits[1] + 1];
    return writeAmount(
        formatFloat(amount / RIALS, { digits, trailingZeros: false }),
        _t("toman").toString(),
    );
}

patch(MonetaryField.prototype, {
    get tomanText() {
        const isTold = MODELS.includes(this.props.record.resModel);
        return isTold ? writeToman(this.value, this.currencyId) : "";
    },
});

patch(TeamTarget.prototype, {
    get tomanText() {
        return writeToman(this.target, this.props.record.data.dashboard_currency_id?.id);
    },
});
