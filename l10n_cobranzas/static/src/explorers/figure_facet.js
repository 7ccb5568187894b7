import { patch } from "@web/core/utils/patch";
import { SearchModel } from "@web/search/search_model";

/**
 * A list opened from a figure shows what the figure is as a facet, which can be removed, instead
 * of a condition out of sight; the action names it in `cobranzas_facet`.
 */
patch(SearchModel.prototype, {
    async load(config) {
        const { context, domain, dynamicFilters = [] } = config;
        if (!context?.cobranzas_facet || !domain?.length) {
            return super.load(config);
        }
        const facet = { description: context.cobranzas_facet, domain };
        return super.load({
            ...config,
            domain: [],
            dynamicFilters: [...dynamicFilters, facet],
            activateFavorite: false, // a favorite would stand in for the facet
        });
    },
});
