// What a client and a server that speaks 2026-07-28 alone can do with each other, through the gateway.
import assert from 'node:assert/strict';
import { text, within } from './checks.mjs';

const ROOT = { uri: 'file:///srv/peers', name: 'peers' };
const COUNTER = 'counter://value';
const HEARD_MILLIS = 20_000;

export async function modern(checks, connect, door, server) {
  const url = new URL(`${door}/${server}`);
  const check = (name, work) => checks.check(`${server}: ${name}`, work);
  const asked = [];
  const logs = [];
  const answering = (answer) => (request) => {
    asked.push(request.method);
    return answer;
  };
  const client = await connect(url, { roots: {}, sampling: {}, elicitation: { form: {} } }, {
    'roots/list': answering({ roots: [ROOT] }),
    'sampling/createMessage': answering({ role: 'assistant', model: 'a-peer', content: { type: 'text', text: 'deeply' } }),
    'elicitation/create': answering({ action: 'accept', content: { name: 'a peer' } }),
    'notifications/message': (notification) => logs.push(notification.params),
  });
  const call = async (name, args = {}, options = undefined) =>
    text(await client.callTool({ name, arguments: args }, options));

  await check('tools are listed', async () => {
    const names = (await client.listTools()).tools.map((tool) => tool.name);
    assert.ok(names.includes('add') && names.includes('greet'), `${names}`);
    return `${names.length} tools`;
  });
  await check('a tool is called', async () => {
    const { structuredContent } = await client.callTool({ name: 'add', arguments: { a: 19, b: 23 } });
    assert.deepEqual(structuredContent, { sum: 42 });
    return JSON.stringify(structuredContent);
  });
  await check('a tool that fails says why', async () => {
    const { isError, content } = await client.callTool({ name: 'fail', arguments: {} });
    assert.ok(isError && content[0].text.includes('as it was told to'), content[0].text);
    return content[0].text;
  });
  await check('resources are read', async () => {
    assert.ok((await client.listResources()).resources.some((resource) => resource.uri === COUNTER));
    assert.equal((await client.listResourceTemplates()).resourceTemplates[0].uriTemplate, 'note://{name}');
    const { contents } = await client.readResource({ uri: 'note://apsis' });
    return contents[0].text;
  });
  await check('a prompt is got, an argument completed', async () => {
    const { messages } = await client.getPrompt({ name: 'greeting', arguments: { name: 'Ulm' } });
    assert.ok(messages[0].content.text.includes('Ulm'));
    const { completion } = await client.complete({
      ref: { type: 'ref/resource', uri: 'note://{name}' },
      argument: { name: 'name', value: 'java' },
    });
    assert.deepEqual(completion.values, ['java', 'javascript']);
    return `${messages[0].content.text} ${completion.values}`;
  });
  await check('progress is heard', async () => {
    const seen = [];
    await call('count', { to: 4 }, { onprogress: (progress) => seen.push(progress.progress) });
    assert.deepEqual(seen, [1, 2, 3, 4]);
    return `${seen}`;
  });
  await check('a cancellation reaches the server', async () => {
    const cancel = new AbortController();
    const before = Number(await call('cancelled'));
    await assert.rejects(call('hang', {}, { onprogress: () => cancel.abort(), signal: cancel.signal }));
    await until(async () => Number(await call('cancelled')) === before + 1);
    return 'its signal was aborted';
  });
  await check('input_required: elicitation', async () => {
    const said = await call('greet');
    assert.equal(said, 'hello a peer, said a state of its own');
    assert.equal(asked.at(-1), 'elicitation/create');
    return said;
  });
  await check('input_required: sampling', async () => {
    const said = await call('think');
    assert.equal(said, 'thought: deeply');
    assert.equal(asked.at(-1), 'sampling/createMessage');
    return said;
  });
  await check('input_required: roots', async () => {
    const said = await call('where');
    assert.equal(said, ROOT.uri);
    assert.equal(asked.at(-1), 'roots/list');
    return said;
  });
  await check('logs are heard at the level asked for', async () => {
    await client.logsFrom('warning');
    await call('log', { said: 'attention' });
    await until(async () => logs.some((log) => log.data === 'attention' && log.level === 'warning'));
    return JSON.stringify(logs.at(-1));
  });
  await client.close();

  await check('an updated resource is heard', async () => {
    const updated = Promise.withResolvers();
    const follower = await connect(url, {}, {
      'notifications/resources/updated': (notification) => updated.resolve(notification.params.uri),
    });
    await follower.follow(COUNTER);
    const count = text(await follower.callTool({ name: 'increment', arguments: {} }));
    assert.equal(await within(HEARD_MILLIS, updated.promise), COUNTER);
    const { contents } = await follower.readResource({ uri: COUNTER });
    assert.equal(contents[0].text, count);
    await follower.close();
    return `${COUNTER}, read as ${count}`;
  });
  await check('a changed list of tools is heard', async () => {
    const changed = Promise.withResolvers();
    const follower = await connect(url, {}, { 'notifications/tools/list_changed': () => changed.resolve() });
    await follower.followTools();
    const grown = text(await follower.callTool({ name: 'grow', arguments: {} }));
    await within(HEARD_MILLIS, changed.promise);
    await until(async () => (await follower.listTools()).tools.some((tool) => tool.name === grown));
    const said = text(await follower.callTool({ name: grown, arguments: {} }));
    await follower.close();
    return `${grown} is ${said}`;
  });
  await check('a client that cannot be asked is refused precisely', async () => {
    const mute = await connect(url, {}, {});
    let said;
    try {
      const { isError, content } = await mute.callTool({ name: 'greet', arguments: {} });
      assert.ok(isError, content[0].text);
      said = content[0].text;
    } catch (error) {
      said = error.message;
    }
    assert.match(said, /elicitation/i);
    await mute.close();
    return said;
  });
}

async function until(met) {
  const end = Date.now() + HEARD_MILLIS;
  while (!(await met())) {
    assert.ok(Date.now() < end, `not met within ${HEARD_MILLIS} ms: ${met}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
