"""Small releases in the official layouts, with invented codes and words."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

CM = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>{version}</version>
  <chapter>
    <name>1</name><desc>Invented diseases (A00-B99)</desc>
    <sectionIndex><sectionRef first="A00" last="A09" id="A00-A09">Colds</sectionRef></sectionIndex>
    <section id="A00-A09">
      <desc>Colds (A00-A09)</desc>
      <diag><name>A00</name><desc>Cold</desc>
        <excludes1><note>hot (A01.-)</note></excludes1>
        <diag><name>A00.0</name><desc>{cold}</desc>
          <inclusionTerm><note>Shivers</note></inclusionTerm></diag>
        <diag><name>A00.9</name><desc>Cold, unspecified</desc></diag>
      </diag>
      <diag><name>A01</name><desc>Hot</desc>
        <sevenChrDef><extension char="A">initial encounter</extension>
          <extension char="D">subsequent encounter</extension></sevenChrDef>
        {hot}
      </diag>
    </section>
  </chapter>
</ICD10CM.tabular>
"""
HOT = "<diag><name>A01.0</name><desc>Hot head</desc></diag>"
CM_CODES = ("A000", "A009", "A010XXA", "A010XXD")
PCS_ROW = """<pcsRow codes="{count}">
  <axis pos="4" values="2"><title>Body Part</title>
    <label code="4">Gallbladder</label><label code="5">Duct</label></axis>
  <axis pos="5" values="2"><title>Approach</title>
    <label code="0">Open</label><label code="4">Endoscopic</label></axis>
  <axis pos="6" values="1"><title>Device</title><label code="Z">No Device</label></axis>
  <axis pos="7" values="1"><title>Qualifier</title><label code="{last}">{word}</label></axis>
</pcsRow>"""
PCS = """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.tabular>
  <version>2026</version><title>Tables</title>
  <pcsTable>
    <axis pos="1" values="1"><title>Section</title><label code="0">Surgery</label></axis>
    <axis pos="2" values="1"><title>Body System</title><label code="F">Liver</label></axis>
    <axis pos="3" values="1"><title>Operation</title><label code="T">Resection</label>
      <definition>Taking all of it</definition></axis>
    {rows}
  </pcsTable>
</ICD10PCS.tabular>
"""
LETTERS = ("A0001", "E0002", "G0003", "J0004", "L0005", "Q0006", "V0007")


def cm(version: str = "2027", cold: str = "Runny cold", hot: str = HOT) -> bytes:
    return CM.format(version=version, cold=escape(cold), hot=hot).encode()


def pcs(count: int = 4, more: str = "") -> bytes:
    rows = PCS_ROW.format(count=count, last="Z", word="No Qualifier") + more
    return PCS.format(rows=rows).encode()


def record(
    code: str,
    text: str,
    kind: str = "3",
    *,
    short: str = "SHORT",
    effective: str = "20260701",
    ends: str = "",
    sequence: str = "00100",
) -> str:
    """One line of CMS's 320-character record layout."""
    code = f"   {code}" if len(code) == 2 else code
    start = f"{code:<5}{sequence}{kind}{text:<80}{short:<28}"
    return f"{start:<268}{'20200101':<8}{effective:<8}{ends:<8}N".ljust(320)


def hcpcs_lines() -> list[str]:
    lines = [record(code, f"Invented item {code}") for code in LETTERS]
    lines.insert(1, record("A0001", "with a second line of text", "4", sequence="00200"))
    lines.append(record("ZZ", "Invented modifier", "7"))
    lines.append(record("00001", "Somebody else's code"))
    lines.append(record("D0001", "A dentist's code"))
    lines.append(record("A0009", "Gone", ends="20251231"))
    return lines


def hcpcs() -> bytes:
    return "\r\n".join([*hcpcs_lines(), ""]).encode()


HEADINGS = (
    "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,ADD DT,ACT EFF DT,TERM DT,ACTION CD"
)


def hcpcs_rows() -> list[list[str]]:
    rows = [["A disclaimer"], HEADINGS.split(",")]
    rows += [
        [code, "100", "3", f"Item, {code}", "SHORT", "20200101", "20260701", "", "N"]
        for code in LETTERS
    ]
    return rows


def workbook(rows: list[list[str]]) -> bytes:
    """A minimal .xlsx: half of the texts shared, half inline."""
    ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    shared = [cell for row in rows for cell in row]
    cells, number = [], 0
    for y, row in enumerate(rows, 1):
        line = []
        for x, cell in enumerate(row):
            name = f"{chr(ord('A') + x)}{y}"
            if number % 2:
                line.append(f'<c r="{name}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>')
            else:
                line.append(f'<c r="{name}" t="s"><v>{number}</v></c>')
            number += 1
        cells.append(f'<row r="{y}">{"".join(line)}</row>')
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    return packed(
        {
            "xl/worksheets/sheet1.xml": f"<worksheet {ns}><sheetData>{''.join(cells)}"
            "</sheetData></worksheet>",
            "xl/sharedStrings.xml": f"<sst {ns}>{texts}</sst>",
        }
    )


def cpt_codes(count: int = 3) -> list[str]:
    """Numbers in the shape of CPT that are no CPT codes."""
    return [f"{number:05d}" for number in range(1, count + 1)]


def cpt_plain() -> bytes:
    lines = ["CPT copyright 2025 American Medical Association. Licence text", ""]
    return "\r\n".join(lines + [f"{code}\tInvented work {code}" for code in cpt_codes()]).encode()


def cpt_consolidated() -> bytes:
    head = "Concept Id\tCPT Code\tLong\tMedium\tShort\tCurrent Descriptor Effective Date\tTest Name"
    rows = [
        f"10{n}\t{code}\tInvented work {code}\tMED\tSHORT {code}\t20260101\t"
        for n, code in enumerate([*cpt_codes(), "0001T"])
    ]
    return "\n".join(["CPT © Copyright 1995-2025 AMA", "", head, *rows, ""]).encode()


def packed(files: dict[str, bytes | str], path: Path | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    if path:
        path.write_bytes(buffer.getvalue())
    return buffer.getvalue()


def encrypted(data: bytes) -> bytes:
    """Set the flag that says a zip's files are encrypted."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = out.find(mark)
        while start >= 0:
            out[start + offset] |= 1
            start = out.find(mark, start + 4)
    return bytes(out)


def lying(data: bytes, size: int) -> bytes:
    """Make a zip's table of contents state another size for its first file."""
    out = bytearray(data)
    struct.pack_into("<L", out, out.find(b"PK\x01\x02") + 24, size)
    return bytes(out)
