"""The simulated town: branches around a folder that shows files late, twice, torn or never, all from one seed."""
