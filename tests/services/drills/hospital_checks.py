"""Whether questions about hospital claims have the right key: they are answered from the file."""


def claim_hospital(item, level):
    (key,) = [one.text for one in item.body.options if one.correct]
    others = [one.text for one in item.body.options if not one.correct]
    assert hospital_key(item.stem, key), (item.stem, key)
    assert not any(hospital_key(item.stem, one) for one in others)


def hospital_key(stem, answer):
    """Whether an answer is right, by the segments in a stem."""
    file = {}
    for line in stem.splitlines():
        if line.endswith("~"):
            segment = line[:-1].split("*")
            file.setdefault(segment[0], []).append(segment)
    asked = " ".join(stem.partition("\n\n")[0].split())
    return next(prove for words, prove in _PROOFS.items() if words in asked)(file, answer)


def _total(file, answer):
    cents = sum(round(float(line[3]) * 100) for line in file["SV2"])
    assert cents == round(float(file["CLM"][0][2]) * 100)
    return answer == f"{cents // 100:,}.{cents % 100:02}"


def _kind_of_bill(file, answer):
    bill, _, frequency = file["CLM"][0][5].split(":")
    assert bill in ("11", "13")
    assert frequency in ("1", "7")
    assert (frequency == "7") == any(one[1] == "F8" for one in file.get("REF", ()))
    return ("inpatient" in answer) == (bill == "11") and ("replacement" in answer) == (
        frequency == "7"
    )


def _not_present(file, answer):
    coded = [part.split(":") for one in file["HI"] for part in one[1:]]
    return [one[1] for one in coded if one[-1] == "N"] == [answer.replace(".", "")]


def _named(file, answer):
    first, _, last = answer.upper().partition(" ")
    return any(one[1] == "71" and one[3:5] == [last, first] for one in file["NM1"])


def _discharged(file, answer):
    status = {"Home, without": "01", "Home, with ": "06", "To another": "02", "Nowhere: ": "20"}
    return file["CL1"][0][3] == next(
        code for words, code in status.items() if answer.startswith(words)
    )


def _drug_line(file, answer):
    (line,) = [one for one in file["SV2"] if one[1] == "0636"]
    return answer == f"{line[5]} units of {line[2].removeprefix('HC:')}"


def _room_days(file, answer):
    return answer in [one[5] for one in file["SV2"] if one[4] == "DA"]


def _no_codes(file, answer):
    assert all(one[2] == "" for one in file["SV2"])
    return "paid as a whole" in answer


_PROOFS = {
    "total charge": _total,
    "kind of bill": _kind_of_bill,
    "not there yet": _not_present,
    "in hand": _named,
    "go at discharge": _discharged,
    "What does the line": _drug_line,
    "room and board": _room_days,
    "no HCPCS codes": _no_codes,
}
