// @modelcontextprotocol/inspector on the command line, a process for each request.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Checks } from './checks.mjs';

const run = promisify(execFile);
const program = fileURLToPath(
  new URL('../node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js', import.meta.url),
);
const door = process.env.PEER_DOOR;

async function inspect(url, ...words) {
  const { stdout } = await run(process.execPath, [program, '--cli', url, '--transport', 'http', ...words], {
    timeout: 50_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}

const checks = new Checks('inspector --cli');
await checks.check('tools/list of all servers', async () => {
  const { tools } = await inspect(door, '--method', 'tools/list');
  assert.ok(tools.some((tool) => tool.name === 'everything__echo'));
  return `${tools.length} tools`;
});
await checks.check('tools/call', async () => {
  const words = ['--method', 'tools/call', '--tool-name', 'echo', '--tool-arg', 'message=inspected'];
  const { content } = await inspect(`${door}/everything`, ...words);
  assert.ok(content[0].text.includes('inspected'));
  return content[0].text;
});
await checks.check('resources/list', async () => {
  const { resources } = await inspect(`${door}/everything`, '--method', 'resources/list');
  assert.ok(resources.length > 0);
  return `${resources.length} resources`;
});
await checks.check('prompts/get', async () => {
  const words = ['--method', 'prompts/get', '--prompt-name', 'args-prompt', '--prompt-args', 'city=Ulm'];
  const { messages } = await inspect(`${door}/everything`, ...words);
  assert.ok(messages[0].content.text.includes('Ulm'));
  return messages[0].content.text;
});
checks.end();
