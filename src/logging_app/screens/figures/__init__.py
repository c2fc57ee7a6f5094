"""Figures over a period: the overview, the rankings of pages, one page."""
