"""The learner's data: events, attempts, presented item versions and what is derived from them.

Import `tutor.store.store` for the API; this package itself loads nothing, so that a command
that needs no database does not pay for SQLAlchemy.
"""
