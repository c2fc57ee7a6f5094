"""The whole stack on one machine with nothing but Python: `./manager.sh demo`, `manage` and `test`.

Needs no Django: it starts what Django talks to.
"""
