"""The program in a browser: a web server that starts a session for each one.

The one place that imports aiohttp and textual-serve.
"""
