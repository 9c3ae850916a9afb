"""Texts that formats trip over, for round trips."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

MARKS = [
    *"~=#{}:\\\"'<>&*`|;,%@+-$^[]()!?./",
    "->",
    "::",
    "//",
    "####",
    "\n",
    "\n\n",
    " ",
    "  ",
    "\t",
    "**",
    "E11.9",
    "10:00",
    "1:1",
    "[/",
    "=1+1",
    "001",
    "1.10",
    "\\n",
    "%50%",
    "A. ",
    "b) ",
    "ANSWER: A",
    "$CATEGORY: x",
    "- ",
    "1. ",
    "| a | b |",
    "| --- | --- |",
    "<b>",
    "</p>",
    "<script>alert(1)</script>",
    "&amp;",
    "&lt;",
    "&#65;",
    "[html]",
    "TRUE",
    "T",
    "é",
    "→",
    "𝒳",
    "\u00a0",
    "\u200f",
    "\ufeff",
    "\u2028",
    "word",
    "claim",
]
texts = st.one_of(
    st.lists(st.sampled_from(MARKS), max_size=6).map("".join),
    st.text(max_size=12),
    st.builds("{}{}{}".format, st.sampled_from(MARKS), st.text(max_size=4), st.sampled_from(MARKS)),
)
hostile = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
"""For round trips: a question has a dozen texts, and the time is not what is tested."""
few = settings(hostile, max_examples=20)
"""For several questions at once, and for what is told of a whole question and not of its texts."""
