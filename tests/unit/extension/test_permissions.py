"""What the stores and PRIVACY.md say is what the manifest asks for."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
LONGEST_SUMMARY = 132  # Characters, in both stores.


def test_each_permission_is_justified_and_no_other_is_named():
    manifest = json.loads((ROOT / "extension/manifest.json").read_text())
    wanted = ("permissions", "host_permissions", "optional_host_permissions")
    rows = re.findall(r"^\| `(.+?)` \| (.+) \|$", (ROOT / "extension/PRIVACY.md").read_text(), re.M)
    assert sorted(name for name, _ in rows) == sorted(
        name for key in wanted for name in manifest[key]
    )
    assert all(len(reason.split()) > 5 for _, reason in rows)


def test_the_summary_fits_and_is_the_manifests():
    listing = (ROOT / "docs/store/listing.md").read_text()
    summary = listing.split("## Summary\n\n")[1].split("\n")[0]
    messages = json.loads((ROOT / "extension/_locales/en/messages.json").read_text())
    assert summary == messages["description"]["message"]
    assert len(summary) <= LONGEST_SUMMARY
