// A provider with clients that get tokens for themselves: each with the claims that its name says. Prints issuer=URL.
// With `--keys N` it signs with the Nth of two keys and publishes that one alone.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import Provider from 'oidc-provider';

const [port, keys, which] = process.argv.slice(2);
const audience = 'https://perigee.example';
const claims = {
  admin: { perigee_role: 'admin' },
  viewer: { perigee_role: ['viewer'] },
  blue: { perigee_role: 'operator', perigee_team: 'blue' },
  nobody: {},
};
const server = createServer();
server.listen(Number(port), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: Object.keys(claims).map((id) => ({
      client_id: id,
      client_secret: `${id}-has-a-secret-for-this-test`,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    jwks: { keys: [JSON.parse(readFileSync(keys, 'utf8'))[Number(which)]] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource) => ({
          scope: 'perigee',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    extraTokenClaims: (_context, token) => claims[token.clientId],
  });
  server.on('request', provider.callback());
  console.log(`issuer=${issuer} audience=${audience}`);
});
process.on('SIGTERM', () => process.exit(0));
