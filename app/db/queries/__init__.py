"""Reading: plain SQL in, frozen rows out, on a connection that cannot write."""
