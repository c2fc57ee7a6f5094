"""The catch-up: the same rows as line by line gives, from a large backlog, columns at a time.

Loads NumPy, so only the short-lived process that catches up imports it (see catch_up.py), never the steady ingester.
A line that is not just as nginx's format says (an escape, a control character, another order) goes through
`parse_line` and the store's own code, so there is one definition of what a line means.
"""
