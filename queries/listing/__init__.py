"""Lists of nodes by kind, role and scope."""
