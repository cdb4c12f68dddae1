"""Documents in Turtle and TriG, and updates, that say all kinds of things in all ways."""

from random import Random

#: A grammar: what stands for what; "?", "*" and "+" say how often. The first choice of
#: each rule is the one that ends.
_GRAMMAR = {
    "triples": "predicates-of-something . | brackets . | reified .",
    "predicates-of-something": "node predicates | [ ] predicates | collection predicates | brackets predicates | reified predicates",
    "predicates": "verb objects more* semicolon*",
    "more": "; verb objects",
    "semicolon": ";",
    "objects": "object annotation* other*",
    "other": ", object annotation*",
    "object": "node | literal | node | literal | [ ] | term | reified | brackets | collection",
    "annotation": "~ | ~ node | {| predicates |}",
    "brackets": "[ predicates ]",
    "collection": "( object* )",
    "reified": "<< rsubject verb robject reifier? >>",
    "rsubject": "node | [ ] | reified",
    "robject": "node | short | [ ] | term | reified",
    "reifier": "~ | ~ node",
    "term": "<<( tsubject verb tobject )>>",
    "tsubject": "node | [ ]",
    "tobject": "node | short | [ ] | term",
    "node": "iri | name | name | BLANK",
    "iri": "IRI",
    "name": "NAME",
    "verb": "name | iri | a",
    "literal": "short | LONG | LONG tag | LONG ^^ datatype",
    "short": "NUMBER | WORD | STRING | STRING tag | STRING ^^ datatype",
    "tag": "TAG",
    "datatype": "iri | name",
    "ttl": "triples | triples | directive",
    "trig": "triples | directive | graph",
    "directive": "PREFIX PREFIXED NAMESPACE | @prefix PREFIXED NAMESPACE . | @base NAMESPACE . | Base NAMESPACE | version STRING | @version STRING .",
    "graph": "label? { triples* last? }",
    "last": "predicates-of-something | brackets",
    "label": "node | [ ] | GRAPH node | graph [ ]",
    "update": "insert ; | insert ; | other-operation ; | declaration",
    "insert": "INSERT DATA { into* last? } | Insert { into* last? } WHERE { }",
    "into": "triples | graph-of-update | graph-of-update . | last graph-of-update",
    "graph-of-update": "GRAPH name { triples* last? }",
    "other-operation": "DELETE DATA { predicates-of-iri } | CREATE SILENT GRAPH <http://e/none> | DELETE { predicates-of-iri } where { }",
    "predicates-of-iri": "iri verb short",
    "declaration": "PREFIX PREFIXED NAMESPACE | Base NAMESPACE | version STRING",
}  # fmt: skip
PREFIXES = ["", "ex", "a", "true", "e.x", "prefix", "GRAPH", "é", "𝒳1", "base-", "Version"]  # fmt: skip
_LOCALS = ["", "a", "a.b", "a..b", r"a\,b\.", r"\.a", "%41x", "é", "𝒳", "b:c", ":", "1", "_", "x-1.2", "false"]  # fmt: skip
_TEXTS = [
    "",
    "a",
    "é 𝒳 \t",
    r"\"\'\\\n\u00e9\U0001F600",
    "# none",
    ". <x> [",
    "@en",
    "}",
]
_LINES = ["\n", "\r\nb", "\r", r"\"", "[ ", "'' ", '"" ']
_CHOICES = {
    "IRI": [
        "<http://e/a>",
        "<#b>",
        "<>",
        "<http://e/é𝒳>",
        r"<http://e/\u0041\U0001F600>",
    ],
    "BLANK": ["_:a", "_:1.x", "_:é-", "_:true"],
    "NUMBER": ["1", "-1", "+1.5", ".5", "1e3", "-.5E-1", "1.e+0", "007"],
    "WORD": ["true", "false"],
    "TAG": ["@en", "@de-CH-1901", "@ar--rtl", "@prefix", "@base", "@version"],
    "NAMESPACE": ["<http://p/>", "<http://q/#>"],
    "PREFIXED": [f"{prefix}:" for prefix in PREFIXES],
    "NAME": [f"{prefix}:{local}" for prefix in PREFIXES for local in _LOCALS],
    "STRING": [f"{q}{text}{q}" for text in _TEXTS for q in "\"'"],
}
#: What may stand between two tokens.
GAPS = [
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "  \n\n",
    " # ' \" [ 𝒳 . \n",
    "#\r",
    " #<<(\r\n\t",
]
_HEAD = ["@base", "<http://base/>", "."]
_PREFIXES = [["PREFIX", f"{prefix}:", "<http://e/>"] for prefix in PREFIXES]


def document(random: Random, statement: str, size: int) -> tuple[str, dict[int, str]]:
    """
    A document of as many statements as *size* says, with gaps anywhere.

    With it come the offsets of its directives, and how each is plainly written.
    """
    statements = [_made(random, statement, 6) for _ in range(size)]
    return _written(random, [_HEAD, *_PREFIXES, *statements])


def _written(random, made):
    text, directives = "", {}
    for tokens in made:
        if tokens[0].lower() in ("prefix", "@prefix", "base", "@base"):
            directives[len(text)] = " ".join(tokens)
        text += _joined(random, tokens)
    return f"{text}\n", directives


def update(random: Random, size: int) -> tuple[str, dict[int, str]]:
    """
    An update of so many operations and declarations, with gaps anywhere.

    With it come the offsets of its declarations, and how each is plainly written.
    """
    made = [["BASE", "<http://base/>"], *_PREFIXES]
    made += [_scoped(_made(random, "update", 7), str(n)) for n in range(size)]
    made += [["DROP", "SILENT", "GRAPH", "<http://e/none>"]]
    return _written(random, [_as_sparql(tokens) for tokens in made])


def _scoped(tokens, name):
    """No blank node may be in two operations."""
    return [token + name if token.startswith("_:") else token for token in tokens]


def _as_sparql(tokens):
    """
    Leave out what the engine reads in another way in SPARQL.

    That has no gap in `[]` and `()`, no letter beyond U+FFFF in a name, and a new
    reifier for an annotation that follows another.
    """
    whole = "\0".join(tokens).replace("|}\0{|", "|}\0~\0{|")
    whole = whole.replace("[\0]", "[]").replace("(\0)", "()")
    return [
        token if token[0] in "\"'<" else token.replace("𝒳", "ø")
        for token in whole.split("\0")
    ]


def _made(random, rule, depth):
    choices = _GRAMMAR[rule].split(" | ")
    chosen = random.choice(choices) if depth > 0 else choices[0]
    return [t for part in chosen.split() for t in _part(random, part, depth - 1)]


def _part(random, part, depth):
    name = part.rstrip("?*") if part[0].isalpha() else part
    least, most = (0, 1 if part.endswith("?") else 3) if name != part else (1, 1)
    times = random.randint(least, most if depth > 0 else least)
    if name in _GRAMMAR:
        return [t for _ in range(times) for t in _made(random, name, depth)]
    return [_token(random, name)] * times


def _token(random, name):
    if name == "LONG":
        text = "".join(random.choices(_TEXTS + _LINES, k=random.randint(0, 4)))
        quotes = random.choice(['"""', "'''"])
        return quotes + text + quotes
    return random.choice(_CHOICES[name]) if name in _CHOICES else name


def _joined(random, tokens):
    text = ""
    for left, right in zip(tokens, [*tokens[1:], "a"], strict=True):
        none = [""] * 9 if _need_no_gap(left, right) else []
        text += left + random.choice([*none, *GAPS])
    return text


def _need_no_gap(left, right):
    """Tell whether two tokens are read as two without a gap between them."""
    if left.lower() in (".", "<<", "@prefix", "graph", "prefix"):
        return False
    if left[-1] in "\"'" and right[0] in "\"'":
        return False
    return (
        left[-1] in ";,[](){}>\"'|~^" or right == "." or right[0] in ";,[](){}<\"'~@^"
    )
