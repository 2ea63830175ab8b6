"""The replication log: segments in a shared folder, merged by every desk alike. It knows no library."""
