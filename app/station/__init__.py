"""One workstation: its home on the disk, its keys, its place in the network, and the deeds done at it."""
