// What a client and @modelcontextprotocol/server-everything can do with each other, through the gateway.
import assert from 'node:assert/strict';
import { text, within } from './checks.mjs';

const ROOT = { uri: 'file:///srv/peers', name: 'peers' };

// `connect(url, capabilities, handlers)` gives a client that has said hello; `handlers` answer what a server asks and
// hear what it tells, by method.
export async function everything(checks, connect, door) {
  const url = new URL(`${door}/everything`);
  const asked = [];
  const client = await connect(url, { roots: {}, sampling: {}, elicitation: { form: {} } }, {
    'roots/list': () => ({ roots: [ROOT] }),
    'sampling/createMessage': (request) => {
      asked.push(request.method);
      return { role: 'assistant', model: 'a-peer', content: { type: 'text', text: 'sampled by the peer' } };
    },
    'elicitation/create': (request) => {
      asked.push(request.method);
      return { action: 'accept', content: { name: 'elicited from the peer', check: true } };
    },
  });
  const call = async (name, args = {}, options = undefined) =>
    text(await client.callTool({ name, arguments: args }, options));

  await checks.check('tools are listed', async () => {
    const names = (await client.listTools()).tools.map((tool) => tool.name);
    assert.ok(names.includes('echo') && names.includes('get-sum'), `${names}`);
    return `${names.length} tools`;
  });
  await checks.check('a tool is called', async () => {
    const said = await call('echo', { message: 'grüße' });
    assert.ok(said.includes('grüße'), said);
    return said;
  });
  await checks.check('structured content', async () => {
    const result = await client.callTool({ name: 'get-structured-content', arguments: { location: 'New York' } });
    assert.equal(typeof result.structuredContent.temperature, 'number');
    return `${Object.keys(result.structuredContent)}`;
  });
  await checks.check('a resource is listed and read', async () => {
    const { resources } = await client.listResources();
    const { contents } = await client.readResource({ uri: resources[0].uri });
    assert.ok(contents[0].text.length > 100);
    return `${resources.length} resources, the first of ${contents[0].text.length} characters`;
  });
  await checks.check('a resource of a template is read', async () => {
    const { resourceTemplates } = await client.listResourceTemplates();
    const { contents } = await client.readResource({ uri: 'demo://resource/dynamic/text/1' });
    assert.ok(contents[0].text);
    return `${resourceTemplates.length} templates`;
  });
  await checks.check('a prompt is got', async () => {
    const { messages } = await client.getPrompt({ name: 'args-prompt', arguments: { city: 'Ulm' } });
    assert.ok(messages[0].content.text.includes('Ulm'));
    return messages[0].content.text;
  });
  await checks.check('an argument is completed', async () => {
    const { completion } = await client.complete({
      ref: { type: 'ref/prompt', name: 'completable-prompt' },
      argument: { name: 'department', value: 'E' },
    });
    assert.ok(completion.values.includes('Engineering'), `${completion.values}`);
    return `${completion.values}`;
  });
  await checks.check('progress is heard', async () => {
    const seen = [];
    await call('trigger-long-running-operation', { duration: 2, steps: 4 }, {
      onprogress: (progress) => seen.push(progress.progress),
    });
    assert.deepEqual(seen, [1, 2, 3, 4]);
    return `${seen}`;
  });
  await checks.check('a call is cancelled, the next is answered', async () => {
    const cancel = new AbortController();
    const begun = Date.now();
    await assert.rejects(
      call('trigger-long-running-operation', { duration: 50, steps: 100 }, {
        onprogress: () => cancel.abort(),
        signal: cancel.signal,
      }),
    );
    const said = await call('echo', { message: 'after it' });
    assert.ok(said.includes('after it'));
    assert.ok(Date.now() - begun < 20_000);
    return said;
  });
  await checks.check('sampling is asked and answered', async () => {
    const said = await call('trigger-sampling-request', { prompt: 'hello', maxTokens: 10 });
    assert.ok(said.includes('sampled by the peer') && asked.includes('sampling/createMessage'), said);
    return 'the tool has what the client sampled';
  });
  await checks.check('elicitation is asked and answered', async () => {
    const said = await call('trigger-elicitation-request');
    assert.ok(said.includes('elicited from the peer') && asked.includes('elicitation/create'), said);
    return 'the tool has what the user gave';
  });
  await checks.check('roots are asked for', async () => {
    const said = await call('get-roots-list');
    assert.ok(said.includes(ROOT.uri), said);
    return ROOT.uri;
  });
  await checks.check('a subscription is heard', async () => {
    // One that can be asked nothing: in the modern era such clients share the session in which the server tells.
    const updated = Promise.withResolvers();
    const follower = await connect(url, {}, {
      'notifications/resources/updated': (notification) => updated.resolve(notification.params.uri),
    });
    const { resources } = await follower.listResources();
    const uri = resources[0].uri;
    const toggle = { name: 'toggle-subscriber-updates', arguments: {} };
    await follower.follow(uri);
    await follower.callTool(toggle);
    assert.equal(await within(20_000, updated.promise), uri);
    await follower.callTool(toggle);
    await follower.close();
    return uri;
  });
  await checks.check('what is not there is refused', async () => {
    await assert.rejects(client.readResource({ uri: 'demo://nowhere' }));
    return 'with an error';
  });
  await checks.check('several sessions see each their own', async () => {
    const sessions = await Promise.all(Array.from({ length: 5 }, () => connect(url, {}, {})));
    await Promise.all(
      sessions.map(async (session, i) => {
        for (let n = 0; n < 20; n++) {
          const message = `session ${i} call ${n}`;
          const said = text(await session.callTool({ name: 'echo', arguments: { message } }));
          assert.ok(said.endsWith(message), `${message}: ${said}`);
        }
        const names = (await session.listTools()).tools.map((tool) => tool.name);
        assert.ok(!names.includes('get-roots-list'), 'a client without roots is shown what needs them');
        await session.close();
      }),
    );
    return '5 sessions, 100 calls; without roots, no tool for roots';
  });
  await client.close();
}
