"""Benchmarks: figures are ratios against something measured in the same run."""
