"""Pages for the platform's staff: queue, cases, flags, boycotts, figures."""
