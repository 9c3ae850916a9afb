"""Alembic's scripts. Revisions are named by hand and listed in `tutor.store.migrate`."""
