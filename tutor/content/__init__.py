"""From YAML and Markdown to the domain: reading, checking, compiling.

pydantic and yaml live here and nowhere else. Importing this package loads neither.
"""
