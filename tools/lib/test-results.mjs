// Sums the trx files of a run: prints every failed test with its message, every reason for which tests were skipped,
// and, last, "N passed, N failed, N skipped". Ends with 1 when a test failed, an assembly ended badly or nothing ran.
// usage: node test-results.mjs <folder of <assembly>.trx, <assembly>.code and <assembly>.log>
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const entities = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const decode = text => text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) =>
  hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : entities[name] ?? whole);
const element = (xml, name) => {
  const found = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml);
  return found ? decode(found[1]).trim() : '';
};
const attribute = (xml, name) => decode(new RegExp(`\\s${name}="([^"]*)"`).exec(xml)?.[1] ?? '');
// The frames with a source line are ours; the rest is the framework's way there.
const frames = trace => [...new Set(trace.split('\n').map(line => line.trim()).filter(line => /:line \d+$/.test(line)))].join('\n');
const indent = text => text.split('\n').map(line => `    ${line.trimEnd()}`).join('\n');

function* results(trx) {
  for (const [, start, rest] of trx.matchAll(/<UnitTestResult\b([^>]*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
    yield { name: attribute(start, 'testName'), outcome: attribute(start, 'outcome'), body: rest ?? '' };
  }
}

let passed = 0, failed = 0, skipped = 0;
const reasons = new Map();
for (const assembly of readdirSync(folder).filter(file => file.endsWith('.code')).map(file => file.slice(0, -5)).sort()) {
  const path = join(folder, `${assembly}.trx`);
  const trx = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const failedBefore = failed;
  for (const result of results(trx)) {
    if (result.outcome === 'Passed') {
      passed++;
    } else if (result.outcome === 'NotExecuted') {
      skipped++;
      const reason = `${assembly}: ${element(result.body, 'Message') || element(result.body, 'StdOut') || 'no reason given'}`;
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    } else {
      failed++;
      console.log(`FAILED ${assembly}: ${result.name}`);
      console.log(indent([element(result.body, 'Message'), frames(element(result.body, 'StackTrace'))].filter(Boolean).join('\n')));
    }
  }
  const code = readFileSync(join(folder, `${assembly}.code`), 'utf8').trim();
  if (code !== '0' && failed === failedBefore) {
    failed++;
    console.log(`FAILED ${assembly}: the run ended with code ${code} and no failed test: a crash or a hang`);
    console.log(indent(readFileSync(join(folder, `${assembly}.log`), 'utf8').split('\n').slice(-40).join('\n')));
  }
}

for (const [reason, count] of reasons) {
  console.log(`SKIPPED ${count} in ${reason}`);
}
if (passed + failed === 0) {
  console.log('no test ran');
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
