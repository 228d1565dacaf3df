// Has the control plane at SERVER judge tokens of the provider at ISSUER, and prints each check with what it came to.
// Ends with 0 when all of them are as they should be.
//
//   node check.mjs first|rotated SERVER ISSUER
const [part, server, issuer] = process.argv.slice(2);
const audience = 'https://perigee.example';
let failed = 0;

async function token(client, resource = audience) {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${client}:${client}-has-a-secret-for-this-test`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource, scope: 'perigee' }),
  });
  const body = await answer.json();
  if (!body.access_token) {
    throw new Error(`no token for ${client}: ${JSON.stringify(body)}`);
  }
  return body.access_token;
}

async function call(bearer, method, path, body) {
  const answer = await fetch(server + path, {
    method,
    headers: { authorization: `Bearer ${bearer}` },
    body: body && JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text() };
}

async function check(what, expected, answer, words = []) {
  const { status, text } = await answer;
  const good = status === expected && words.every((word) => text.includes(word));
  failed += good ? 0 : 1;
  console.log(`${good ? 'passed' : 'FAILED'}: ${what}: ${status}${good ? '' : ` instead of ${expected}: ${text}`}`);
}

const tampered = (jwt) => {
  const [head, , signature] = jwt.split('.');
  const claims = { ...JSON.parse(atob(jwt.split('.')[1])), perigee_role: 'admin' };
  return [head, btoa(JSON.stringify(claims)).replace(/=+$/, ''), signature].join('.');
};

const viewer = await token('viewer');
if (part === 'rotated') {
  // A key that is not known is asked for every ten seconds at most.
  const end = Date.now() + 30_000;
  while ((await call(viewer, 'GET', '/api/v1/satellites')).status !== 200 && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
const admin = await token('admin');
const keyFor = { name: `made-in-part-${part}`, role: 'viewer' };
await check('a viewer looks', 200, call(viewer, 'GET', '/api/v1/satellites'));
await check('an administrator gives out keys', 201, call(admin, 'POST', '/api/v1/operators', keyFor));
if (part === 'first') {
  await check('a viewer gives out no keys', 403, call(viewer, 'POST', '/api/v1/operators', keyFor), [
    'oidc:viewer',
    'expected the role admin',
  ]);
  const broadcast = { to: 'all', command: { type: 'ping' } };
  await check('an operator of a team has no satellites of others', 404, call(await token('blue'), 'POST', '/api/v1/broadcasts', broadcast));
  await check('who has no role is told which claim was expected', 403, call(await token('nobody'), 'GET', '/api/v1/satellites'), [
    'perigee_role',
  ]);
  await check('a token for others', 401, call(await token('admin', 'https://other.example'), 'GET', '/api/v1/satellites'), [
    audience,
  ]);
  await check('a token that was changed', 401, call(tampered(viewer), 'GET', '/api/v1/satellites'));
  await check('no token at all', 401, call('nonsense', 'GET', '/api/v1/satellites'));
}
process.exit(failed === 0 ? 0 : 1);
