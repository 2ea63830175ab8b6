"""Tests of station."""
