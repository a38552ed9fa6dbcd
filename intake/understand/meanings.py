"""What each heading of a table holds, judged together: a share's numerator, denominator and percentage stand side by
side and are often only named once.

The same is asked of the columns of a table and of the labels of its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.questions import IGNORE, Answers
from intake.table import LEVELS
from intake.understand.headings import Said, said
from intake.understand.indicators import AHEAD, MATCHED, NEAR, IndicatorIndex, concepts_of
from intake.words import folded
from metrics.goals import Kind

_TOTAL = ("tổng", "total")
_PREDICATE = ("là ", "đạt ", "có ", "được ", "kiêm ", "trong đó")


@dataclass(frozen=True, slots=True)
class Meant:
    """``role``: ``figure``, ``comparison``, ``ignored``, ``unclear`` (``candidates`` to ask about), or the role that a
    person gave. ``also``: shares whose denominator the heading is besides what it is itself.
    """

    role: str
    indicator: str | None = None
    part: str | None = None
    score: int = 0
    how: str = "none"
    candidates: tuple[tuple[str, int], ...] = ()
    also: tuple[str, ...] = ()


def heading_key(levels: Sequence[str]) -> str:
    """Key of a column's or row's answer."""
    return folded(LEVELS.join(levels))


ROLES = ("unit", "name", "within", "period", "order", "note", "measure", "code", "comparison", "label", "indicator")
"""Answers about a column that are no indicator."""


def answered(levels: Sequence[str], index: IndicatorIndex, answers: Answers) -> Meant | None:
    """What a person said of a heading or label; null where nobody did."""
    answer = answers.get(("indicator", heading_key(levels)))
    if answer is None:
        return None
    named = index.code(answer)
    if named is not None:
        return Meant("figure", named[0], named[1] or "value", 100, "answer")
    if answer != IGNORE and answer not in ROLES:
        return None
    return Meant("ignored" if answer == IGNORE else answer, score=100, how="answer")


def meanings(
    headings: Sequence[tuple[str, ...]], index: IndicatorIndex, answers: Answers, *, crossed: bool = False
) -> list[Meant]:
    """One answer a heading, in their order. ``crossed``: the first level of each is a row's label."""
    return _Reading(headings, index, answers, crossed).read()


def without_taken(every: Sequence[Meant], taken: frozenset[tuple[str, str]] = frozenset()) -> list[Meant]:
    """The same, without asking for what another heading surely is already (or ``taken``)."""
    sure = set(taken)
    for one in every:
        if one.role == "figure" and one.indicator:
            sure |= {(one.indicator, one.part or "value")} | (
                {(one.indicator, "value")} if one.part == "num" else set()
            )
    found: list[Meant] = []
    for one in every:
        if one.role == "unclear":
            left = tuple(each for each in one.candidates if named(each[0], one.part) not in sure)
            one = replace(one, candidates=left) if left else replace(one, role="ignored", candidates=())
        found.append(one)
    return found


def named(candidate: str, part: str | None) -> tuple[str, str]:
    """Indicator and part that a candidate stands for."""
    code, _, own = candidate.partition(".")
    return code, own or part or "value"


class _Reading:
    def __init__(
        self, headings: Sequence[tuple[str, ...]], index: IndicatorIndex, answers: Answers, crossed: bool
    ) -> None:
        self.crossed = crossed
        self.headings = headings
        self.index = index
        self.heard: list[Said] = [said(levels) for levels in headings]
        self.found: list[Meant | None] = [answered(levels, index, answers) for levels in headings]

    def read(self) -> list[Meant]:
        for run in self._groups():
            self._group(run)
        for place in range(len(self.headings)):
            self._pair(place)
        for place in range(len(self.headings)):
            if self.found[place] is None:
                self.found[place] = self._alone(place)
        self._distant()
        self._apart()
        self._running_alone()
        return without_taken([each or Meant("ignored") for each in self.found])

    # --- a group heading that is a share -----------------------------------------------------------

    def _groups(self) -> list[range]:
        runs: list[range] = []
        start = 0
        for place in range(1, len(self.headings) + 1):
            same = place < len(self.headings) and self.headings[place][:-1] == self.headings[start][:-1]
            if not same:
                if place - start > 1 and self.headings[start][:-1]:
                    runs.append(range(start, place))
                start = place
        return runs

    def _share(self, rest: tuple[str, ...]) -> tuple[str, int] | None:
        """The share that a text surely names."""
        found = self.index.near(rest, crossed=self.crossed) if rest else ()
        if not found or found[0][1] < MATCHED or (len(found) > 1 and found[0][1] - found[1][1] < AHEAD):
            return None
        return found[0] if self.index.kinds[found[0][0]] is Kind.SHARE else None

    def _group(self, run: range) -> None:
        group = self._share(said(self.headings[run[0]][:-1]).rest)
        if group is None:
            return
        code, score = group
        open_ = [place for place in run if self.found[place] is None and self.heard[place].part is None]
        own = {place: said(self.headings[place][-1:]).rest for place in open_}
        dens = [
            place
            for place in open_
            if self.heard[place].bare == "den" or code in dict(self.index.denominators(own[place]))
        ]
        rest = [place for place in open_ if place not in dens]
        for place in run:
            if self.found[place] is None and self.heard[place].part == "percent":
                self.found[place] = Meant("figure", code, "percent", score, _how(score))
        if len(dens) == 1 and len(rest) == 1:
            self.found[dens[0]] = Meant("figure", code, "den", score, _how(score))
            self.found[rest[0]] = Meant("figure", code, "num", score, _how(score))

    # --- a total, what of it, and the percentage ---------------------------------------------------

    def _pair(self, place: int) -> None:
        after = place + 1
        if after >= len(self.headings) or self.found[place] or self.found[after]:
            return
        total, of_it = self.heard[place], self.heard[after]
        if total.part or of_it.part or not total.rest:
            return
        share = self._of(total.rest, of_it.rest, self.headings[after])
        if share is None:
            return
        code, score = share
        follows = after + 1 < len(self.headings) and self.heard[after + 1].part == "percent"
        named = dict(self.index.denominators(total.rest)).get(code, 0)
        within = concepts_of(total.rest) <= self.index.concepts(code)
        said_total = self.headings[place][-1:] and folded(self.headings[place][-1]).startswith(_TOTAL)
        if named < MATCHED and not (within and follows and said_total):
            if said_total and (within or follows):
                self._ask_for_the_total(place, after, code)
            return
        own = self._alone(place)
        if own.role == "figure" and own.indicator != code:
            self.found[place] = replace(own, also=(code,))
        else:
            self.found[place] = Meant("figure", code, "den", max(named, score), _how(max(named, score)))
        self.found[after] = Meant("figure", code, "num", score, _how(score))
        if follows and self.found[after + 1] is None:
            rest = self.heard[after + 1].rest
            if not rest or code in dict(self.index.near(rest)) or code in dict(self.index.near((*of_it.rest, *rest))):
                self.found[after + 1] = Meant("figure", code, "percent", score, _how(score))

    def _ask_for_the_total(self, place: int, after: int, code: str) -> None:
        """A total before a share that has no denominator elsewhere may be it, whatever else it is."""
        elsewhere = (
            dict(self.index.denominators(heard.rest)).get(code, 0) >= MATCHED and heard.part is None
            for other, heard in enumerate(self.heard)
            if other != after
        )
        if any(elsewhere):
            return
        own = self._alone(place)
        known = ((own.indicator, own.score),) if own.role == "figure" and own.indicator else ()
        if own.role == "figure" and own.indicator == code:
            return
        self.found[place] = Meant("unclear", score=NEAR, candidates=((f"{code}.den", NEAR), *known))

    def _of(self, total: tuple[str, ...], of_it: tuple[str, ...], heading: tuple[str, ...]) -> tuple[str, int] | None:
        """The share that the second heading names, by itself or as a part of the first one."""
        alone = self._share(of_it)
        if alone is not None:
            return alone
        bare = not of_it or folded(heading[-1]).startswith(_PREDICATE)
        return self._share((*total, *of_it)) if bare and of_it else None

    # --- each by itself ----------------------------------------------------------------------------

    def _alone(self, place: int) -> Meant:
        levels, heard = self.headings[place], self.heard[place]
        meaning = self.index.match(levels, crossed=self.crossed)
        if meaning.part == "comparison":
            return Meant("comparison", meaning.indicator, score=meaning.score, how=meaning.how)
        if not heard.rest and meaning.indicator is None and heard.part in ("percent", "cumulative"):
            return self._of_the_one_before(place, heard.part)
        if meaning.indicator is None:
            candidates = tuple(one for one in meaning.candidates if self._fits(one[0], meaning.part))
            return Meant("unclear" if candidates else "ignored", None, meaning.part, meaning.score, "none", candidates)
        if not self._fits(meaning.indicator, meaning.part):
            return Meant("comparison", meaning.indicator, meaning.part, meaning.score, meaning.how)
        return Meant("figure", meaning.indicator, meaning.part, meaning.score, meaning.how, meaning.candidates)

    def _fits(self, code: str, part: str) -> bool:
        """Only shares have percentages, and only flows run on."""
        kind = self.index.kinds[code]
        return (part != "percent" or kind is Kind.SHARE) and (part != "cumulative" or kind is Kind.FLOW)

    def _of_the_one_before(self, place: int, part: str) -> Meant:
        before = self.found[place - 1] if place else None
        kind = self.index.kinds.get(before.indicator or "") if before and before.role == "figure" else None
        fits = kind is (Kind.SHARE if part == "percent" else Kind.FLOW)
        if before is None or not fits or before.part in (part, "den"):
            return Meant("comparison", part=part)
        return Meant("figure", before.indicator, part, before.score, before.how)

    def _distant(self) -> None:
        """A share's denominator that stands elsewhere in the table."""
        for place, one in enumerate(self.found):
            if one is None or one.role != "figure" or one.part != "value":
                continue
            if self.index.kinds[one.indicator or ""] is not Kind.SHARE:
                continue
            dens = [
                other
                for other, heard in enumerate(self.heard)
                if other != place
                and heard.part is None
                and dict(self.index.denominators(heard.rest)).get(one.indicator or "", 0) >= MATCHED
            ]
            before = [other for other in dens if other < place]
            if not before and len(dens) != 1:
                continue
            nearest = before[-1] if before else dens[0]
            den = self.found[nearest]
            if den is None or den.role in ("ignored", "unclear"):
                self.found[nearest] = Meant("figure", one.indicator, "den", one.score, "near")
            elif den.role == "figure" and den.part in ("value", "den") and den.indicator != one.indicator:
                self.found[nearest] = replace(den, also=(*den.also, one.indicator or ""))
            else:
                continue
            self.found[place] = replace(one, part="num")

    def _running_alone(self) -> None:
        """A running total of what does not run is kept, to be refused, where nothing else is that indicator."""
        held = {one.indicator for one in self.found if one and one.role == "figure"}
        for place, one in enumerate(self.found):
            if one and one.role == "comparison" and one.part == "cumulative" and one.indicator not in (None, *held):
                self.found[place] = replace(one, role="figure")

    def _apart(self) -> None:
        """A share given as a value where its denominator has been found is its numerator."""
        dens = {one.indicator for one in self.found if one and one.part == "den"}
        dens |= {code for one in self.found if one for code in one.also}
        for place, one in enumerate(self.found):
            if one and one.role == "figure" and one.part == "value" and one.indicator in dens:
                self.found[place] = replace(one, part="num")


def _how(score: int) -> str:
    return "name" if score == 100 else "near"
