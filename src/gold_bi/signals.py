"""What gold_bi tells whoever listens."""

from django.dispatch import Signal

# Sent after a flow's rows are committed, with `flow` (its name). A listener's fault does not undo the load.
flow_loaded = Signal()

# Sent where rows were set aside, mended or left out without a load, with `flow` (its name).
rows_decided = Signal()
