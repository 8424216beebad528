"""No screen hands unchecked text to a widget.

What is looked at: the text arguments of the widgets that parse markup (Static, Label, Button,
Option, Select …), of `update`, `add_option(s)`, `set_options` and `Content(…)`, and assignments to
`border_title` and its like. Each must be

- a literal, or a constant in capitals,
- a call of `safe(…)`, or of a function of `screens` that is annotated `-> Content`,
- `Content.assemble(…)`, `Content.from_markup(…)` and so on of such parts,
- an `a if b else c`, a sum, a list or a comprehension of such parts; of a pair its first part.

A set or dictionary in a screen is widened with `|=`, since its `update` looks like a widget's.
So no f-string and no bare variable. `notify` is free: the app's own makes every message safe.
Widgets that have a safer twin (Input: Field, DataTable: LineList …) may not be made at all.
"""

from pathlib import Path

import pytest
from text_sinks import findings

ROOT = Path(__file__).parents[1]

BAD = [
    "Static(name)",
    "Static(f'Complaint {number}')",
    "Label(complaint.title)",
    "Label(str(number))",
    "Static('Name: ' + name)",
    "Static('{}'.format(name))",
    "Static('%s' % name)",
    "Static(content=name)",
    "Button(label, id='go')",
    "Button(label=office.name)",
    "self.query_one('#at', Static).update(name)",
    "head.update(f'{n} open')",
    "head.update('none' if not name else name)",
    "box.border_title = office.name",
    "box.border_subtitle = f'{n}'",
    "box.tooltip = remark",
    "Option(office.name, id='1')",
    "options.add_option(Option(office.name))",
    "options.add_option(office.name)",
    "options.add_options([Option(o.name) for o in offices])",
    "OptionList('a', name)",
    "OptionList(*[o.name for o in offices])",
    "Select([(o.name, o.id) for o in offices])",
    "Select[int]([(o.name, o.id) for o in offices])",
    "select.set_options((o.name, o.id) for o in offices)",
    "Static(Content(name))",
    "text = Content(name)",
    "Static(Content.from_markup(name))",
    "Static(Content.assemble('Name: ', name))",
    "Static(printable(name))",
    "Static(headline(name))",
    "Input()",
    "TextArea(text)",
    "DataTable()",
    "LoadingIndicator()",
]
GOOD = [
    "Static('Ready')",
    "Static(TITLE)",
    "Static(Labels.TITLE)",
    "Static(safe(name))",
    "Static(safe(f'Complaint {number}'), id=name, classes=classes)",
    "Label(safe('a') if a else 'none')",
    "Button('Save', id=identity)",
    "head.update(safe(name), layout=False)",
    "box.border_title = safe(name)",
    "options.add_options([Option(safe(o.name), id=o.id) for o in offices])",
    "OptionList(*[safe(o.name) for o in offices])",
    "Select([(safe(o.name), o.id) for o in offices])",
    "Static(Content.assemble('Name: ', safe(name)))",
    "Static(Content.assemble(('Name: ', 'bold'), (safe(name), style)))",
    "Static(self.summary(case))\ndef summary(case) -> Content: return safe(case.text)",
    "self.notify(str(refusal), severity='warning')",
    "seen.update(name=1)",
    "Field(value=name)",
]


def test_every_text_a_screen_shows_is_safe():
    screens = sorted((ROOT / "screens").rglob("*.py"))
    assert findings([(path.name, path.read_text("utf-8")) for path in screens]) == []


@pytest.mark.parametrize("snippet", BAD)
def test_unchecked_text_is_found(snippet):
    assert len(findings([("bad.py", snippet)])) == 1


@pytest.mark.parametrize("snippet", GOOD)
def test_safe_text_is_left_alone(snippet):
    assert findings([("good.py", snippet)]) == []
