// An MCP server that speaks 2026-07-28 and nothing else, written with @modelcontextprotocol/server: `stdio` serves its
// own pipes, `http` a free port of the loopback, which it prints.
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer, ResourceTemplate, acceptedContent, createMcpHandler, fromJsonSchema, inputRequired, inputResponse }
  from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

const COUNTER = 'counter://value';
const NAME = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
const LANGUAGES = ['java', 'javascript', 'rust'];

// What outlives a request: over HTTP each request has a server object of its own.
const kept = { counter: 0, cancelled: 0, grown: 0 };

const text = (said) => ({ content: [{ type: 'text', text: String(said) }] });
const input = (properties = {}) => fromJsonSchema({ type: 'object', properties, required: Object.keys(properties) });
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

function progress(ctx, done, total) {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  return progressToken === undefined
    ? undefined
    : ctx.mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: done, total } });
}

// `tell` says what changed to all who listen.
function serve(tell) {
  const server = new McpServer(
    { name: 'peer-modern', version: '1.0.0' },
    {
      capabilities: {
        tools: { listChanged: true },
        resources: { subscribe: true, listChanged: true },
        prompts: {},
        completions: {},
        logging: {},
      },
      instructions: 'A peer of the modern era.',
    },
  );
  addTools(server, tell);
  addQuestions(server);
  server.registerResource('counter', COUNTER, { mimeType: 'text/plain' }, async (uri) => ({
    contents: [{ uri: uri.href, text: String(kept.counter) }],
  }));
  const note = new ResourceTemplate('note://{name}', { list: undefined });
  server.registerResource('note', note, { mimeType: 'text/plain' }, async (uri, { name }) => ({
    contents: [{ uri: uri.href, text: `a note of ${name}` }],
  }));
  server.registerPrompt('greeting', { argsSchema: fromJsonSchema(NAME) }, async ({ name }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: `Greet ${name}.` } }],
  }));
  server.server.setRequestHandler('completion/complete', async ({ params }) => {
    const values = LANGUAGES.filter((language) => language.startsWith(params.argument.value));
    return { completion: { values, total: values.length, hasMore: false } };
  });
  return server;
}

function addTools(server, tell) {
  const sum = fromJsonSchema({ type: 'object', properties: { sum: { type: 'number' } }, required: ['sum'] });
  const numbers = input({ a: { type: 'number' }, b: { type: 'number' } });
  server.registerTool('add', { inputSchema: numbers, outputSchema: sum }, async ({ a, b }) => ({
    ...text(a + b),
    structuredContent: { sum: a + b },
  }));
  server.registerTool('increment', { inputSchema: input() }, async () => {
    kept.counter++;
    await tell.resourceUpdated(server, COUNTER);
    return text(kept.counter);
  });
  server.registerTool('grow', { inputSchema: input() }, async () => {
    kept.grown++;
    await tell.toolsChanged(server);
    return text(`grown-${kept.grown}`);
  });
  for (let n = 1; n <= kept.grown; n++) {
    addGrown(server, n);
  }
  server.registerTool('count', { inputSchema: input({ to: { type: 'integer' } }) }, async ({ to }, ctx) => {
    for (let n = 1; n <= to; n++) {
      await progress(ctx, n, to);
      await pause(100);
    }
    return text(to);
  });
  server.registerTool('hang', { inputSchema: input() }, async (_, ctx) => {
    await progress(ctx, 1);
    await new Promise((resolve) => ctx.mcpReq.signal.addEventListener('abort', resolve));
    kept.cancelled++;
    return text('cancelled');
  });
  server.registerTool('cancelled', { inputSchema: input() }, async () => text(kept.cancelled));
  server.registerTool('log', { inputSchema: input({ said: { type: 'string' } }) }, async ({ said }, ctx) => {
    await ctx.mcpReq.log('warning', said, 'peer');
    return text('logged');
  });
  server.registerTool('fail', { inputSchema: input() }, async () => {
    throw new Error('as it was told to');
  });
}

function addGrown(server, n) {
  server.registerTool(`grown-${n}`, { inputSchema: input() }, async () => text('here'));
}

// Tools that want to know something of the client before they answer.
function addQuestions(server) {
  server.registerTool('greet', { inputSchema: input() }, async (_, ctx) => {
    const { name } = acceptedContent(ctx.mcpReq.inputResponses, 'who') ?? {};
    if (name !== undefined) {
      return text(`hello ${name}, said ${ctx.mcpReq.requestState()}`);
    }
    const elicitation = inputRequired.elicit({ message: 'Who is it?', requestedSchema: NAME });
    return inputRequired({ inputRequests: { who: elicitation }, requestState: 'a state of its own' });
  });
  server.registerTool('think', { inputSchema: input() }, async (_, ctx) => {
    const answer = ctx.mcpReq.inputResponses && inputResponse(ctx.mcpReq.inputResponses, 'thought');
    if (answer?.kind === 'sampling') {
      return text(`thought: ${[answer.result.content].flat()[0].text}`);
    }
    const messages = [{ role: 'user', content: { type: 'text', text: 'Think.' } }];
    return inputRequired({ inputRequests: { thought: inputRequired.createMessage({ messages, maxTokens: 10 }) } });
  });
  server.registerTool('where', { inputSchema: input() }, async (_, ctx) => {
    const answer = ctx.mcpReq.inputResponses && inputResponse(ctx.mcpReq.inputResponses, 'roots');
    return answer?.kind === 'roots'
      ? text(answer.roots.map((root) => root.uri).join(' '))
      : inputRequired({ inputRequests: { roots: inputRequired.listRoots() } });
  });
}

switch (process.argv[2]) {
  case 'stdio':
    serveStdio(
      () =>
        serve({
          resourceUpdated: (server, uri) => server.server.sendResourceUpdated({ uri }),
          // Registering one tells of it.
          toolsChanged: (server) => addGrown(server, kept.grown),
        }),
      { legacy: 'reject' },
    );
    break;
  case 'http': {
    const handler = createMcpHandler(
      () =>
        serve({
          resourceUpdated: (_, uri) => handler.notify.resourceUpdated(uri),
          toolsChanged: () => handler.notify.toolsChanged(),
        }),
      { legacy: 'reject' },
    );
    const http = createServer(toNodeHandler(handler));
    http.listen(0, '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${http.address().port}`));
    break;
  }
  default:
    console.error(`servers/modern.mjs: ${process.argv[2]}: expected stdio or http`);
    process.exitCode = 2;
}
