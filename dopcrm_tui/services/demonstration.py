"""Whether a store is a throw-away one, in which things are shown that are kept from eyes else."""

from sqlmodel import Session

from data.models.settings import DEMO, StoreInfo


def is_demo(session: Session) -> bool:
    """Whether a store was made by `dopcrm demo`."""
    info = session.get(StoreInfo, DEMO)
    return info is not None and info.value == "yes"
