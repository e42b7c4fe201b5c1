"""Cadence: what an alliance promised to hold and when, what was held, who chaired, which joint work is alive."""
