"""Two servers are restarted in turn behind the reference proxy, and nobody is refused."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import func, select

from complaints.models import Complaint
from complaints.storage.context import Context
from tests.bench.rolling import surroundings
from tests.scenes.mailing import make_authority
from tests.scenes.rolling import NOTHING, configured, nginx, roll

pytestmark = pytest.mark.skipif(
    shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin") is None,
    reason="nginx is not installed",
)


def test_the_reference_configuration_is_one_that_nginx_takes(tmp_path: Path) -> None:
    main = configured(tmp_path, make_authority(tmp_path), (8001, 8002), 8443)
    done = subprocess.run(nginx(main, "-t"), capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if "listen" not in line]
    assert (done.returncode, any("[warn]" in line for line in said)) == (0, False), done.stderr


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_rolling_restart_refuses_nobody(context: Context, tmp_path: Path) -> None:
    load = roll(context, tmp_path, surroundings(context, tmp_path), times=1, clients=2)
    del load.answers["decide", NOTHING]
    assert set(load.answers) == {
        ("file", "201"), ("read", "200"), ("decide", "200"), ("order", "200"), ("follow", "200"),
    }  # fmt: skip
    with context.database.reading() as session:
        stored = session.scalar(select(func.count()).select_from(Complaint))
    assert stored == load.answers["file", "201"]
    # Whoever follows, the receiver and the marketplace have all of it, once.
    assert load.followed == load.read_anew
    assert sorted(load.came) == sorted(load.sent)
    assert (load.waiting, bool(load.sent)) == (0, True)
