"""Small formulas in a survey: when a question is asked, what it accepts, what is worked out, and `${name}` in a text.

The language is the part of XLSForm (https://xlsform.org, itself XPath 1.0 with OpenRosa's functions) that a survey
needs: and or not = != < <= > >= + - * div mod, ${name}, ".", texts, numbers and the functions in ARGUMENTS. Nothing
else is understood, and what is not understood is refused with its place. There are no loops, no regular expressions and
no way out to anything but the answers, so the cost is bounded by the size of the expression.

**Every expression has a value for any answers.** A value is a text, a number or true/false. A question without an
answer, and a calculation that comes to no number, are both the empty text:

- `${a} = ''` asks whether an answer is missing; `${a} + 1` is then missing too; `<` and the like are false;
  `!=` is true of a missing answer and anything else but ''.
- `=` compares truth values if one side is one, else numbers if one side is one, else texts (XPath 1.0, 3.4): the code
  '1' equals 1, the text '1.0' does not equal the text '1'. `<` and the like always compare numbers.
- A date is the text 2026-05-01, and where a number is asked for it is its days since 1970-01-01 (as in ODK). So dates
  are compared with `<`, `today() - ${born}` is days, and date(…) makes days a date again.
- A multiple choice is its codes with spaces between; ask it with selected() and count-selected(). So codes have none.
- False are: missing, 0, false(), and the text 'false'. XPath alone would take the last for true.
- sum, min and max leave out what has no number. Dividing by zero, and numbers past 1.8e308, are missing.
- string-length counts Unicode code points. round() takes the larger of two as near, int() cuts towards zero.
"""

from fardplan.analysis.expressions.evaluating import allows, evaluate, holds, render
from fardplan.analysis.expressions.ordering import CircularError, calculate, calculation_order
from fardplan.analysis.expressions.parsing import (
    ARGUMENTS,
    DEEPEST,
    LONGEST_LABEL,
    MOST_PARTS,
    Tree,
    parse,
    parse_label,
    references,
)
from fardplan.analysis.expressions.problems import SENTENCES, ExpressionError, Kind
from fardplan.analysis.expressions.tokens import LONGEST
from fardplan.analysis.expressions.values import MISSING, Value

__all__ = [
    "ARGUMENTS",
    "DEEPEST",
    "LONGEST",
    "LONGEST_LABEL",
    "MISSING",
    "MOST_PARTS",
    "SENTENCES",
    "CircularError",
    "ExpressionError",
    "Kind",
    "Tree",
    "Value",
    "allows",
    "calculate",
    "calculation_order",
    "evaluate",
    "holds",
    "parse",
    "parse_label",
    "references",
    "render",
]
