// Writes to a server with Comunica: node write.js ADDRESS TOKEN.
import { QueryEngine } from "@comunica/query-sparql";

const [address, token] = process.argv.slice(2);
const engine = new QueryEngine();

function authorized(resource, init) {
  const headers = new Headers(init?.headers);
  headers.set("Authorization", `Bearer ${token}`);
  return fetch(resource, { ...init, headers });
}

async function update(text) {
  await engine.queryVoid(text, {
    sources: [`${address}/sparql`],
    destination: { type: "sparql", value: `${address}/update` },
    fetch: authorized,
  });
  await engine.invalidateHttpCache();
}

const graph = "http://example.org/comunica";
await update(`INSERT DATA { GRAPH <${graph}> { <urn:a> <urn:b> "one"@en, 2 } }`);
await update(`
  DELETE { GRAPH <${graph}> { ?s ?p 2 } }
  INSERT { GRAPH <${graph}> { ?s ?p 3 } }
  WHERE { GRAPH <${graph}> { ?s ?p 2 } }`);
