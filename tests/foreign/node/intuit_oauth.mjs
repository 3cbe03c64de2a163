// Intuit's own OAuth client for Node, unmodified, against the sandbox: only its addresses are set.

import assert from 'node:assert/strict';

import { check, firm, load, run } from './harness.mjs';

const OAuthClient = load('intuit-oauth');
OAuthClient.authorizeEndpoint = `${firm.base}/connect/oauth2`;
OAuthClient.tokenEndpoint = `${firm.base}/oauth2/v1/tokens/bearer`;
OAuthClient.revokeEndpoint = `${firm.base}/v2/oauth2/tokens/revoke`;
OAuthClient.userinfo_endpoint_sandbox = `${firm.base}/v1/openid_connect/userinfo`;
OAuthClient.environment = { sandbox: `${firm.base}/`, production: `${firm.base}/` };

const connect = (more = {}) => new OAuthClient({
  clientId: firm.clientId, clientSecret: firm.clientSecret, environment: 'sandbox', redirectUri: 'http://localhost:8000/callback', ...more,
});

// What the browser comes back with once the user has agreed.
async function consent(client) {
  const scope = [OAuthClient.scopes.Accounting, OAuthClient.scopes.OpenId];
  const answer = await fetch(client.authorizeUri({ scope, state: 'mine' }), { redirect: 'manual' });
  assert.equal(answer.status, 302);
  return answer.headers.get('location');
}

async function connected(more) {
  const client = connect(more);
  await client.createToken(await consent(client));
  return client;
}

const company = `v3/company/${firm.company}`;

check('the code flow gives tokens for the company', async () => {
  const client = await connected();
  const token = client.getToken();
  assert.deepEqual([token.realmId, token.state, token.token_type, token.expires_in], [firm.company, 'mine', 'bearer', 3600]);
  assert.ok(client.isAccessTokenValid());
});

check('a code is good once', async () => {
  const client = connect();
  const back = await consent(client);
  await client.createToken(back);
  await assert.rejects(client.createToken(back), (error) => error.error === 'invalid_grant' && error.intuit_tid !== '');
});

check('tokens are refreshed, and the new ones work', async () => {
  const client = await connected();
  const before = client.getToken().access_token;
  const answer = await client.refresh();
  assert.ok(answer.getIntuitTid());
  assert.notEqual(answer.getJson().access_token, before);
  assert.equal((await client.makeApiCall({ url: `${company}/account/35` })).json.Account.Name, 'Checking');
  await client.refreshUsingToken(client.getToken().refresh_token);
});

check('the end of the consent is told to those who ask', async () => {
  const asking = await connected({ includeRefreshTokenHardExpiresIn: true });
  assert.ok((await asking.refresh()).getJson().x_refresh_token_hard_expires_in > 8_726_400);
  const silent = await connected();
  assert.equal((await silent.refresh()).getJson().x_refresh_token_hard_expires_in, undefined);
});

check('a strange refresh token and a wrong secret are refused', async () => {
  await assert.rejects(connect().refreshUsingToken('RT1-strange'), { error: 'invalid_grant' });
  await assert.rejects(connect({ clientSecret: 'wrong' }).refreshUsingToken(firm.refreshToken), { error: 'invalid_client' });
});

check('the user is named', async () => {
  const client = await connected();
  assert.equal((await client.getUserInfo()).getJson().emailVerified, true);
});

check('revoked tokens open nothing', async () => {
  const client = await connected();
  const { access_token: accessToken, refresh_token: refreshToken } = client.getToken();
  await client.revoke();
  await assert.rejects(connect().refreshUsingToken(refreshToken), { error: 'invalid_grant' });
  const late = connect({ token: { access_token: accessToken } });
  await assert.rejects(late.makeApiCall({ url: `${company}/account/35` }), { code: '401' });
});

check('calls are made, and refusals carry code, detail and trace', async () => {
  const client = await connected();
  const made = await client.makeApiCall({ url: `${company}/customer`, method: 'POST', body: { DisplayName: 'From OAuth' } });
  assert.equal(made.json.Customer.SyncToken, '0');
  const query = { query: "select * from Customer where DisplayName = 'From OAuth'" };
  const found = await client.makeApiCall({ url: `${company}/query`, params: query });
  assert.equal(found.json.QueryResponse.Customer[0].Id, made.json.Customer.Id);
  const again = client.makeApiCall({ url: `${company}/customer`, method: 'POST', body: { DisplayName: 'From OAuth' } });
  await assert.rejects(again, (error) => error.code === '6240' && error.faultType === 'ValidationFault' && Boolean(error.intuitTid ?? error.intuit_tid));
});

await run();
