"""Captures: fetching, opening and storing what others wrote. Nothing here knows of records or pages.

The libraries that fetch and open (httpx2, pikepdf, pypdfium2, Pillow, resiliparse) are an extra, and only the
worker imports the modules that need them.
"""
