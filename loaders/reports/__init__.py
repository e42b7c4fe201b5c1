"""Reports as text: what they say as proposals, and what was decided on these as facts."""
