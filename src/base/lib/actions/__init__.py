"""Special actions: what a person has the worker do now, in one place of the admin. Apps register theirs."""
