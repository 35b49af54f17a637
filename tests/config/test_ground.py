"""A site's own map: told by the environment or refused, and the only host that pages may ask."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gewu.config import env
from gewu.config.env import EnvError, Ground

TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


def ground(tmp_path: Path, **said: str) -> Ground:
    return env.read({"GEWU_ROOT": str(tmp_path), **said}).ground


def test_a_site_without_one_asks_nobody(tmp_path):
    assert ground(tmp_path) == Ground()
    assert ground(tmp_path).origins == ()


def test_pictures_by_address(tmp_path):
    known = ground(tmp_path, GEWU_MAP_TILES=TILES, GEWU_MAP_CREDIT="© 市测绘院")
    assert (known.kind, known.where, known.credit) == ("raster", TILES, "© 市测绘院")
    assert known.origins == ("https://tiles.example.org",)


def test_one_file_here_or_elsewhere(tmp_path):
    file = tmp_path / "town.pmtiles"
    file.write_bytes(b"PMTiles")
    known = ground(tmp_path, GEWU_MAP_PMTILES=str(file), GEWU_MAP_CREDIT="©")
    assert (known.kind, known.origins) == ("file", ())
    known = ground(tmp_path, GEWU_MAP_PMTILES="http://a.cn:8/x.pmtiles", GEWU_MAP_CREDIT="©")
    assert (known.kind, known.origins) == ("pmtiles", ("http://a.cn:8",))


def test_the_national_service_names_itself(tmp_path):
    known = ground(tmp_path, GEWU_MAP_TIANDITU_KEY="abc123")
    assert known.kind == "tianditu" and "天地图" in known.credit
    assert len(known.origins) == 8 and known.origins[0] == "https://t0.tianditu.gov.cn"


@pytest.mark.parametrize(
    "said",
    [
        {"GEWU_MAP_TILES": TILES},
        {"GEWU_MAP_TILES": "https://tiles.example.org/", "GEWU_MAP_CREDIT": "©"},
        {"GEWU_MAP_TILES": "ftp://x/{z}/{x}/{y}", "GEWU_MAP_CREDIT": "©"},
        {"GEWU_MAP_PMTILES": "/nowhere.pmtiles", "GEWU_MAP_CREDIT": "©"},
        {"GEWU_MAP_TIANDITU_KEY": "a key&tk=b"},
        {"GEWU_MAP_TIANDITU_KEY": "abc", "GEWU_MAP_TILES": TILES, "GEWU_MAP_CREDIT": "©"},
    ],
)
def test_what_cannot_be_used_is_refused_with_its_name(tmp_path, said):
    with pytest.raises(EnvError, match="GEWU_MAP_"):
        ground(tmp_path, **said)


def test_pages_may_ask_this_host_and_no_other(tmp_path):
    asked = "import json; from django.conf import settings as s; " \
        "print(json.dumps([s.MAP_KIND, s.CONTENT_SECURITY_POLICY['DIRECTIVES']], default=str))"  # fmt: skip
    said = {"GEWU_MAP_TILES": TILES, "GEWU_MAP_CREDIT": "©", "GEWU_VAR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", asked], env=os.environ | said, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    kind, policy = json.loads(done.stdout)
    assert kind == "raster"
    for directive in ("img-src", "connect-src"):
        hosts = [each for each in policy[directive] if each.startswith("https:")]
        assert hosts == ["https://tiles.example.org"]
    assert "https://tiles.example.org" not in policy["script-src"]
