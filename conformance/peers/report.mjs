// Writes docs/peers.md from the lines of JSON that the checks left; says whether all passed.
import { readFileSync, writeFileSync } from 'node:fs';

const [results, manifest, table] = process.argv.slice(2);
const checks = readFileSync(results, 'utf8').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
const peers = [...new Set(checks.map((check) => check.peer))];
const packages = Object.entries(JSON.parse(readFileSync(manifest, 'utf8')).dependencies);
const escape = (words) => words.replaceAll('|', '\\|').replaceAll('<', '&lt;').slice(0, 160);

const sections = peers.map((peer) => {
  const rows = checks.filter((check) => check.peer === peer);
  const head = '| check | | what was seen |\n| --- | --- | --- |\n';
  return `## ${peer}\n\n${head}${rows
    .map((check) => `| ${escape(check.name)} | ${check.passed ? 'passed' : '**failed**'} | ${escape(check.saw)} |`)
    .join('\n')}`;
});
writeFileSync(
  table,
  `# Peers

Written by \`conformance/peers/run\`; not to be edited. Clients of others against the running binary, \`perigee up --mcp\`, and
behind it servers of others: ${packages.map(([name, version]) => `\`${name}\` ${version}`).join(', ')}.

${sections.join('\n\n')}
`,
);

const failed = checks.filter((check) => !check.passed).length;
console.error(`peers: ${checks.length - failed} checks passed, ${failed} failed`);
process.exitCode = failed === 0 && checks.length > 0 ? 0 : 1;
