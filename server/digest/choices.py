"""What the reader chooses: how the points are worded, and how many there are.

The command line, the protocol and batch runs read these tables;
tests/unit/test_contract.py holds the extension to them.
"""

from typing import Literal, get_args

# Shortened to words of its sentence, in plainer words, or that sentence word for word.
Style = Literal["brief", "plain", "exact"]
STYLES: tuple[Style, ...] = get_args(Style)
DEFAULT_STYLE: Style = "brief"

# How many points each length asks for.
LENGTHS = {"short": 3, "medium": 5, "long": 7}
DEFAULT_LENGTH = "short"
