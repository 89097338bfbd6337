// A real OpenID provider for the tests. It prints {"port":n} when it listens, takes the redirect URI of its one client as a
// line on its standard input, and prints {"ready":true} then. GET /people?sub=&email=&verified= says who there is; whoever
// signs in names his subject as login, and any password does.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

const people = new Map();
let handle = (request, response) => response.writeHead(503).end();
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://127.0.0.1');
  if (pathname !== '/people') return handle(request, response);
  people.set(searchParams.get('sub'), {
    email: searchParams.get('email'),
    email_verified: searchParams.get('verified') === 'true',
  });
  response.writeHead(204).end();
});

server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));

const input = createInterface({ input: process.stdin });
input.on('line', (redirectUri) => {
  const provider = new Provider(`http://127.0.0.1:${server.address().port}`, {
    clients: [{
      client_id: 'leadline',
      client_secret: 'a secret of the tests',
      redirect_uris: [redirectUri],
      response_types: ['code'],
      grant_types: ['authorization_code'],
    }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (context, sub) => ({ accountId: sub, claims: () => ({ sub, name: sub, ...people.get(sub) }) }),
    cookies: { keys: ['of the tests'] },
    features: { devInteractions: { enabled: true } },
  });
  handle = provider.callback();
  console.log(JSON.stringify({ ready: true }));
});
input.on('close', () => process.exit());
