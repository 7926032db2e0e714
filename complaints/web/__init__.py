"""Pages for brand owners, sellers and newcomers, in English and Simplified Chinese."""
