"""Households, their dated residence, the list and its accent-free search, likely duplicates."""
