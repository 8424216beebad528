"""A clerk names the files a customer brought; they are looked at at once and sent with the form."""

import os

import pytest
from filed import PDF
from strange_files import jpeg
from visit import visiting

from dopcrm_tui.rules.attachment_content import LARGEST
from dopcrm_tui.rules.complaint_number import parse_number
from dopcrm_tui.rules.vocabulary import Queue
from screens.kept import Kept
from screens.register import RegisterScreen

SUBJECT = "102EM123456785IN01112026\t682001"
JPEG = jpeg()
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@pytest.fixture
def visit(desk, operator, tmp_path):
    return lambda **options: visiting(RegisterScreen(desk, operator), tmp_path, **options)


@pytest.fixture
def brought(tmp_path):
    """Writes a file and returns its path."""

    def write(name, content=PDF):
        (tmp_path / name).write_bytes(content)
        return str(tmp_path / name)

    return write


async def fill(clerk):
    """Type a whole complaint and stop in the field of the files."""
    await clerk.type(SUBJECT)
    await clerk.press("f8")
    await clerk.type("\nRavi Kumar\t9876543210")
    await clerk.press("f8")
    await clerk.type("Never came.\t")
    assert clerk.app.focused.ask.label == "Attach files"


async def name(clerk, path, key="enter"):
    clerk.app.focused.value = path
    await clerk.press(key)


def registered(desk, operator):
    return [line.number for line in desk.queues.page(operator, Queue.PENDING).lines]


async def attached(clerk, desk, operator):
    number = parse_number(clerk.line(" registered · ").split()[0])
    papers = desk.cases.show(operator, number).attachments
    return sorted((paper.file_name, paper.kind) for paper in papers)


async def test_named_files_are_listed_with_their_size_and_sent_with_the_form(
    visit, desk, operator, brought
):
    async with visit() as clerk:
        await fill(clerk)
        await name(clerk, brought("receipt.pdf", PDF + b" " * 2000))
        await name(clerk, brought("parcel.jpg", JPEG))
        assert clerk.app.focused.value == ""
        assert "receipt.pdf (3 KB), parcel.jpg (1 KB)" in clerk.text
        await clerk.press("f10")
        assert await attached(clerk, desk, operator) == [
            ("parcel.jpg", "jpeg"),
            ("receipt.pdf", "pdf"),
        ]
        assert "receipt.pdf" not in clerk.text


async def test_a_path_typed_last_is_sent_too(visit, desk, operator, brought):
    async with visit() as clerk:
        await fill(clerk)
        await name(clerk, brought("receipt.pdf"), "f10")
        assert await attached(clerk, desk, operator) == [("receipt.pdf", "pdf")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"", "is empty. Attach a JPEG or a PDF."),
        (PNG, "its content is PNG. Attach a JPEG or a PDF."),
        (b"Dear Sir,", "of an unknown kind. Attach a JPEG or a PDF."),
        (PDF[:-9], "is not a whole PDF: its end is missing."),
        (JPEG[:-2], "is not a whole JPEG: it is cut off or damaged."),
        (PDF + b" " * LARGEST, "is 201 KB; the limit is 200 KB."),
    ],
)
async def test_a_file_that_cannot_be_attached_is_told_at_once_and_not_left_out_in_silence(
    visit, desk, operator, tmp_path, content, said
):
    if content is not None:
        (tmp_path / "file.pdf").write_bytes(content)
    async with visit(size=(132, 43)) as clerk:
        await fill(clerk)
        await name(clerk, str(tmp_path / "file.pdf"))
        assert said in clerk.text
        assert clerk.app.focused.value == str(tmp_path / "file.pdf")
        await clerk.press("f10")
        assert "nothing is registered yet" in clerk.text
        assert said in clerk.text
        assert registered(desk, operator) == []
        clerk.app.focused.value = ""
        await clerk.press("f10")
        assert await attached(clerk, desk, operator) == []


async def test_a_folder_a_pipe_and_a_link_are_no_files(visit, tmp_path, brought):
    os.mkfifo(tmp_path / "pipe.pdf")
    os.symlink(brought("real.pdf"), tmp_path / "link.pdf")
    async with visit(size=(132, 43)) as clerk:
        await fill(clerk)
        for wrong in (tmp_path, tmp_path / "pipe.pdf", tmp_path / "link.pdf"):
            await name(clerk, str(wrong))
            assert clerk.app.focused.value == str(wrong)
            assert "KB)" not in clerk.text
            assert "! " in clerk.text


async def test_a_file_is_named_once_and_can_be_taken_out_again(visit, desk, operator, brought):
    async with visit(size=(132, 43)) as clerk:
        await fill(clerk)
        await clerk.press("f4")
        assert "No file is named yet" in clerk.text
        await name(clerk, brought("one.pdf"))
        await name(clerk, brought("two.pdf"))
        await name(clerk, brought("one.pdf"))
        assert "one.pdf is named already." in clerk.text
        clerk.app.focused.value = ""
        await clerk.press("f4")
        await clerk.until("Take which file out?")
        await clerk.type("one\n")
        assert "one.pdf" not in clerk.text
        await clerk.press("f10")
        assert await attached(clerk, desk, operator) == [("two.pdf", "pdf")]


async def test_more_files_than_a_complaint_takes_are_refused_by_name(visit, desk, brought):
    most = next(each.value for each in desk.policy.show() if each.key == "attachments_max")
    async with visit(size=(132, 43)) as clerk:
        await fill(clerk)
        for n in range(int(most)):
            await name(clerk, brought(f"{n}.pdf"))
        await name(clerk, brought("more.pdf"))
        assert f"A complaint takes {most} attachments." in clerk.text


async def test_a_file_that_is_gone_when_the_form_is_sent_is_told_with_all_else_that_is_wrong(
    visit, desk, operator, brought
):
    async with visit(size=(132, 43)) as clerk:
        await fill(clerk)
        gone, stays = brought("gone.pdf"), brought("stays.pdf")
        await name(clerk, gone)
        await name(clerk, stays)
        os.remove(gone)
        await clerk.press("shift+tab", *["backspace"] * len("Never came."))
        await clerk.press("f10")
        assert f"{gone} cannot be read: No such file or directory." in " ".join(clerk.text.split())
        assert "2 fields to correct: Description, Attach files." in clerk.text
        assert registered(desk, operator) == []


async def test_the_files_of_a_form_that_was_left_are_there_again(desk, operator, tmp_path, brought):
    kept = Kept()
    async with visiting(RegisterScreen(desk, operator, kept), tmp_path) as clerk:
        await fill(clerk)
        await name(clerk, brought("receipt.pdf"))
        await clerk.press("f3", "f3")
    async with visiting(RegisterScreen(desk, operator, kept), tmp_path) as clerk:
        await clerk.press("f8", "f8", "f8")
        assert "receipt.pdf (1 KB)" in clerk.text
        await clerk.press("f10")
        assert await attached(clerk, desk, operator) == [("receipt.pdf", "pdf")]


async def test_the_name_of_a_file_cannot_write_on_the_screen(visit, brought):
    async with visit(size=(132, 43)) as clerk:
        await fill(clerk)
        await name(clerk, brought("\x1b[2Jbad[red].pdf"))
        assert "^[[2Jbad[red].pdf (1 KB)" in clerk.text
