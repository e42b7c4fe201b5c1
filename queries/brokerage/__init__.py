"""Who stands between others, and where the network breaks."""
