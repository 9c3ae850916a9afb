"""Use cases: the only thing the front ends call. Ids and values in, frozen views out."""
