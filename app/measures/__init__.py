"""Measures: figures that the app computes from its own records, with the rows behind them."""
