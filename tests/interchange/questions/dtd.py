"""Checks a document against a DTD: what stands in what, and which attributes there are.

Python's own parsers read DTDs but never check against them.
"""

from __future__ import annotations

import re


class Dtd:
    """The elements and attributes a DTD declares; its conditional parts are not known here."""

    def __init__(self, text):
        text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
        entities = dict(re.findall(r'<!ENTITY\s+%\s+(\S+)\s+"(.*?)"\s*>', text, re.DOTALL))
        for _ in range(5):
            text = re.sub(r"%([\w.-]+);", lambda found: entities.get(found[1], ""), text)
        self.models = {
            name: " ".join(model.split())
            for name, model in re.findall(r"<!ELEMENT\s+(\S+)\s+(.*?)>", text, re.DOTALL)
        }
        self.attributes = {}
        for name, body in re.findall(r"<!ATTLIST\s+(\S+)\s+(.*?)>", text, re.DOTALL):
            self.attributes.setdefault(name, {}).update(_attributes(body))

    def faults(self, node):
        """Return what is wrong with an element and all that is in it."""
        model = self.models.get(node.tag)
        if model is None:
            return [f"<{node.tag}> is not declared"]
        found = []
        inside = "".join(f"<{child.tag}>" for child in node)
        if not re.fullmatch(_pattern(model), inside):
            found.append(f"<{node.tag}> holds {inside or 'nothing'}, not {model}")
        words = (node.text or "") + "".join(child.tail or "" for child in node)
        if words.strip() and "#PCDATA" not in model and model != "ANY":
            found.append(f"<{node.tag}> holds text")
        known = self.attributes.get(node.tag, {})
        for name, value in node.attrib.items():
            kind, _ = known.get(name, (None, ""))
            if kind is None:
                found.append(f"<{node.tag}> has no attribute {name}")
            elif kind and value not in kind:
                found.append(f"<{node.tag} {name}={value}> is not one of {kind}")
        for name, (_, default) in known.items():
            if default == "#REQUIRED" and name not in node.attrib:
                found.append(f"<{node.tag}> needs {name}")
        return found + [fault for child in node for fault in self.faults(child)]


def _attributes(body):
    """Return values (none if any is allowed) and default by attribute."""
    declared = re.findall(
        r"([\w:.-]+)\s+(\([^)]*\)|[A-Z]+)\s+(#\w+(?:\s+['\"][^'\"]*['\"])?|['\"][^'\"]*['\"])", body
    )
    return {
        name: (
            {one.strip() for one in kind[1:-1].split("|")} if kind.startswith("(") else set(),
            default,
        )
        for name, kind, default in declared
    }


def _pattern(model):
    """Return a content model as a regular expression over the names of children."""
    if model == "EMPTY":
        return ""
    if model == "ANY":
        return "(?:<[^>]*>)*"
    text = model.replace("#PCDATA", "").replace(",", "")
    return re.sub(r"([A-Za-z_][\w.-]*)", r"(?:<\1>)", text).replace(" ", "")
