"""The last figures GOLD gave, kept in the site's own database.

An app of its own, so that its one table lives in `default` and can be read while GOLD is away.
"""
