// @modelcontextprotocol/sdk 1.x.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as types from '@modelcontextprotocol/sdk/types.js';
import { allServers } from './all-servers.mjs';
import { Checks } from './checks.mjs';
import { everything } from './everything.mjs';
import { modern } from './modern.mjs';

const SCHEMAS = {
  'roots/list': types.ListRootsRequestSchema,
  'sampling/createMessage': types.CreateMessageRequestSchema,
  'elicitation/create': types.ElicitRequestSchema,
  'notifications/resources/updated': types.ResourceUpdatedNotificationSchema,
  'notifications/tools/list_changed': types.ToolListChangedNotificationSchema,
  'notifications/message': types.LoggingMessageNotificationSchema,
};

async function connect(url, capabilities, handlers) {
  const client = new Client({ name: 'sdk-1', version: '1' }, { capabilities });
  for (const [method, handler] of Object.entries(handlers)) {
    if (method.startsWith('notifications/')) {
      client.setNotificationHandler(SCHEMAS[method], handler);
    } else {
      client.setRequestHandler(SCHEMAS[method], handler);
    }
  }
  const transport = new StreamableHTTPClientTransport(url);
  await client.connect(transport);
  const close = client.close.bind(client);
  client.close = async () => {
    await transport.terminateSession();
    await close();
  };
  // The other generation of the SDK takes no schema here.
  const callTool = client.callTool.bind(client);
  client.callTool = (params, options) => callTool(params, undefined, options);
  client.follow = (uri) => client.subscribeResource({ uri });
  client.followTools = async () => {};
  client.logsFrom = (level) => client.setLoggingLevel(level);
  return client;
}

const checks = new Checks('TypeScript SDK 1.x');
await everything(checks, connect, process.env.PEER_DOOR);
await modern(checks, connect, process.env.PEER_DOOR, 'modern');
await modern(checks, connect, process.env.PEER_DOOR, 'modern-http');
await allServers(checks, connect, process.env.PEER_DOOR);
checks.end();
