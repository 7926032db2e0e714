"""What stands in an engine's way, in words for the person who asked for it."""


class EngineError(Exception):
    """An engine that cannot start; the message is one sentence for a person."""
