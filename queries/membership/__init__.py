"""Members of an alliance: who they are, and what joins each pair of them."""
