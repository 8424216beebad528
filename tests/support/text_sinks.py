"""Find where a screen hands text to a widget that has not been made safe."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

MARKUP = ["Static", "Label", "Button", "Checkbox", "RadioButton", "Collapsible", "Link"]
CHOICES = ["Option", "OptionList", "Select", "Selection", "SelectionList", "Tab", "TabPane"]
WIDGETS = frozenset([*MARKUP, *CHOICES, "Placeholder"])
METHODS = frozenset(["update", "add_option", "add_options", "set_options"])
KEYWORDS = frozenset(["content", "label", "prompt", "title", "options", "tooltip"])
ATTRIBUTES = frozenset(["border_title", "border_subtitle", "tooltip", "content", "label", "prompt"])
LOOKED_AT = frozenset(["Content", "Option", "Selection"])
"""Calls that are looked at by themselves, wherever they stand."""
REPLACED = {
    "Input": "Field",
    "TextArea": "TextField",
    "DataTable": "LineList",
    "ListView": "LineList",
    "LoadingIndicator": "a line of text",
    "RichLog": "LineList",
    "Markdown": "Static(safe(...))",
}


def findings(sources: Sequence[tuple[str, str]]) -> list[str]:
    """Return `name:line: what is wrong` for the (name, source) pairs of one package."""
    trees = [(name, ast.parse(source)) for name, source in sources]
    makers = {maker for _, tree in trees for maker in _makers_of_content(tree)}
    return [
        f"{name}:{line}: {wrong}"
        for name, tree in trees
        for line, wrong in sorted(_Screen(makers).wrong_in(tree))
    ]


def _makers_of_content(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        returns = node.returns if isinstance(node, ast.FunctionDef) else None
        if isinstance(node, ast.FunctionDef) and returns and _name(returns) == "Content":
            yield node.name


class _Screen:
    def __init__(self, makers: set[str]) -> None:
        self._makers = makers | {"safe"}

    def wrong_in(self, tree: ast.Module) -> Iterator[tuple[int, str]]:
        for node in ast.walk(tree):
            for text in self._texts(node):
                if not self._is_safe(text):
                    yield text.lineno, f"{ast.unparse(text)} is not safe text"
            if isinstance(node, ast.Call) and _name(node.func) in REPLACED:
                yield node.lineno, f"use {REPLACED[_name(node.func)]} for {_name(node.func)}"

    def _texts(self, node: ast.AST) -> Iterable[ast.expr]:
        """Give the expressions by which this node shows text."""
        if isinstance(node, ast.Assign):
            names = [target.attr for target in node.targets if isinstance(target, ast.Attribute)]
            return [node.value] if ATTRIBUTES.intersection(names) else []
        if not isinstance(node, ast.Call):
            return []
        name = _name(node.func)
        is_method = isinstance(node.func, ast.Attribute) and name in METHODS
        if name == "Content":
            return node.args
        if is_method or name in WIDGETS:
            keywords = [word.value for word in node.keywords if word.arg in KEYWORDS]
            # The second argument of an option or a button is its value or look, not its text.
            return [*(node.args if name == "OptionList" else node.args[:1]), *keywords]
        return []

    def _is_safe(self, text: ast.expr) -> bool:
        match text:
            case ast.Constant():
                return True
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return name.isupper()
            case ast.IfExp(body=body, orelse=other):
                return self._is_safe(body) and self._is_safe(other)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._is_safe(left) and self._is_safe(right)
            case ast.Starred(value=value):
                return self._is_safe(value)
            case ast.Tuple(elts=[first, *_]):
                return self._is_safe(first)
            case ast.List(elts=parts):
                return all(map(self._is_safe, parts))
            case ast.ListComp(elt=each) | ast.GeneratorExp(elt=each):
                return self._is_safe(each)
            case ast.Call(func=func, args=parts):
                return self._makes_safe(func, parts)
        return False

    def _makes_safe(self, func: ast.expr, parts: list[ast.expr]) -> bool:
        name = _name(func)
        if name in self._makers or name in LOOKED_AT:
            return True
        of_content = isinstance(func, ast.Attribute) and _name(func.value) == "Content"
        return of_content and all(map(self._is_safe, parts))


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return _name(value)
    return ""
