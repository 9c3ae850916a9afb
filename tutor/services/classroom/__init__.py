"""Classes: what instructors do, and what students are given. Every call names its actor."""
