"""Reading criteria sets from YAML files, with every fault named by file, line and field."""
