"""The words of notices: whole in every language, short enough, and the department's to change."""

import pytest

from data.catalogues.notice_texts import notice_text, written
from data.catalogues.wording import QUESTIONS, SLOT, shipped, wording_of
from dopcrm_tui.rules import notices
from dopcrm_tui.rules.refusals import InvalidInput
from dopcrm_tui.rules.sms_text import is_gsm, parts
from dopcrm_tui.rules.vocabulary import Language

LONG = {
    "number": "2612-000001-3",
    "name": "Venkatanarasimharajuvaripeta " * 4,
    "office": "Thiruvananthapuram Medical College " * 3,
    "due_at": "2026-12-31T18:29:59+00:00",
    "expected_by": "2026-12-31",
    "closure": "no_information",
    "text": "The article was delivered to the addressee's neighbour. " * 35,
    "reason": "the inquiry at the sorting hub is not complete yet " * 39,
    "code": "123456",
    "hours": "168",
    "refused": "code locked",
    "count": "10000",
    "lines": "x" * 2000,
}
IN_HINDI = {**LONG, "text": "लेख पड़ोसी को दिया गया। " * 80, "reason": "जाँच जारी है " * 150}
EVERY = [(language, name) for language in Language for name in shipped().templates[language]]


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_the_longest_sms_keeps_its_parts_and_says_number_and_code(language, name):
    for values in (LONG, IN_HINDI):
        sms = written(name, language, values).sms
        assert 1 <= parts(sms) <= (2 if is_gsm(sms) else 3)
        if name != "digest":
            assert "26120000013" in sms
        assert ("123456" in sms) is (name in QUESTIONS)


def test_both_languages_say_the_same_things():
    english, hindi = (shipped().templates[language] for language in Language)
    assert english.keys() == hindi.keys()
    for name, template in english.items():
        for key in ("text", "sms"):
            ours, theirs = (set(SLOT.findall(getattr(of, key))) for of in (template, hindi[name]))
            assert ours == theirs, f"{name} {key}"


def test_every_notice_that_the_rules_can_write_has_words():
    drafts = [draft for drafts in notices._NOTICES.values() for draft in drafts]
    wanted = {draft.template for draft in (*drafts, *notices.REGISTERED)}
    assert wanted <= shipped().templates[Language.ENGLISH].keys()


def test_what_a_customer_wrote_names_no_slot():
    told = {"number": "1", "text": "{code} {name}", "code": "123456", "name": "Ravi"}
    text = notice_text("confirmation_sought", "en", told)
    assert "{code} {name}" in text


def test_an_email_has_all_of_what_the_sms_had_no_room_for():
    words = written("confirmation_sought", "en", LONG)
    assert LONG["text"].strip() in words.text
    assert "..." in words.sms


def reword(folder, text, name="en.toml"):
    (folder / name).write_text(text, encoding="utf-8")
    return wording_of(folder)


def test_the_department_rewords_an_entry_and_keeps_the_rest(tmp_path):
    wording = reword(
        tmp_path, '[closed]\nsms = "Shikayat {number}: band."\ndlt_template_id = "1107"\n'
    )
    words = written("closed", "en", LONG, wording)
    assert (words.sms, words.template_id) == ("Shikayat 26120000013: band.", "1107")
    assert words.sms_values == ("26120000013",)
    assert words.text == written("closed", "en", LONG).text
    assert written("closed", "hi", LONG, wording) == written("closed", "hi", LONG)


def test_all_that_is_wrong_with_an_entry_is_told_in_one_go(tmp_path):
    with pytest.raises(InvalidInput) as refused:
        reword(tmp_path, '[confirmation_sought]\nsms = "{number} {colour}"\nmms = "x"\n')
    told = str(refused.value)
    assert all(each in told for each in ("there is no mms", "{colour}", "must speak of {code}"))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("count", ["1", "2"])
def test_a_digest_reads_right_whatever_its_count(language, count):
    words = written("digest", language, {"count": count, "lines": "x"})
    assert words.subject.endswith(f": {count}")
    assert words.text.splitlines()[0].endswith(f": {count}")
    assert words.sms.endswith(f": {count}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[shut]\nsms = "x"\n', "there is no such notice"),
        ('[closed]\nsms = "It is over."\n', "must speak of {number}"),
        ('[closed]\nsms = "{number} {colour}"\n', "{colour}"),
        ('[closed]\nsms = "{number} {code}"\n', "may not tell the {code}"),
        ('[confirmation_sought]\nsms = "Close {number}?"\n', "must speak of {code}"),
        ('[closed]\ntext = "{number} ' + "x" * 1001 + '"\n', "1 to 1000 characters"),
        ("[closed]\nsms = 5\n", "a table of texts"),
        ('[closed]\nmms = "x"\n', "there is no mms"),
        ("[closed\n", "cannot be read"),
    ],
)
def test_what_is_wrong_with_their_words_is_named(tmp_path, text, sentence):
    with pytest.raises(InvalidInput) as refused:
        reword(tmp_path, text)
    assert sentence in str(refused.value)
    assert "en.toml" in str(refused.value)


def test_all_that_is_wrong_with_an_entry_is_told_at_once(tmp_path):
    text = '[confirmation_sought]\nsms = "{number} {colour}"\nweight = "heavy"\n'
    with pytest.raises(InvalidInput) as refused:
        reword(tmp_path, text)
    assert all(each in str(refused.value) for each in ("{colour}", "{code}", "weight"))


def test_a_folder_of_words_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InvalidInput, match="names no folder"):
        wording_of(tmp_path / "gone")
