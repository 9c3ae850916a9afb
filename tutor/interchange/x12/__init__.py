"""X12 files as they are: claims (837), remittances (835), and answers (277CA, 999, 271).

Read in one pass and in bounded memory, however broken; written whole.
"""
