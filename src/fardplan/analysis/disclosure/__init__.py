"""Which survey results may be shown so that no small group is given away, worked out from counts alone.

**Words.** A background variable is a tree of groups (`Group`): the root is everybody, the leaves are the finest classes
("no answer" is one of them), and what lies between are coarser classes, each of them the union of its parts. A row of a
public table is one group of one variable. A *block* is a shown group without its shown parts: the people one gets at by
subtracting rows from the row above them. The blocks of a plan divide everybody.

**The attacker** has all public pages, old ones too, knows these rules, and is taken to have undone every rounding:
with thirty answers a whole percent and an n rounded to ten often give the exact count away. So rounding is an extra,
never what the protection stands on. What remains is subtraction.

**The invariant.**

1. *Every block of every table has at least the minimum of answers, to each question of the table.* Rows of one variable
   lie inside each other or apart, so whatever can be computed from them is computed from sums over blocks, and any set
   of people whose answers follow from the rows is a union of blocks. One group that falls takes the next smallest with
   it, and two that fall with three and four answers take a third, because together they are still seven people.
2. *What is published depends on somebody's class only through the block it is in.* Exchange the classes of two people
   in one block, or move one of them to another class of it so that the same rows stay hidden, and not one public number
   changes, in any table of any variable, whatever they answered: a hidden group could be any part of its block. For
   this the hidden groups are the same in all questions that everybody is asked (`bases`; n differs a little between
   them because some skip some), and a question that fewer are asked may hide more but never less (`within`). Otherwise
   "29 answered this and 30 that" would follow from the difference between two questions. Weighting must look at blocks
   too: rake to the margins of `Plan.blocks`, so that two people of one block never weigh differently because of it.
3. *Knowing the rule does not give away an exact size.* Which of the hidden groups fell and which were taken along is
   not told; of equals all are taken; and where only one set of sizes would lead to what is hidden (each of them one
   below the minimum), more are.
4. *Between two publications every block of the earlier one gains at least the minimum of new answers to each question,
   and blocks are only ever divided, never joined anew.* So the newcomers one gets at by subtracting an old page are at
   least the minimum too; a table that cannot keep this stays as it was, and after closing as well: three late answers
   stay outside the public tables. Everybody's row moves in batches (`next_release`).

**What is not promised.** In a question that fewer are asked, or that many skip, 1 holds for each variable, but who may
be exchanged differs from question to question, so 2 does not hold for the groups only that question hides; how many
were asked it is a cell of the question that led there. A weighted share beside the unweighted one is a second sum over
the same people: where the weights within a row follow from two blocks of another variable it tells them apart, in whole
percent too. So whoever prints gives a group one of the two and everybody both; that a table was first published
unweighted, or with other weights, remains a second sum. A shown group in which all answer alike shows that. An answer
only one person gave lets its row in each variable be lined up. Groups across two variables are never published, but
bounds for them follow from any two tables. What people know about each other beforehand, and answers taken out or
changed between two publications, are no part of this.
"""

from fardplan.analysis.disclosure.behind import Anonymity, DeskTable, anonymity, desk_table
from fardplan.analysis.disclosure.groups import Group
from fardplan.analysis.disclosure.hiding import Plan, plan
from fardplan.analysis.disclosure.limits import Limits
from fardplan.analysis.disclosure.listed import Asked, NotListed, Table, bases, require_listed
from fardplan.analysis.disclosure.rows import Row, Tally, TooFew, public_rows, rounded, whole_percent
from fardplan.analysis.disclosure.snapshots import Counted, Release, Rows, Wait, next_release
from fardplan.analysis.disclosure.squares import Square, public_squares, square_of

__all__ = [
    "Anonymity",
    "Asked",
    "Counted",
    "DeskTable",
    "Group",
    "Limits",
    "NotListed",
    "Plan",
    "Release",
    "Row",
    "Rows",
    "Square",
    "Table",
    "Tally",
    "TooFew",
    "Wait",
    "anonymity",
    "bases",
    "desk_table",
    "next_release",
    "plan",
    "public_rows",
    "public_squares",
    "require_listed",
    "rounded",
    "square_of",
    "whole_percent",
]
