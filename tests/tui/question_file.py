"""A file of questions as another program writes it, with something of everything."""

from __future__ import annotations

from pathlib import Path

ASKED = """\
  <question type="multichoice">
    <name><text>{name}</text></name>
    <questiontext format="html"><text>{stem}</text></questiontext>
    <single>true</single>
    <answer fraction="100"><text>{right}</text>
      <feedback><text>That is it.</text></feedback></answer>
    <answer fraction="0"><text>{wrong}</text>
      <feedback><text>That is not.</text></feedback></answer>
    {more}
  </question>
"""
TYPED = """\
  <question type="shortanswer">
    <name><text>Typed</text></name>
    <questiontext format="html"><text>What is a fixed sum to pay?</text></questiontext>
    <answer fraction="100"><text>copayment</text>
      <feedback><text>The plan fixes it.</text></feedback></answer>
    <answer fraction="50"><text>cost sharing</text></answer>
  </question>
"""
ESSAY = """\
  <question type="essay">
    <name><text>Essay [/b]</text></name>
    <questiontext format="html"><text>Tell all about denials.</text></questiontext>
  </question>
"""
PARTLY = '<answer fraction="50"><text>Half of it</text></answer>'


def write_questions(path: Path, many: int = 0) -> Path:
    """Write a Moodle file: taken, typed, with a loss, twice the same, refused; and more."""
    plain = ASKED.format(
        name="Denial", stem="What follows a denial for timely filing?",
        right="An appeal with proof", wrong="A bill to the patient", more="",
    )  # fmt: skip
    lossy = ASKED.format(
        name="Loss", stem="Which words [/] are said of coinsurance?", right="A share of the sum",
        wrong="A fixed sum", more=PARTLY,
    )  # fmt: skip
    others = "".join(
        ASKED.format(
            name=f"Q{n}", stem=f"Which of the claims is number {n} in the batch of appeals?",
            right=f"Claim {n}", wrong=f"Claim {n + 1}", more="",
        )
        for n in range(many)
    )  # fmt: skip
    body = f"{plain}{TYPED}{lossy}{plain}{ESSAY}{others}"
    path.write_text(f'<?xml version="1.0"?>\n<quiz>\n{body}</quiz>\n', encoding="utf-8")
    return path
