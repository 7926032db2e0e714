"""Clean Hands, the application: one floor a folder, one noun one file name on every floor."""
