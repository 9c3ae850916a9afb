"""The claims lab: a simulated practice, its claims, what payers answer, and what becomes of it.

Everything here is pure: money in whole cents, days as dates, chance from a seeded source.
"""
