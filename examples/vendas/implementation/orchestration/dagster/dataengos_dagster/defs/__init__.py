"""Each folder below holds the definitions of one thing."""
