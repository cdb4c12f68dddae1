// Asks what standard input says, an address and a file a line, with Comunica.
import { readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { QueryEngine } from "@comunica/query-sparql";

const engine = new QueryEngine();

async function written(result, type) {
  const { data } = await engine.resultToString(result, type);
  return text(data);
}

async function ask(endpoint, file) {
  const query = readFileSync(file, "utf8");
  const result = await engine.query(query, { sources: [endpoint] });
  if (result.resultType === "quads") {
    writeFileSync(`${file}.nt`, await written(result, "application/n-triples"));
    return;
  }
  const answer = JSON.parse(await written(result, "application/sparql-results+json"));
  delete answer.metadata; // Comunica's own: how many requests it took
  writeFileSync(`${file}.srj`, JSON.stringify(answer));
}

for (const line of readFileSync(0, "utf8").trim().split("\n")) {
  await ask(...line.split(" "));
}
