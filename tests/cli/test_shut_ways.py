"""A way out that is shut, at the shell: told by each pass and by the doctor until it is mended."""

import json

import pytest
from command_line import Shell
from overdue import make_due
from sms_gateway import Gateway, answering

SECRET = "stamp-and-seal"
DUE = 4


@pytest.fixture
def at(store, staff, tmp_path):
    """Give the shell of a machine on a store with notices waiting, under these settings."""
    make_due(store, staff, DUE)
    url = store.engine.url.render_as_string(hide_password=False)

    def shell(**named):
        more = {f"DOPCRM_SMS_{name}": value for name, value in named.items()}
        return Shell(url, tmp_path, {"DOPCRM_SMS_SENDER": "INPOST", **more})

    return shell


def test_a_wrong_token_is_told_and_after_it_is_mended_the_next_pass_sends_all(at):
    gateway = Gateway()
    gateway.plan = [(401, {}, b"")] * 2
    with answering(gateway) as url:
        wrong = at(URL=url, ENTITY_ID="1101", TOKEN=SECRET)
        first = wrong.ask("sweep")
        shown = wrong.run("sweep")
        checks = {each["name"]: each for each in wrong.ask("doctor")["checks"]}
        assert len(gateway.posted) == 2, "a pass has one try"
        mended = at(URL=url, ENTITY_ID="1101", TOKEN="another").ask("sweep")
        after = at(URL=url, ENTITY_ID="1101", TOKEN="another").run("doctor")
    told = "IST: The SMS gateway said 401: it does not take our sms.token."
    assert first["shut"]["sms"].startswith("No SMS has gone out since ")
    assert first["shut"]["sms"].endswith(told)
    assert "undeliverable" not in first["notices"]
    assert told in shown.text
    assert checks["notices by sms"]["finding"].endswith(told)
    assert checks["notices by sms"]["remedy"]
    assert SECRET not in json.dumps([first, checks]) + shown.text
    assert mended["shut"] == {}
    assert mended["notices"]["delivered"] == len({one["reference"] for one in gateway.posted[2:]})
    assert len(gateway.posted) == 2 + mended["notices"]["delivered"]
    assert "notices by sms" not in after.text
