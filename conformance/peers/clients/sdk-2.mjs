// @modelcontextprotocol/client 2.x, in the era that is its argument: legacy, or a version that it insists on.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { allServers } from './all-servers.mjs';
import { Checks } from './checks.mjs';
import { everything } from './everything.mjs';

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
  return client;
}

const checks = new Checks(`TypeScript client 2.x, ${era}`);
try {
  await everything(checks, connect, process.env.PEER_DOOR);
  await allServers(checks, connect, process.env.PEER_DOOR);
} catch (error) {
  await checks.check('it connects', () => Promise.reject(error));
}
checks.end();
