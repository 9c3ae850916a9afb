"""A pocket calculator, as candidates may bring to an open-book exam: + - * / % and brackets.

Exact decimals, so that cents come out as on paper; nothing but numbers is ever evaluated.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext
from operator import add, mul, neg, pos, sub, truediv

from tutor.errors import ResponseError

LENGTH = 200
"""Characters of a calculation at most."""
DIGITS = 12
"""Significant digits of a result."""

_BINARY: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: add,
    ast.Sub: sub,
    ast.Mult: mul,
    ast.Div: truediv,
}
_UNARY: dict[type[ast.unaryop], Callable[[Decimal], Decimal]] = {ast.UAdd: pos, ast.USub: neg}
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "·": "*", ",": "", "$": "", "x": "*"})


def calculate(text: str) -> Decimal:
    """Return the value of a calculation such as `(165 - 55) * 80%`.

    Signs as on paper (× ÷ −) count, too; `%` means hundredths; commas and dollar signs are
    passed over.

    Raises:
        ResponseError: It cannot be calculated; the text says why.
    """
    if len(text) > LENGTH:
        raise ResponseError(f"A calculation has at most {LENGTH} characters.")
    cleaned = text.strip().lower().translate(_SIGNS).replace("%", "*0.01 ").strip()
    try:
        tree = ast.parse(cleaned, mode="eval")
        with localcontext(prec=28):
            value = _value(tree.body, cleaned)
            return _short(value)
    except (DivisionByZero, ZeroDivisionError) as error:
        raise ResponseError("Nothing can be divided by zero.") from error
    except (SyntaxError, ValueError, InvalidOperation, RecursionError, MemoryError) as error:
        raise ResponseError(
            "That is no calculation: use numbers, + - * / % and brackets."
        ) from error


def _value(node: ast.expr, text: str) -> Decimal:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return Decimal(ast.get_source_segment(text, node) or str(node.value))
    if isinstance(node, ast.BinOp) and (binary := _BINARY.get(type(node.op))):
        return binary(_value(node.left, text), _value(node.right, text))
    if isinstance(node, ast.UnaryOp) and (unary := _UNARY.get(type(node.op))):
        return unary(_value(node.operand, text))
    raise ValueError(type(node).__name__)


def _short(value: Decimal) -> Decimal:
    """Round to a pocket calculator's display, without an exponent or idle zeros."""
    with localcontext(prec=DIGITS):
        rounded = (+value).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
