import { Component } from "@odoo/owl";

/** A list of the page: its rows are opened by a click, all of what it lists by its title. */
export class DebtorPageList extends Component {
    static template = "l10n_cobranzas.DebtorPageList";
    static props = { list: Object, open: Function };
}
