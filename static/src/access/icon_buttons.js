import { patch } from "@web/core/utils/patch";
import { ViewButton } from "@web/views/view_button/view_button";

/** A button that is an icon alone says its name to whoever does not see it; its tooltip is none. */
patch(ViewButton.prototype, {
    get iconLabel() {
        const { icon, slots, string, title } = this.props;
        return icon && !string && !slots?.contents ? title : undefined;
    },
});
