import tests  # noqa: F401 - one thread each, as there
