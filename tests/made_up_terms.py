"""The terms that made-up data and shapes are made of, as Turtle writes them."""

PREFIXES = """\
PREFIX ex: <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

NODES = ["ex:a", "ex:b", "ex:c", "ex:d", "_:x", "_:y"]
CLASSES = ["ex:A", "ex:B", "ex:C", "ex:Shaped"]
PROPERTIES = ["ex:p", "ex:q", "ex:r"]
LITERALS = [
    '"abc"', '"ab"', '"Abc"', '""', '"abc"@en', '"abc"@de', '"ab"@en-GB', '"x"@EN',
    "1", "2", "01", "+2", "-3", "1.0", "2.50", "1.5", "1e0", "2.0E1", "true", "false",
    '"1"^^xsd:byte', '"2"^^xsd:nonNegativeInteger', '"300"^^xsd:byte',
    '"-1"^^xsd:positiveInteger', '"x"^^xsd:integer', '"x"^^xsd:date', '"1"^^xsd:int',
    '"2024-01-01"^^xsd:date', '"2024-02-30"^^xsd:date', '"2024-01-01Z"^^xsd:date',
    '"2024-01-01T00:00:00"^^xsd:dateTime', '"2024-01-01T00:00:00Z"^^xsd:dateTime',
    '"2024-01-01T01:00:00+01:00"^^xsd:dateTime', '"2024"^^xsd:gYear', '"1"',
    '"a"^^ex:type', '"http://a/"^^xsd:anyURI', '"1"^^xsd:double', '"2"^^xsd:decimal',
    '"maybe"^^xsd:boolean', '"1"^^xsd:boolean', '"NaN"^^xsd:double', '"-INF"^^xsd:double',
    '"1,5"^^xsd:decimal', '".5"^^xsd:decimal', '"x"^^xsd:double', '"1.5"^^xsd:float',
    '"12:00:00"^^xsd:time', '"x"^^xsd:time', '"P1D"^^xsd:duration', '"x"^^xsd:duration',
    '"PT1H"^^xsd:dayTimeDuration', '"2024-01"^^xsd:gYearMonth', '"0a"^^xsd:hexBinary',
    '"-1"^^xsd:unsignedInt', '"0"^^xsd:negativeInteger', '"7"^^xsd:long', '"8"^^xsd:unsignedLong',
    '"<a/>"^^rdf:XMLLiteral',
    '"ab\\ncd"', '"\u00e9 \u20ac"', '"b"^^xsd:string', '"2024-1-1"^^xsd:date', "1" + "0" * 20,
]  # fmt: skip
#: Those that the engine does not change: queries are asked of values.
KEPT = ['"abc"', '"ab"', '"abc"@en', "1", "2", "-3", "1.5", "true", '"a"^^ex:type']
#: By property, values of one kind, which have an order, and others that have none with
#: them by either engine.
ORDERED = {
    "n": ["1", "2", "01", "1.0", "2.50", "1.5", "-3", "1e0", '"2"^^xsd:int', '"abc"'],
    "m": ["1", "2", "+1", "1.0", "2.5", "2.50", "-3", '"INF"^^xsd:double', '"ab"'],
    "day": ['"2024-01-01"^^xsd:date', '"2024-01-02"^^xsd:date', '"2024"'],
    "zoned": ['"2024-01-01Z"^^xsd:date', '"2024-01-01+10:00"^^xsd:date', '"2024"'],
    "instant": ['"2024-01-01T00:00:00Z"^^xsd:dateTime',
                '"2024-01-01T01:00:00+01:00"^^xsd:dateTime',
                '"2024-01-01T00:00:00.5Z"^^xsd:dateTime', '""'],
    "moment": ['"2024-01-01T00:00:00"^^xsd:dateTime',
               '"2024-01-02T00:00:00"^^xsd:dateTime', '"2024"'],
    "time": ['"12:00:00"^^xsd:time', '"13:00:00"^^xsd:time', '"abc"'],
    "long": ['"PT1H"^^xsd:dayTimeDuration', '"PT2H"^^xsd:dayTimeDuration', '"abc"'],
    "true": ["true", "false", '"1"^^xsd:boolean', '"0"^^xsd:boolean', '"true"'],
    "text": ['"abc"', '"ab"', '"Abc"', '""', '"abd"', "1", "true", "2.5"],
}  # fmt: skip
#: What has no place in an order of literals.
UNORDERED = ["ex:a", "ex:b", "_:x"]
DATATYPES = [
    "xsd:string", "xsd:integer", "xsd:decimal", "xsd:byte", "xsd:date", "xsd:dateTime",
    "xsd:nonNegativeInteger", "rdf:langString", "xsd:boolean", "xsd:double", "ex:type",
    "xsd:int", "xsd:anyURI", "xsd:gYear", "xsd:float", "xsd:time", "xsd:duration",
    "xsd:dayTimeDuration", "xsd:gYearMonth", "xsd:hexBinary", "xsd:unsignedInt",
    "xsd:negativeInteger", "rdf:XMLLiteral", "xsd:long", "xsd:unsignedLong",
]  # fmt: skip
