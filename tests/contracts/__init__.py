"""Contracts: what every implementation of a port keeps, the real one and the simulated."""
