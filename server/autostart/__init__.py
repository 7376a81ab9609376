"""Starting the server at login, each system by its own means: a module a system."""

import sys

from server.autostart.launchd import LaunchAgent
from server.autostart.service import Autostart
from server.autostart.systemd import UserService
from server.autostart.task_scheduler import LogonTask


def find_autostart(platform: str = sys.platform) -> Autostart:
    """Return this system's means."""
    if platform == "darwin":
        return LaunchAgent()
    if platform == "win32":
        return LogonTask()
    return UserService()
