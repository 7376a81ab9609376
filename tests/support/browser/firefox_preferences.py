"""The preferences of a new Firefox profile: nothing of the network, and little to compute."""

import json
from pathlib import Path

# A new profile asks the network for a dozen things. None of them belongs in a test.
PREFERENCES: dict[str, bool | int | str] = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.disable_open_during_load": False,  # The attacks open windows, as a click would let them.
    "extensions.systemAddon.update.enabled": False,
    # Nobody could answer the question: whoever has pressed is taken to allow what is asked for.
    "extensions.webextOptionalPermissionPrompts": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.localDomains": "news.test,rebind.test",
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
    # Less to compute: tabs and processes in reserve that no test uses, frames that nobody sees.
    "browser.newtab.preload": False,
    "browser.newtabpage.enabled": False,
    "browser.sessionstore.interval": 3_600_000,
    "browser.tabs.remote.separatePrivilegedContentProcess": False,
    "dom.ipc.processPrelaunch.enabled": False,
    "layout.frame_rate": 10,
    "xpinstall.signatures.required": False,  # Only ESR heeds it; for the archives that we build.
}


def write_preferences(profile: Path, port: int) -> None:
    """Write them to a profile, in which the site at a port counts as public, as in Chromium.

    Loopback is protected from public sites.
    """
    site = {"network.lna.address_space.public.override": f"127.0.0.1:{port}"}
    lines = [
        f"user_pref({json.dumps(name)}, {json.dumps(value)});"
        for name, value in (PREFERENCES | site).items()
    ]
    (profile / "user.js").write_text("\n".join(lines))
