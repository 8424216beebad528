"""The outside world as it is set: which way notices go, and by which doors answers come."""

from collections.abc import Callable

from dopcrm_tui.gateways.channel import Channel, Door
from dopcrm_tui.gateways.file_channel import FileChannel
from dopcrm_tui.settings import Settings


def channels_of(settings: Settings) -> dict[str, Channel]:
    """Return the way out for each kind of notice; where none is set, a folder takes them."""
    folder = FileChannel(settings.state_dir / "outbox")
    return {"sms": folder, "email": folder}


def doors_of(settings: Settings) -> list[tuple[str, Door]]:  # noqa: ARG001  none can be set yet
    """Return the doors by which answers come, each with the kind of its messages."""
    return []


def office_channel(settings: Settings) -> Channel:
    """Return the way by which offices get their digests."""
    return FileChannel(settings.state_dir / "outbox")


def office_address(settings: Settings) -> Callable[[str], str]:  # noqa: ARG001  none is set yet
    """Return how an office is written to, by its code."""
    return str
