// Asks what standard input says, an address and a file a line, with Comunica.
import { createWriteStream, readFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { QueryEngine } from "@comunica/query-sparql";

const engine = new QueryEngine();

async function ask(endpoint, file) {
  const query = readFileSync(file, "utf8");
  const result = await engine.query(query, { sources: [{ type: "sparql", value: endpoint }] });
  const [type, extension] =
    result.resultType === "quads"
      ? ["application/n-triples", "nt"]
      : ["application/sparql-results+json", "srj"];
  const { data } = await engine.resultToString(result, type);
  await pipeline(data, createWriteStream(`${file}.${extension}`));
}

for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  await ask(...line.split(" "));
}
