"""What the manifest asks for and names, and the texts that the card says."""

import hashlib
import json
import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from server.config import Config
from tests.support.modules import load

ROOT = Path(__file__).parents[3]
EXTENSION = ROOT / "extension"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return json.loads((EXTENSION / "manifest.json").read_text())


@pytest.fixture(scope="module")
def messages() -> dict[str, Any]:
    return json.loads((EXTENSION / "_locales/en/messages.json").read_text())


def test_the_server_lets_in_the_id_that_the_manifest_pins(manifest):
    digest = hashlib.sha256(b64decode(manifest["key"])).hexdigest()[:32]
    pinned = digest.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))
    assert Config().extension_id == pinned


def test_the_extension_asks_for_a_click_for_loopback_and_for_its_settings_and_nothing_else(
    manifest,
):
    assert manifest["permissions"] == ["activeTab", "contextMenus", "scripting", "storage"]
    assert manifest["host_permissions"] == ["http://127.0.0.1/*"]
    # None of these is granted before the reader names a site, and then for that one only.
    assert manifest["optional_host_permissions"] == ["*://*/*"]
    assert "content_scripts" not in manifest
    assert "web_accessible_resources" not in manifest


def test_every_file_that_is_named_is_there(manifest):
    background = "".join(path.read_text() for path in (EXTENSION / "background").glob("*.js"))
    named = re.findall(r'"((?:content|vendor|lib)/[\w./-]+)"', background)
    named += re.findall(r"fileUrl\([\"`]([\w/.]+)", background)
    named += [manifest["background"]["service_worker"], *manifest["icons"].values()]
    page = EXTENSION / manifest["options_ui"]["page"]
    links = re.findall(r'(?:src|href)="(.+?)"', page.read_text())
    assert "page.js" in links
    named += [page.parent / link for link in links]
    assert "vendor/Readability.js" in named
    assert "options/page.html" in named
    assert [name for name in named if not (EXTENSION / name).is_file()] == []


def test_every_text_is_used_and_every_used_text_is_there(manifest, messages):
    scripts = [path.read_text() for path in EXTENSION.glob("**/*.js") if "vendor" not in path.parts]
    pages = [path.read_text() for path in EXTENSION.glob("**/*.html")]
    code = "\n".join([*scripts, *pages, json.dumps(manifest)])
    tables = load("lib/failures.js")
    names = ("SERVER_FAILURES", "CALL_FAILURES", "PAGE_FAILURES")
    rows = {code: row for name in names for code, row in tables[name].items()}
    ours = [code for code, row in rows.items() if row["words"] == "ours"]
    wanted = {f"{code}_{part}" for code in ours for part in ("message", "hint")}
    wanted |= {row["button"] for row in rows.values()} - {""}
    wanted |= set(re.findall(r'(?:say|getMessage)\("(\w+)"', code))
    wanted |= set(re.findall(r"__MSG_(\w+)__", code))
    wanted |= set(re.findall(r'data-message="(\w+)"', code))
    # The settings page names each choice, and may add a hint and an example.
    choices = load("lib/settings.js")["CHOICES"]
    values = {value for row in choices.values() for value in row}
    wanted |= values | set(choices)
    extra = {f"{value}{part}" for value in values for part in ("Hint", "Example")}
    assert values
    assert set(messages) - extra == wanted - extra


def test_chromium_would_load_the_folder_as_it_is():
    reserved = [path.name for path in EXTENSION.iterdir() if path.name.startswith("_")]
    assert reserved == ["_locales"]
