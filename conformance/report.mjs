// Reads what the suite wrote under target/results, writes docs/conformance.md, and fails as conformance/run says.
// Arguments: requirement sets, --, columns, of which the first is the control.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from './target/node_modules/yaml/dist/index.js';

const here = dirname(fileURLToPath(import.meta.url));
const suite = join(here, 'target/node_modules/@modelcontextprotocol/conformance');
const split = process.argv.indexOf('--');
const sets = process.argv.slice(2, split);
const columns = process.argv.slice(split + 1);
const control = columns[0];
const names = {
  control: 'control',
  'stdio-legacy': 'stdio, legacy',
  'stdio-modern': 'stdio, modern',
  'http-legacy': 'HTTP, legacy',
  'http-modern': 'HTTP, modern',
};

// The scenarios of a requirement set in its order, with the reason why one is not scored.
function scenariosOf(set) {
  const file = parse(readFileSync(join(suite, 'requirements', `${set}.yaml`), 'utf8'));
  const scored = file.server.map((name) => ({ name, reason: '' }));
  const others = file.not_scored
    .filter((entry) => entry.leg === 'server')
    .map((entry) => ({ name: entry.scenario, reason: entry.reason }));
  return [...scored, ...others];
}

function checksOf(set, column, scenario) {
  const directory = join(here, 'target/results', set, column);
  const pattern = new RegExp(`^server-${scenario}-\\d{4}-\\d{2}-\\d{2}T`);
  const run = existsSync(directory) && readdirSync(directory).find((name) => pattern.test(name));
  const file = run && join(directory, run, 'checks.json');
  return file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

function count(checks, statuses) {
  const counts = new Map();
  for (const check of checks.filter((it) => statuses.includes(it.status))) {
    const key = `${check.id} ${check.name}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

// What passes in the control and neither passes nor is beside the point here. A check that runs several times counts
// each time.
function lost(controlChecks, checks) {
  const kept = count(checks, ['SUCCESS', 'INFO']);
  return [...count(controlChecks, ['SUCCESS'])]
    .filter(([key, times]) => (kept.get(key) ?? 0) < times)
    .map(([key]) => key.split(' ')[0]);
}

function readAccepted() {
  return readFileSync(join(here, 'accepted-losses'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split(' '))
    .map(([set, column, scenario, ...reason]) => ({ set, column, scenario, reason: reason.join(' ') }));
}

// An entry names a scenario, the first letters of several with *, or one check of a scenario as SCENARIO:CHECK.
function accepts(entry, set, column, scenario, check) {
  const [name, only] = entry.scenario.split(':');
  const matches = name.endsWith('*') ? scenario.startsWith(name.slice(0, -1)) : scenario === name;
  return entry.set === set && entry.column === column && matches && (only === undefined || only === check);
}

const accepted = readAccepted();
const problems = [];

function cell(set, column, scenario) {
  const checks = checksOf(set, column, scenario);
  const passed = checks.filter((it) => it.status === 'SUCCESS').length;
  const failed = checks.filter((it) => ['FAILURE', 'WARNING'].includes(it.status));
  const losses =
    column === control ? failed.map((it) => it.id) : lost(checksOf(set, control, scenario), checks);
  if (checks.length === 0) {
    losses.push('no results');
  }
  const excused = losses.every((check) => accepted.some((it) => accepts(it, set, column, scenario, check)));
  if (losses.length > 0 && !excused) {
    problems.push(`${set}, ${column}, ${scenario}: ${[...new Set(losses)].sort().join(', ')}`);
  }
  const text = checks.length === 0 ? 'no results' : passed + failed.length === 0 ? 'skipped' : `${passed}`;
  const failures = failed.length > 0 ? `, ${failed.length} failed` : '';
  return { passed, failed: failed.length, text: text + failures + (losses.length > 0 && excused ? ' (accepted)' : '') };
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

function table(set) {
  const sums = columns.map(() => ({ passed: 0, failed: 0 }));
  const rows = scenariosOf(set).map(({ name, reason }) => {
    const cells = columns.map((column) => cell(set, column, name));
    cells.forEach((it, i) => {
      sums[i].passed += it.passed;
      sums[i].failed += it.failed;
    });
    return row([reason ? `${name} (not scored: ${reason})` : name, ...cells.map((it) => it.text)]);
  });
  const total = row(['**all**', ...sums.map((it) => `**${it.passed}, ${it.failed} failed**`)]);
  const head = row(['scenario', ...columns.map((it) => names[it])]);
  return [head, row(['---', ...columns.map(() => '---')]), ...rows, total].join('\n');
}

const version = JSON.parse(readFileSync(join(suite, 'package.json'), 'utf8')).version;
const gateway =
  columns.length > 1
    ? `The other columns are the gateway at \`/mcp/{server}\` before the same server, by the transport and the era of that
upstream; the era of the client is that of the requirement set. \`conformance/accepted-losses\` names what may be lost.`
    : 'Columns for the gateway appear when it is run with `--door`.';
const sections = sets.map((set) => `## ${set}\n\n${table(set)}`);
writeFileSync(
  join(here, '../docs/conformance.md'),
  `# Conformance

Written by \`conformance/run\`; not to be edited. \`@modelcontextprotocol/conformance\` ${version}, with each message checked
against the schema of the specification. A cell is the number of checks that passed, and of those that failed or warned if
there are any; what the suite only notes is in neither, so a cell can have fewer than the control and have lost nothing.
*control* is the suite against our test server itself (\`dev.perigee.testkit.mcp\`), over HTTP.
${gateway}

${sections.join('\n\n')}
`,
);

for (const problem of problems) {
  console.error(`conformance: lost: ${problem}`);
}
console.error(`conformance: ${problems.length === 0 ? 'nothing lost' : `${problems.length} scenarios lost checks`}`);
process.exitCode = problems.length === 0 ? 0 : 1;
