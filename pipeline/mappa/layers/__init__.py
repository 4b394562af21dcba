"""Layers: components of the pipeline, each reading and writing the span groups that it names.

A component may have:
  load(configs)              compile its rules from a folder; to_disk and from_disk keep them beside an assembled pipeline
  layers                     names of the span groups whose spans become annotations (label_ the label, id_ the rule)
  attributes(doc, span)      what format.md writes beside such a span
What is no span goes into doc.user_data: "testimonials", "case_studies" and "statistics" hold the records of those names (id, page and
section are filled in later), "notices" holds (code, message, offset) triples. Both end with the Doc.
"""
