"""Along the chain: what lies before a stage, a firm or a product, and what behind it, tier by tier."""
