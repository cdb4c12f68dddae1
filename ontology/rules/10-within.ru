#+ summary: Places lie within what the places around them lie within.

PREFIX cg: <https://w3id.org/claimgraph/ns#>

INSERT { ?place cg:within ?around }
WHERE {
  { ?place cg:directlyWithin+ ?around }
  UNION
  { ?place cg:directlyWithin+/cg:within ?around }
}
