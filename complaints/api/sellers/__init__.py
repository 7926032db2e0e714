"""The accused side: marketplaces, stores, listings, what holds them down, what sellers answer."""
