"""One example a shape, judged by the engine itself: what the method page explains a rule with (method §2)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from metrics.goals import Shape

EXAMPLES: Mapping[Shape, Mapping[str, Any]] = MappingProxyType(
    {
        Shape.YEARLY_CUT: {
            "target": {"op": "band", "low": "15", "high": "20", "unit": "percent_per_year"},
            "baseline": "328",
            "actual": "135",
            "years": "3",
            "rounding": "truncate",
        },
        Shape.CUMULATIVE_FLOW: {
            "target": {"op": ">=", "value": "13", "unit": "count"},
            "actual": "19",
            "closed": True,
        },
        Shape.LEVEL_BY: {
            "target": {"op": ">", "value": "90", "unit": "percent"},
            "numerator": "90",
            "denominator": "100",
            "closed": True,
        },
        Shape.ELIMINATE: {"baseline": "95", "actual": "2", "elapsed": "1/2"},
        Shape.YEARLY_FLOOR: {
            "target": {"op": ">=", "value": "2000", "unit": "count"},
            "years_values": ["2000", "2010", "1990"],
            "rule": "all",
            "closed": True,
        },
        Shape.CAP_SHARE: {
            "target": {"op": "<=", "value": "20", "unit": "percent"},
            "classes": {"excellent": "2", "good": "8", "completed": "3", "not_completed": "0", "not_rated": "1"},
            "denominator_rule": "good",
            "allowed_rounding": "half_up",
            "closed": True,
        },
        Shape.CHANGE_BY: {
            "target": {"op": ">=", "value": "41", "unit": "points"},
            "baseline": "30/100",
            "actual": "71/100",
            "closed": True,
        },
        Shape.DONE_BY: {"done": "2017-12-01", "deadline": "2017-12-31", "as_of": "2017-12-31"},
    }
)
"""Requests of :func:`flows.by_hand.respond` without their ``shape``."""
