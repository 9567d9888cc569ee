"""HTTP toolkit without domain: access, transactions, rendering, forms, errors, filters, assets, language."""
