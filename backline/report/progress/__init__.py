"""How it has gone: what the journal holds of a person as series, in words, tables and charts.

past.py reads it, series.py and change.py work it out, words.py and telling.py say it, and
charts.py draws it. Only charts.py and what it draws with load matplotlib.
"""
