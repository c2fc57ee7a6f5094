"""Where visitors come from, and what they come with."""
