"""What an article tells for the register of cooperation: who met whom, who holds which office, what
was promised (`findings.find_findings`).

Rules over what stands in the text. A sentence is read with whoever is named in it as one letter
(`clauses`), persons with their offices are read before that (`persons`).
"""
