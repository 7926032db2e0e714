"""Commands as an operator types them."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner


@pytest.fixture
def run(context):
    """Run a command line; its standard output. Errors are raised as the tool's main sees them."""

    def typed(command: Any, *arguments: str) -> str:
        result = CliRunner().invoke(command, arguments, obj=context)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        vars(typed).update(stderr=result.stderr, code=result.exit_code)
        return str(result.stdout)

    return typed
