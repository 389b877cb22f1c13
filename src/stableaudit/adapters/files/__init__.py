"""What people write: registry, declarations, configuration. Text in, domain values out.

    document.py       bytes → one strict tree of TOML or JSON          toml_file.py, json_file.py
    positions.py      key path → line, for messages
    conversion.py     tree → msgspec Struct of the file's kind          vocabulary.py
    *_file.py         Struct → domain values
    csv_lines.py      bytes → cells of a bar list                       bar_columns.py, bar_file.py
    registry.py       the shipped files, and a user's own token file
    configuration.py  settings from options, environment and files

May import domain and ports. Everything wrong here is a DeclarationError (exit 2).
"""
