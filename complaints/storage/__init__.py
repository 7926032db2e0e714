"""Where things are kept, made from the settings: database, archive, vault, links, and all of them
as one context."""
