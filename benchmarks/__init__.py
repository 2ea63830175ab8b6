"""What it costs, beside the physical limit, in the same run: `python3 dev.py bench [--full] [--only NAME]`."""
