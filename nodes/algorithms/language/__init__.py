"""From a prompt to beats: tokens, noun phrases, clauses, referents, a schedule.

A grammar, not a model: what it does not know it says.

The stages follow textbook practice (Jurafsky and Martin, "Speech and Language Processing", 3rd ed., chapters on parsing
and coreference; Dale and Reiter, "Computational interpretations of the Gricean maxims in the generation of referring
expressions", 1995, for attributes of people).
"""
