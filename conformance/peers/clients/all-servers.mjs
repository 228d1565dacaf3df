// The servers of others behind one door, under their public names.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { text } from './checks.mjs';

export async function allServers(checks, connect, door) {
  const client = await connect(new URL(door), {}, {});
  const call = async (name, args = {}) => text(await client.callTool({ name, arguments: args }));
  const files = process.env.PEER_FILES;

  await checks.check('the tools of all servers are listed once each', async () => {
    const names = (await client.listTools()).tools.map((tool) => tool.name);
    for (const server of ['everything', 'files', 'memory', 'modern', 'modern-http', 'playwright', 'thinking']) {
      assert.ok(names.some((name) => name.startsWith(`${server}__`)), `none of ${server} in ${names}`);
    }
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.every((name) => name.length <= 64));
    return `${names.length} tools of 7 servers`;
  });
  await checks.check('server-everything', async () => call('everything__get-sum', { a: 19, b: 23 }));
  await checks.check('server-filesystem', async () => {
    await call('files__write_file', { path: `${files}/written`, content: 'through the gateway' });
    assert.deepEqual(readdirSync(files), ['written']);
    const read = await call('files__read_text_file', { path: `${files}/written` });
    assert.equal(read, 'through the gateway');
    await assert.rejects(call('files__read_text_file', { path: '/etc/hostname' }));
    return 'written and read; what is outside is refused';
  });
  await checks.check('server-memory', async () => {
    await call('memory__create_entities', {
      entities: [{ name: 'perigee', entityType: 'point', observations: ['nearest'] }],
    });
    const graph = await call('memory__read_graph');
    assert.ok(graph.includes('nearest'), graph);
    return 'an entity is kept';
  });
  await checks.check('server-sequential-thinking', async () => {
    const thought = { thought: 'one', nextThoughtNeeded: false, thoughtNumber: 1, totalThoughts: 1 };
    const { thoughtNumber } = JSON.parse(await call('thinking__sequentialthinking', thought));
    assert.equal(thoughtNumber, 1);
    return 'a thought is taken';
  });
  await checks.check('a server of the modern era', async () => {
    assert.equal(await call('modern__add', { a: 19, b: 23 }), '42');
    assert.equal(await call('modern-http__add', { a: 19, b: 23 }), '42');
    return 'over stdio and HTTP';
  });
  if (process.env.PEER_BROWSER) {
    await checks.check('@playwright/mcp opens a page', async () => {
      const page = 'data:text/html,<title>Apsis</title><p>near</p>';
      const said = await call('playwright__browser_navigate', { url: page });
      assert.ok(said.includes('Apsis'), said);
      return 'the page has its title';
    });
  } else {
    await checks.check('@playwright/mcp says itself that there is no browser', async () => {
      const { isError, content } = await client.callTool({ name: 'playwright__browser_close', arguments: {} });
      assert.ok(isError && content[0].text.includes('is not found'), content[0].text);
      return 'its error comes through as its result';
    });
  }
  await client.close();
}
