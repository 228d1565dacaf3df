// @modelcontextprotocol/client 2.x, in the era that is its argument: legacy, or a version that it insists on.
import assert from 'node:assert/strict';
import { Client, LOG_LEVEL_META_KEY, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { allServers } from './all-servers.mjs';
import { Checks } from './checks.mjs';
import { everything } from './everything.mjs';
import { modern } from './modern.mjs';

const era = process.argv[2];
const mode = era === 'legacy' ? 'legacy' : { pin: era };

async function connect(url, capabilities, handlers) {
  const client = new Client({ name: 'sdk-2', version: '1' }, { capabilities, versionNegotiation: { mode } });
  for (const [method, handler] of Object.entries(handlers)) {
    if (method.startsWith('notifications/')) {
      client.setNotificationHandler(method, handler);
    } else {
      client.setRequestHandler(method, handler);
    }
  }
  await client.connect(new StreamableHTTPClientTransport(url));
  return Object.assign(client, era === 'legacy' ? following(client) : listening(client));
}

// How each era follows what changes.
function following(client) {
  return {
    follow: (uri) => client.subscribeResource({ uri }),
    followTools: async () => {},
    logsFrom: (level) => client.setLoggingLevel(level),
  };
}

function listening(client) {
  return {
    follow: async (uri) => {
      const { honoredFilter } = await client.listen({ resourceSubscriptions: [uri] });
      assert.deepEqual(honoredFilter.resourceSubscriptions, [uri]);
    },
    followTools: async () => {
      const { honoredFilter } = await client.listen({ toolsListChanged: true });
      assert.ok(honoredFilter.toolsListChanged);
    },
    logsFrom: async (level) => {
      const callTool = client.callTool.bind(client);
      client.callTool = (params, options) => callTool({ ...params, _meta: { [LOG_LEVEL_META_KEY]: level } }, options);
    },
  };
}

const checks = new Checks(`TypeScript client 2.x, ${era}`);
try {
  await everything(checks, connect, process.env.PEER_DOOR);
  await modern(checks, connect, process.env.PEER_DOOR, 'modern');
  await modern(checks, connect, process.env.PEER_DOOR, 'modern-http');
  await allServers(checks, connect, process.env.PEER_DOOR);
} catch (error) {
  await checks.check('it connects', () => Promise.reject(error));
}
checks.end();
