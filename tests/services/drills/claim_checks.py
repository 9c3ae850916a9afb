"""Whether claims to be scrubbed have the right key: the facts of the stem are read anew.

From the text alone it is worked out what every box must hold; the boxes of the form that hold
something else must be the planted ones, and their key must be what was worked out. Of the plans
only what a biller knows by heart is read from their file: box 1, referrals, what needs
authorization.
"""

import re
from functools import cache
from pathlib import Path

import yaml

from tutor.domain.claims.fix_grade import grade_fix, key_fix

PLANS = Path(__file__).parents[3] / "seeds" / "practice" / "plans.yaml"
ON_FILE = "SIGNATURE ON FILE"
LETTERS = "ABCDEFGHIJKL"
PERSON = re.compile(r"(.+?), born (\S+), sex ([FMU])(?:, (.+?))?(?: \((.+)\))?")
COUNTS = {"far": {1}, "near": {1, 2}, "sibling": {2, 3}}


@cache
def plans():
    return {plan["name"]: plan for plan in yaml.safe_load(PLANS.read_text("utf-8"))["plans"]}


def claim_scrub(item, level):
    body = item.body
    assert (body.form, body.mode) == ("cms1500", "fix")
    assert len(body.faults) in COUNTS[level]
    shown, expected = dict(body.boxes), worked_out(item.stem)
    odd = {
        box for box in shown.keys() | expected.keys() if shown.get(box, "") != expected.get(box, "")
    }
    assert odd == {fault.box for fault in body.faults}
    for fault in body.faults:
        assert fault.right[0] == expected.get(fault.box, "")
        assert fault.rationale.strip()
    assert not odd & {decoy.box for decoy in body.decoys}
    assert 2 <= len(body.decoys) <= 3
    assert grade_fix(body, key_fix(body)).score == 1


def worked_out(stem):
    """Return what every box must hold, by the text of the stem."""
    parts = sections(stem)
    cards = [rows(part) | {"plan": head} for head, part in parts if head.startswith("INSURANCE")]
    for card in cards:
        card["plan"] = card["plan"].removeprefix("INSURANCE CARD: ")
    one = {head: rows(part) for head, part in parts if not head.startswith("INSURANCE")}
    (mine,) = [card for card in cards if "the claim goes here" in card["Pays"]]
    other = next((card for card in cards if card is not mine), None)
    plan = plans()[mine["plan"]]
    lines = table(dict(parts)["CODED CHARGES"])
    boxes = patient(one["REGISTRATION"]) | practice(one["PRACTICE"]) | visit(one["VISIT"])
    boxes |= {"carrier.name": plan["name"].upper(), "carrier.id": mine["Payer id"]}
    boxes |= {"1": plan["box1"], "1a": mine["Member id"], "20": "NO", "21.ind": "0"}
    boxes |= cover(plan, mine, other, one["REGISTRATION"])
    boxes |= sent(boxes, plan, [line["code"] for line in lines])
    boxes |= charges(one["CODED CHARGES"]["Diagnoses"], lines, boxes)
    boxes["23"] = authorization(dict(parts)["VISIT"], plan, [line["code"] for line in lines])
    if found := re.search(r"Its\s+number\s+of\s+that\s+claim\s+is\s+(\d+)\.", stem):
        boxes |= {"22.code": "7", "22.ref": found[1]}
    return {box: text for box, text in boxes.items() if text}


def sections(stem):
    """Return the parts of a stem, each with its heading."""
    return [(head, text) for part in stem.split("\n\n") for head, _, text in [part.partition("\n")]]


def rows(text):
    """Return labelled lines; a line without a label goes on with the one before."""
    found, label = {}, ""
    for line in text.splitlines():
        label = line[2:16].strip() or label
        found[label] = f"{found[label]} {line[16:]}" if not line[2:16].strip() else line[16:]
    return found


def table(text):
    """Return the lines of the coded charges."""
    found = []
    for line in text.splitlines():
        if re.match(r"  [A-Z]\d{4} ", line):
            cells = {"code": (2, 10), "mods": (10, 22), "units": (22, 27), "fee": (27, 39)}
            cells |= {"place": (41, 48), "for": (48, len(line))}
            found.append({name: line[a:b].strip() for name, (a, b) in cells.items()})
        elif found:
            found[-1]["for"] += " " + line.strip()
    return found


def filed(name):
    """Return a name as forms have it: `Ida M Reed` becomes `REED, IDA, M`."""
    first, *middle, last = name.upper().split(" ")
    return ", ".join((last, first, *middle))


def address(box, text):
    street, city, rest = text.rsplit(", ", 2)
    state, number = rest.split(" ")
    number = f"{number[:5]}-{number[5:]}" if len(number) > 5 else number
    return {f"{box}.street": street.upper(), f"{box}.city": city.upper(),
            f"{box}.state": state, f"{box}.zip": number}  # fmt: skip


def patient(found):
    name, birth, sex, *_ = PERSON.fullmatch(found["Patient"]).groups()
    return {
        "2": filed(name), "3.birth": birth, "3.sex": sex, "5.phone": found["Phone"],
        "12": ON_FILE, "26": found["Account"], **address("5", found["Address"]),
    }  # fmt: skip


def practice(found):
    name = found["Name"].upper()
    return {
        "25": found["Tax id"].split(" ")[0], "25.kind": "EIN", "32": name, "33": name,
        "33.phone": found["Phone"], "33a": found["NPI"],
        **address("32", found["Address"]), **address("33", found["Address"]),
    }  # fmt: skip


def visit(found):
    seen = re.fullmatch(r"(.+), NPI (\d+), (.+)", found["Seen by"])
    injury = found.get("Injury", "")
    boxes = {
        "10a": "YES" if injury.startswith("at work") else "NO",
        "10b": "YES" if injury.startswith("auto") else "NO",
        "10c": "YES" if injury.startswith("other") else "NO",
        "day": found["Day"], "npi": seen[2], "31": seen[1].upper(), "31.date": found["Day"],
        "27": "YES" if found["Assignment"] == "accepted: yes" else "NO",
        "29": "" if (paid := found["Paid at desk"]) == "0.00" else paid.replace(",", ""),
    }  # fmt: skip
    if day := re.search(r"\d\d/\d\d/\d{4}", injury):
        boxes |= {"14": day[0], "14.qual": "431"}
    boxes["on order"] = "infusion" in seen[3] or "equipment" in seen[3]
    for label in ("Ordered by", "Referred by"):
        if sent := found.get(label):
            name, npi = sent.split(", NPI ")
            boxes |= {"17": name.upper(), "17b": npi, "17.qual": label}
    return boxes


def sent(boxes, plan, codes):
    """Hold who sent against the services: tests, equipment and supplies name who ordered."""
    ordered = any(re.match(r"E|K|L|A[4-79]|G0103|G0328", code) for code in codes)
    label = boxes.pop("17.qual", "")
    assert label or not ordered
    if boxes.pop("on order") or (ordered and not plan["rules"].get("referral")):
        assert label == "Ordered by"
    return {"17.qual": {"Ordered by": "DK", "Referred by": "DN", "": ""}[label]}


def cover(plan, mine, other, registered):
    """Return boxes 4 to 13, which say whose insurance it is and what else there is."""
    if plan["kind"] == "medicare":
        return medicare(other) | {"14.qual": ""}
    boxes = {"13": ON_FILE, "11": mine.get("Group", ""), "11c": plan["name"].upper(), "11d": "NO"}
    if plan["kind"] == "workers-comp":
        assert mine["Insured"] == f"{registered['Employer']} (the employer)"
        return boxes | {
            "4": registered["Employer"].upper(), "6": "OTHER",
            "11b": f"Y4 {mine['Claim number']}",
        }  # fmt: skip
    who = insured(mine, registered)
    boxes |= who["address"] | {"4": who["name"], "6": who["relation"], "7.phone": who["phone"]}
    boxes |= {"11a.birth": who["birth"], "11a.sex": who["sex"]}
    if other:
        third = insured(other, registered)
        boxes |= {"9": third["name"], "9a": other.get("Group") or other["Member id"]}
        boxes |= {"9d": other["plan"].upper(), "11d": "YES"}
    return boxes


def medicare(other):
    boxes = {"11": "NONE"}
    if other and other["Kind of plan"] == "Medigap policy":
        boxes |= {"9": "SAME", "9a": f"MEDIGAP {other['Member id']}", "9d": other["Payer id"]}
        boxes |= {"13": ON_FILE}
    elif other and other["Kind of plan"] == "Medicaid":
        boxes |= {"10d": f"MCD {other['Member id']}"}
    return boxes


def insured(card, registered):
    """Return the insured person of a card."""
    if card["Insured"].endswith("(the patient)"):
        name, birth, sex, *_ = PERSON.fullmatch(registered["Patient"]).groups()
        home, relation = registered["Address"], "SELF"
    else:
        name, birth, sex, home, whose = PERSON.fullmatch(card["Insured"]).groups()
        words = {"the patient's spouse": "SPOUSE", "the patient's parent": "CHILD"}
        relation = words.get(whose, "OTHER")
    return {"name": filed(name), "birth": birth, "sex": sex, "relation": relation,
            "phone": registered["Phone"], "address": address("7", home)}  # fmt: skip


def charges(diagnoses, lines, known):
    codes = re.findall(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?", diagnoses)
    boxes = {f"21.{LETTERS[place]}": code for place, code in enumerate(codes)}
    total = 0
    for number, line in enumerate(lines, 1):
        cents = int(line["fee"].replace(",", "").replace(".", "")) * int(line["units"])
        total += cents
        letters = "".join(LETTERS[codes.index(code)] for code in line["for"].split(", "))
        filled = {
            "24A.from": known["day"], "24A.to": known["day"], "24B": line["place"],
            "24D": line["code"], "24D.mods": line["mods"], "24E": letters,
            "24F": f"{cents // 100}.{cents % 100:02}", "24G": line["units"], "24J": known["npi"],
        }  # fmt: skip
        boxes |= {f"{box}.{number}": text for box, text in filled.items()}
    known.pop("day")
    known.pop("npi")
    return boxes | {"28": f"{total // 100}.{total % 100:02}"}


def authorization(text, plan, codes):
    """Return what box 23 needs: of what is on file, the number that a service needs."""
    flat = re.sub(r"\n {16}", " ", text)
    needed = set(codes) & set(plan["rules"].get("authorization", ()))
    first = ""
    for number, tail in re.findall(r"  Authorization (\S+), from (.*)", flat):
        first = first or number
        if any(code in tail for code in needed):
            return number
    return first if plan["rules"].get("referral") else ""
