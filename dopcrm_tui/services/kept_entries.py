"""What stood in the fields of a form, as it is kept on this machine."""

from typing import Self

from pydantic import Base64Bytes, BaseModel, ConfigDict

from dopcrm_tui.services.papers import Paper


class KeptEntry(BaseModel):
    """What stood in one field: its text, or the code of the office it named."""

    model_config = ConfigDict(frozen=True)

    text: str = ""
    office: str | None = None


class KeptPaper(BaseModel):
    """A file that came with the form."""

    file_name: str
    content: Base64Bytes

    @classmethod
    def of(cls, paper: Paper) -> Self:
        """Return a paper to be kept."""
        # Base64Bytes decodes what it is given.
        return cls.model_construct(file_name=paper.file_name, content=paper.content)
