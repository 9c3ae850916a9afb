"""Text and XML out of bytes that nobody vouches for."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError

from tutor.codebook.importing.refuse import ImportRefusedError

MAX_TAGS = 3_000_000
"""Tags of an XML file; the tabular list has 0.4 million. Each costs 100 bytes of memory."""
MAX_LINE = 20_000
"""Characters of a line; the longest official descriptor has about 2,000."""


def read_text(data: bytes, name: str) -> str:
    """Decode a text file: UTF-8, or the Windows encoding CMS uses at times.

    Raises:
        ImportRefusedError: It is no text, or in another encoding.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefusedError(f"{name} is in the encoding UTF-16: save it as UTF-8")
    if b"\0" in data:
        raise ImportRefusedError(f"{name} is not a text file")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportRefusedError(f"{name} is in an unknown encoding: save it as UTF-8")


def read_lines(data: bytes, name: str) -> list[str]:
    """Decode a text file into its lines, without the empty ones.

    Raises:
        ImportRefusedError: It is no text, or has lines no code file has.
    """
    lines = split_lines(read_text(data, name))
    if any(len(line) > MAX_LINE for line in lines):
        raise ImportRefusedError(
            f"{name} is no code file: a line has more than {MAX_LINE:,} characters"
        )
    return lines


def split_lines(text: str) -> list[str]:
    """Split a text at line ends, and at nothing else; leave out empty lines.

    Some official files end with the end-of-file character of DOS.
    """
    return [line for line in re.split(r"\r\n|[\n\r]", text.rstrip("\x1a")) if line.strip()]


def read_xml(data: bytes, name: str) -> Element:
    """Parse an XML file that declares nothing of its own.

    Raises:
        ImportRefusedError: It is damaged, cut off, too large, or has a DTD or entities.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if data.count(b"<") > MAX_TAGS:
        raise ImportRefusedError(f"{name} has more than {MAX_TAGS:,} XML tags, as no release has")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ImportRefusedError(
            f"{name} declares a DTD or entities, which official releases never do"
        ) from error
    except ParseError as error:
        line = error.position[0]
        raise ImportRefusedError(
            f"{name} is damaged or cut off: it is not well-formed XML at line {line:,}"
        ) from error
    except (ValueError, LookupError) as error:
        raise ImportRefusedError(f"{name} is in an unknown encoding") from error
    return root
