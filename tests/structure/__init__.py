"""The rules of the code's shape, executed: layers, access, sizes, templates, words, migrations, counts of queries."""
