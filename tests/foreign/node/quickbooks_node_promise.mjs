// quickbooks-node-promise, unmodified, against the sandbox: only its addresses are set.

import assert from 'node:assert/strict';

import { check, firm, load, refusal, run } from './harness.mjs';

const { default: Quickbooks } = load('quickbooks-node-promise');
Quickbooks.TOKEN_URL = `${firm.base}/oauth2/v1/tokens/bearer`;
Quickbooks.REVOKE_URL = `${firm.base}/v2/oauth2/tokens/revoke`;
Quickbooks.USER_INFO_URL = `${firm.base}/v1/openid_connect/userinfo`;
Quickbooks.V3_ENDPOINT_BASE_URL = `${firm.base}/v3/company/`;

const app = { appKey: firm.clientId, appSecret: firm.clientSecret, redirectUrl: 'http://localhost:8000/callback', useProduction: false };
const connect = (more = {}) =>
  new Quickbooks({ ...app, autoRefresh: false, accessToken: firm.accessToken, refreshToken: firm.refreshToken, ...more }, firm.company);

const books = connect();
const customer = async (name) => (await books.createCustomer({ DisplayName: name })).Customer;
const line = { Amount: 100, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '1' } } };

check('a customer is created, read and updated; answers carry the trace of Intuit', async () => {
  const made = await books.createCustomer({ DisplayName: 'Promised' });
  assert.ok(made.specialHeaders.intuitTid);
  assert.ok(made.specialHeaders.qboVersion);
  const { Customer: read } = await books.getCustomer(made.Customer.Id);
  const { Customer: changed } = await books.updateCustomer({ Id: read.Id, SyncToken: read.SyncToken, sparse: true, Notes: 'n' });
  assert.deepEqual([changed.DisplayName, changed.Notes, changed.SyncToken], ['Promised', 'n', '1']);
});

check('accounts are found, sorted, limited and counted', async () => {
  const found = await books.findAccounts({ AccountType: 'Bank', sort: ['Name', 'DESC'] });
  assert.deepEqual(found.QueryResponse.Account.map((account) => account.Name), ['Savings', 'Checking']);
  assert.equal((await books.findAccounts({ limit: 7, offset: 3 })).QueryResponse.Account.length, 7);
  const two = [{ field: 'Id', value: ['35', '36'], operator: 'IN' }];
  assert.equal((await books.findAccounts(two)).QueryResponse.Account.length, 2);
  assert.equal((await books.countAccounts({ AccountType: 'Bank' })).QueryResponse.totalCount, 2);
});

check('an invoice is created, voided and deleted', async () => {
  const client = await customer('Invoiced');
  const { Invoice: made } = await books.createInvoice({ CustomerRef: { value: client.Id }, Line: [line] });
  assert.equal(made.Balance, 100);
  const { Invoice: voided } = await books.voidInvoice({ Id: made.Id, SyncToken: made.SyncToken });
  assert.equal(voided.TotalAmt, 0);
  const { Invoice: gone } = await books.deleteInvoice({ Id: voided.Id, SyncToken: voided.SyncToken });
  assert.equal(gone.status, 'Deleted');
  assert.equal(await refusal(books.getInvoice(made.Id)), '610');
});

check('a batch under its own request id', async () => {
  const { BatchItemResponse: items } = await books.batch([
    { bId: '1', operation: 'create', Customer: { DisplayName: 'Batched' } },
    { bId: '2', Query: 'select count(*) from Term' },
  ]);
  assert.equal(items.find((item) => item.bId === '1').Customer.DisplayName, 'Batched');
  assert.ok(items.find((item) => item.bId === '2').QueryResponse.totalCount >= 5);
});

check('changes are captured since a time of day', async () => {
  const client = await customer('Captured');
  const since = new Date(Date.now() - 60_000);
  const { CDCResponse: [{ QueryResponse: [found] }] } = await books.changeDataCapture(['Customer'], since);
  assert.ok(found.Customer.some((row) => row.Id === client.Id));
});

check('a file is uploaded with its description', async () => {
  const client = await customer('Documented');
  const { AttachableResponse: [{ Attachable: made }] } = await books.upload('letter.txt', 'text/plain', Buffer.from('Dear Sir'), 'Customer', client.Id);
  assert.deepEqual([made.FileName, made.ContentType, made.AttachableRef[0].EntityRef.value], ['letter.txt', 'text/plain', client.Id]);
});

check('reports take their options', async () => {
  const report = await books.reportAccountListDetail({ account_type: 'Bank' });
  assert.equal(report.Header.ReportName, 'AccountList');
});

check('refusals arrive with their codes', async () => {
  assert.equal(await refusal(books.createAccount({ Name: 'Checking', AccountType: 'Bank' })), '6240');
  assert.equal(await refusal(books.getCustomer('99999')), '610');
  assert.equal(await refusal(books.findAccounts({ AcctNum: '1' })), '4001');
});

check('an expired token is refreshed before the call', async () => {
  const careful = connect({ autoRefresh: true });
  await careful.saveToken({ access_token: 'old', refresh_token: firm.refreshToken, expires_in: 0, x_refresh_token_expires_in: 1000 });
  assert.equal((await careful.getAccount('35')).Account.Name, 'Checking');
  assert.equal((await careful.getUserInfo()).emailVerified, true);
});

check('revoked access is over', async () => {
  const leaving = connect();
  await leaving.refreshAccessToken();
  assert.ok((await leaving.revokeAccess(true)).ok);
  await assert.rejects(leaving.getAccount('35'), (error) => error.response.status === 401);
});

await run();
