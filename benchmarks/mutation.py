"""Small changes of Python source that a good test should notice."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_PAIRS = (
    ("min", "max"),
    ("minimum", "maximum"),
    ("nanmin", "nanmax"),
    ("argmin", "argmax"),
    ("any", "all"),
    ("floor", "ceil"),
)
_OPPOSITES = {one: two for pair in _PAIRS for one, two in (pair, pair[::-1])}
_KEPT_KEYWORDS = {"strict", "copy", "stacklevel", "daemon", "name"}
"""Arguments whose loss changes nothing that correct code does."""
_TOLERANCE = 1e-6
"""Constants as small as this only keep rounding or a division by zero away."""
_TALK = {"logging", "logger", "log", "warnings"}


@dataclass(frozen=True)
class Mutant:
    """One changed piece of one file.

    Parameters
    ----------
    path : Path
        The file.
    function : str
        Qualified name of the function around it; empty for a class or the module itself.
    line : int
        Line of the change.
    before, after : str
        The line as it was and as it is.
    source : bytes
        The whole file, changed.
    """

    path: Path
    function: str
    line: int
    before: str
    after: str
    source: bytes


@dataclass(frozen=True)
class _Change:
    function: str
    node: ast.expr | ast.stmt
    text: str


def mutants_of(path: Path) -> Iterator[Callable[[], Mutant]]:
    """Every mutant of a file, each to be made when it is chosen."""
    source = path.read_bytes()
    finder = _Finder()
    finder.visit(ast.parse(source))
    for change in finder.changes:
        yield partial(_made, path, source, change)


def _made(path: Path, source: bytes, change: _Change) -> Mutant:
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    node = change.node
    begin = starts[node.lineno - 1] + node.col_offset
    end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
    changed = source[:begin] + change.text.encode() + source[end:]
    first, last = starts[node.lineno - 1], starts[node.end_lineno or node.lineno]
    before, after = source[first:last], changed[first : last + len(changed) - len(source)]
    was, now = (" ".join(text.decode().split()) for text in (before, after))
    return Mutant(path, change.function, node.lineno, was, now, changed)


class _Finder(ast.NodeVisitor):
    """Walks through a module and notes what can be changed.

    Left alone are annotations, decorators, texts, messages of errors, logging, and what only types need.
    """

    def __init__(self) -> None:
        self.changes: list[_Change] = []
        self.scope: list[str] = []
        self.functions = 0
        self.answers_bool = False

    def note(self, node: ast.expr | ast.stmt, new: ast.AST | str) -> None:
        """One more change: a node and what stands in its place."""
        if isinstance(new, ast.AST):
            plain = isinstance(new, ast.Name | ast.Constant | ast.Call | ast.stmt)
            text = ast.unparse(ast.fix_missing_locations(new))
            new = text if plain else f"({text})"
        self.changes.append(_Change(".".join(self.scope) if self.functions else "", node, new))

    def negate(self, test: ast.expr) -> None:
        """A condition turned round."""
        if not (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)):
            self.note(test, ast.UnaryOp(ast.Not(), copy.deepcopy(test)))

    def visit_body(self, body: Sequence[ast.AST]) -> None:
        """Statements or expressions one after the other."""
        for node in body:
            self.visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.scope.append(node.name)
        self.visit_body(node.body)
        self.scope.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.visit_body([value for value in (*node.args.defaults, *node.args.kw_defaults) if value])
        outer = self.answers_bool
        self.answers_bool = isinstance(node.returns, ast.Name) and node.returns.id == "bool"
        self.scope.append(node.name)
        self.functions += 1
        self.visit_body(node.body)
        self.functions -= 1
        self.scope.pop()
        self.answers_bool = outer

    def visit_Assign(self, node: ast.Assign) -> None:
        if not any(isinstance(target, ast.Name) and target.id.startswith("__") for target in node.targets):
            self.visit_body([*node.targets, node.value])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        field = isinstance(node.value, ast.Call) and ast.unparse(node.value.func).endswith("field")
        if node.value and not field:
            self.visit(node.value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if type(node.op) in _ARITHMETIC and not _is_text(node.value):
            new = copy.deepcopy(node)
            new.op = _ARITHMETIC[type(node.op)]()
            self.note(node, new)
        self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None: ...

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None: ...

    def visit_If(self, node: ast.If) -> None:
        if ast.unparse(node.test) in {"TYPE_CHECKING", "__name__ == '__main__'"}:
            return
        self.negate(node.test)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self.negate(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.negate(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self.negate(test)
        self.generic_visit(node)

    def visit_Break(self, node: ast.Break) -> None:
        self.note(node, "continue")

    def visit_Continue(self, node: ast.Continue) -> None:
        self.note(node, "break")

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None):
            return
        if self.answers_bool:
            self.negate(node.value)
        else:
            self.note(node.value, ast.Constant(None))
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call) and not _is_talk(node.value):
            self.note(node, "pass")
            self.generic_visit(node)
        elif not isinstance(node.value, ast.Constant | ast.Call):
            self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        for place, operator in enumerate(node.ops):
            for other in _COMPARISONS[type(operator)]:
                new = copy.deepcopy(node)
                new.ops[place] = other()
                self.note(node, new)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if type(node.op) in _ARITHMETIC and not _is_text(node.left) and not _is_text(node.right):
            new = copy.deepcopy(node)
            new.op = _ARITHMETIC[type(node.op)]()
            self.note(node, new)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        new = copy.deepcopy(node)
        new.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        self.note(node, new)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.USub | ast.Invert):
            self.note(node, copy.deepcopy(node.operand))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self.note(node, str(not value))
        elif isinstance(value, int):
            self.note(node, f"{value + 1}")
            if value:
                self.note(node, f"{value - 1}")
        elif isinstance(value, float) and (value == 0 or abs(value) > _TOLERANCE):
            self.note(node, repr(2 * value) if value else "1.0")

    def visit_Slice(self, node: ast.Slice) -> None:
        for bound in (node.lower, node.upper, node.step):
            if bound is not None:
                self.note(bound, "")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if _is_talk(node):
            return
        for keyword in node.keywords:
            if keyword.arg and keyword.arg not in _KEPT_KEYWORDS:
                new = copy.deepcopy(node)
                new.keywords = [one for one in new.keywords if one.arg != keyword.arg]
                self.note(node, new)
        new = copy.deepcopy(node)
        if isinstance(new.func, ast.Name) and new.func.id in _OPPOSITES:
            new.func.id = _OPPOSITES[new.func.id]
            self.note(node, new)
        elif isinstance(new.func, ast.Attribute) and new.func.attr in _OPPOSITES:
            new.func.attr = _OPPOSITES[new.func.attr]
            self.note(node, new)
        self.visit_body([node.func, *node.args])
        self.visit_body([word.value for word in node.keywords if word.arg not in _KEPT_KEYWORDS])


def _is_text(node: ast.expr) -> bool:
    """Whether an operand is a text, or None, as in a union of types."""
    constant = isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, str))
    return constant or isinstance(node, ast.JoinedStr)


def _is_talk(call: ast.Call) -> bool:
    """Whether a call writes to a log."""
    return ast.unparse(call.func).split(".")[0] in _TALK
