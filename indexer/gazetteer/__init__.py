"""Names of places and what they stand for: tables of public facts, each read once when it is asked
for, and the lookups over them.

`tables` are the facts, `place_names` their writings among the words of a query, `resolution` what a
name typed by itself means. Below reading and searching: what a text means is for those to decide.
"""
