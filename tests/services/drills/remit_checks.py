"""Whether a remittance's key is right: from the printed text alone, as a person would read it."""

import re
from decimal import Decimal

FEE = re.compile(r"^  ([A-Z]\d{4}) +(not covered|[\d,.]+)$", re.M)
PART = re.compile(r"(CO|PR|OA|PI)-(\w+) ([\d,]+\.\d\d)")
PAID_OUT = re.compile(r"^(?:Transfer|No payment) \d+ of [\d/]+: ([\d,.]+)$", re.M)
SUM = re.compile(r"^(Claims|WO .*|FB .*) +(-?[\d,]+\.\d\d)$", re.M)
FINDINGS = {
    "unbalanced": "The amount of the payment",
    "takeback": "The payer takes back",
    "underpaid": "A line is paid below",
    "denied": "A line is denied, and it may not",
    "denied-patient": "A line is denied, and it may be",
    "forwarded": "The payer has sent",
    "next": "The claim has to be sent",
    "agrees": "Nothing odd",
}


def remit_post(item, level):
    assert max(map(len, item.stem.splitlines())) <= 76
    rows = list(_rows(item.stem))
    following = "Nobody pays after" not in item.stem
    opened = [row for row in rows if row["open"]]
    assert len(item.body.lines) == len(opened)
    for line, row in zip(item.body.lines, opened, strict=True):
        assert line.label == row["label"]
        key = {column: Decimal(amount) / 100 for column, amount in line.posts}
        assert key == _posts(row, following), (line, row)
        assert sum(key.values()) == row["open"] == Decimal(line.charge) / 100
        assert {column for column, _ in line.posts} <= set(item.body.columns)
        assert line.rationale
    _check_findings(item, rows, following)


def _check_findings(item, rows, following):
    true = _true(item.stem, rows, following)
    right = [one for one in item.body.finding if one.correct]
    assert len(right) == 1
    assert right[0].text.startswith(FINDINGS[true[0]]), true
    assert [one.id for one in item.body.finding] == list("abcd")[: len(item.body.finding)]
    for one in item.body.finding:
        assert one.rationale
        assert one.correct or not any(one.text.startswith(FINDINGS[name]) for name in true)


def _rows(stem):
    """Yield the lines of the remittance: label, charge, allowed, paid, adjustments."""
    current = None
    for text in stem.partition("Adjustments\n")[2].splitlines():
        if text.startswith("Claim "):
            break
        if text.startswith(" "):
            current["parts"] += PART.findall(text)
            continue
        if current:
            yield _finished(current)
        label = text[:18].strip()
        current = {
            "label": label,
            "code": label[:5],
            "units": int((re.search(r" x(\d+)$", label) or [0, 1])[1]),
            "charge": _number(text[18:28]),
            "allowed": _number(text[28:38]) if text[28:38].strip() else None,
            "paid": _number(text[38:48]),
            "parts": PART.findall(text[48:]),
        }
    yield _finished(current)


def _finished(row):
    parts = [(group, reason, _number(amount)) for group, reason, amount in row["parts"]]
    assert row["charge"] - sum(amount for *_, amount in parts) == row["paid"], row
    prior = sum(amount for _, reason, amount in parts if reason == "23")
    kept = [part for part in parts if part[1] != "23"]
    return row | {"parts": kept, "open": row["charge"] - prior}


def _denied(row):
    """A line that is neither priced nor settled before."""
    return row["allowed"] is None and bool(row["parts"])


def _posts(row, following):
    posts = {"paid": row["paid"]}
    for group, reason, amount in row["parts"]:
        if group == "PR":
            column = "secondary" if following else "patient"
        elif reason == "100":
            column = "patient"
        else:
            column = "denied" if _denied(row) else "contractual"
        posts[column] = posts.get(column, 0) + amount
    return {column: amount for column, amount in posts.items() if amount}


def _true(stem, rows, following):
    """Return the names of what is true, in the order in which it presses."""
    fees = {code: None if fee == "not covered" else _number(fee) for code, fee in FEE.findall(stem)}
    sums = SUM.findall(stem)
    denied = [row for row in rows if _denied(row)]
    to_patient = [row for row in denied if any(group == "PR" for group, *_ in row["parts"])]
    left = sum(amount for row in rows for group, _, amount in row["parts"] if group == "PR")
    sent_on = "\nSent on to: " in stem
    found = {
        "unbalanced": sum(_number(amount) for _, amount in sums)
        != _number(PAID_OUT.search(stem)[1]),
        "takeback": any(what.startswith("WO") for what, _ in sums),
        "underpaid": "decided as first payer" in stem and any(_below(row, fees) for row in rows),
        "denied": len(denied) > len(to_patient),
        "denied-patient": bool(to_patient),
        "forwarded": sent_on,
        "next": following and not sent_on and left > 0,
    }
    return [name for name, holds in found.items() if holds] or ["agrees"]


def _below(row, fees):
    fee = fees.get(row["code"])
    return (
        row["allowed"] is not None
        and fee is not None
        and row["allowed"] < min(row["charge"], fee * row["units"])
    )


def _number(text):
    return Decimal(text.replace(",", "").strip())
