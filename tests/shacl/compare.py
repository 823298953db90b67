#!/usr/bin/env python3
"""Asks a SHACL engine what data/shapes.ttl finds in sets of facts.

    compare.py SHAPES FACTS...

SHAPES is a Turtle file, each of FACTS an N-Triples file. Prints one JSON object: for each of FACTS, the ids of
checks that the shapes bear, and for each the things that it finds; shapes without an id are told by their name.
"""

import json
import sys

from pyshacl import validate
from rdflib import Graph, Namespace
from rdflib.namespace import DCTERMS

SH = Namespace("http://www.w3.org/ns/shacl#")


def findings(facts, shapes):
    _, report, text = validate(facts, shacl_graph=shapes, advanced=False, inference="none")
    if not isinstance(report, Graph):
        sys.exit(f"the shapes cannot be read: {text}")
    found = {}
    for result in report.objects(None, SH.result):
        shape = report.value(result, SH.sourceShape)
        check = shapes.value(shape, DCTERMS.identifier) or shape
        things = found.setdefault(str(check), set())
        things.add(str(report.value(result, SH.focusNode)))
    return {check: sorted(things) for check, things in found.items()}


def main():
    shapes = Graph().parse(sys.argv[1], format="turtle")
    answers = {}
    for name in sys.argv[2:]:
        facts = Graph().parse(name, format="nt")
        answers[name] = findings(facts, shapes)
    json.dump(answers, sys.stdout, indent=1, sort_keys=True)


main()
