"""Start the server at login: one module for each operating system."""

import sys

from server.autostart.launchd import LaunchAgent
from server.autostart.service import Autostart
from server.autostart.systemd import UserService
from server.autostart.task_scheduler import LogonTask


def find_autostart(platform: str = sys.platform) -> Autostart:
    """Return the way of this system to start a program at login."""
    if platform == "darwin":
        return LaunchAgent()
    if platform == "win32":
        return LogonTask()
    return UserService()
