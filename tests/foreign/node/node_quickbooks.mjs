// node-quickbooks against the sandbox: accounts and queries, lists, refusals, tokens.

import assert from 'node:assert/strict';

import { check, firm, refusal, run } from './harness.mjs';
import { ask, call, connect, newCustomer, rows, salesLine } from './node_quickbooks_client.mjs';

// ---- accounts and queries

check('an account is created, read and renamed, and keeps what a sparse update leaves out', async () => {
  const made = await call('createAccount', { Name: 'Trust bank', AccountType: 'Bank', AccountSubType: 'TrustAccounts', Description: 'IOLTA' });
  assert.equal(made.SyncToken, '0');
  const renamed = await call('updateAccount', { Id: made.Id, SyncToken: made.SyncToken, Name: 'Trust bank 2' });
  const read = await call('getAccount', made.Id);
  assert.deepEqual([renamed.SyncToken, read.Name, read.Description, read.AccountSubType], ['1', 'Trust bank 2', 'IOLTA', 'TrustAccounts']);
});

check('accounts are found by name, type, pattern and list', async () => {
  assert.deepEqual((await rows('findAccounts', { Name: 'checking' })).map((a) => a.Name), ['Checking']);
  assert.ok((await rows('findAccounts', { AccountType: 'Expense' })).every((a) => a.AccountType === 'Expense'));
  assert.ok((await rows('findAccounts', [{ field: 'Name', value: 'Sav%', operator: 'LIKE' }])).some((a) => a.Name === 'Savings'));
  assert.deepEqual((await rows('findAccounts', { Id: ['35', '36'] })).map((a) => a.Id).sort(), ['35', '36']);
});

check('a query without criteria answers at most a hundred rows, and all with fetchAll', async () => {
  const { QueryResponse } = await call('findAccounts');
  assert.equal(QueryResponse.startPosition, 1);
  assert.equal(QueryResponse.maxResults, QueryResponse.Account.length);
  const all = await call('findAccounts', { limit: 20, fetchAll: true });
  assert.equal(all.QueryResponse.Account.length, QueryResponse.Account.length);
  assert.equal(new Set(all.QueryResponse.Account.map((a) => a.Id)).size, QueryResponse.Account.length);
});

check('rows are counted, ordered and paged', async () => {
  const { QueryResponse } = await call('findAccounts', { count: true });
  assert.ok(QueryResponse.totalCount > 80);
  assert.equal(QueryResponse.Account, undefined);
  const names = (await rows('findAccounts', { desc: 'Name', limit: 5, offset: 2 })).map((a) => a.Name);
  assert.equal(names.length, 5);
  assert.deepEqual(names, [...names].sort((a, b) => b.toLowerCase().localeCompare(a.toLowerCase())));
});

check('apostrophes and other signs survive a query', async () => {
  for (const name of ["O'Hara & Sons", '100% Sure', 'A+B #1', 'Café Zürich']) {
    await call('createCustomer', { DisplayName: name });
    assert.deepEqual((await rows('findCustomers', { DisplayName: name })).map((c) => c.DisplayName), [name]);
  }
});

check('an inactive account is hidden from queries but can be read', async () => {
  const made = await call('createAccount', { Name: 'Old bank', AccountType: 'Bank' });
  await call('updateAccount', { Id: made.Id, SyncToken: '0', Active: false });
  assert.deepEqual(await rows('findAccounts', { Id: made.Id }), []);
  assert.equal((await rows('findAccounts', { Id: made.Id, Active: [true, false] })).length, 1);
  assert.equal((await call('getAccount', made.Id)).Active, false);
});

check('criteria on times', async () => {
  const made = await newCustomer();
  const recent = [{ field: 'MetaData.LastUpdatedTime', value: made.MetaData.LastUpdatedTime, operator: '>=' }];
  assert.ok((await rows('findCustomers', recent)).some((c) => c.Id === made.Id));
});

// ---- lists

for (const [entity, body, change] of [
  ['Class', { Name: 'Litigation' }, { Name: 'Disputes' }],
  ['Department', { Name: 'Downtown' }, { Name: 'Uptown' }],
  ['Item', { Name: 'Advice', Type: 'Service', IncomeAccountRef: { value: '1' } }, { Description: 'By the hour' }],
  ['PaymentMethod', { Name: 'Wire' }, { Name: 'Wire transfer' }],
  ['Term', { Name: 'Net 45', DueDays: 45 }, { DueDays: 46 }],
  ['Vendor', { DisplayName: 'Expert witness' }, { CompanyName: 'Witness LLC' }],
  ['Employee', { GivenName: 'Ada', FamilyName: 'Smith' }, { FamilyName: 'Smythe' }],
]) {
  check(`${entity}: create, read, update, find`, async () => {
    const made = await call(`create${entity}`, body);
    const changed = await call(`update${entity}`, { ...made, ...change });
    const read = await call(`get${entity}`, made.Id);
    const [[field, value]] = Object.entries(change);
    assert.deepEqual([changed[field], read[field], read.SyncToken], [value, value, '1']);
    const many = { Class: 'Classes' }[entity] ?? `${entity}s`;
    assert.deepEqual((await rows(`find${many}`, { Id: made.Id })).map((row) => row.Id), [made.Id]);
  });
}

check('customers have jobs', async () => {
  const client = await newCustomer();
  const matter = await call('createCustomer', { DisplayName: 'Matter 00001', Job: true, ParentRef: { value: client.Id } });
  assert.equal((await call('getCustomer', matter.Id)).FullyQualifiedName, `${client.DisplayName}:Matter 00001`);
});

check('tax codes, rates and agencies, currencies and customer types can be read', async () => {
  const codes = await rows('findTaxCodes');
  assert.ok(['TAX', 'NON'].every((id) => codes.some((code) => code.Id === id)));
  assert.equal((await call('getTaxCode', 'NON')).Id, 'NON');
  for (const method of ['findTaxRates', 'findTaxAgencies', 'findCompanyCurrencies']) {
    assert.ok((await rows(method)).length > 0, method);
  }
  assert.ok(Array.isArray(await rows('findCustomerTypes')));
});

check('company information and preferences', async () => {
  assert.equal((await call('getCompanyInfo', firm.company)).Country, 'US');
  const preferences = await call('getPreferences');
  const changed = await call('updatePreferences', { ...preferences, sparse: false, ReportPrefs: { ...preferences.ReportPrefs, ReportBasis: 'Cash' } });
  assert.equal(changed.ReportPrefs.ReportBasis, 'Cash');
});

check('an exchange rate is read and set', async () => {
  const { ExchangeRate: rate } = await call('getExchangeRate', { sourcecurrencycode: 'EUR', asofdate: '2026-01-15' });
  assert.equal(rate.SourceCurrencyCode, 'EUR');
  const { ExchangeRate: set } = await call('updateExchangeRate', { SourceCurrencyCode: 'EUR', AsOfDate: '2026-01-15', Rate: 1.25 });
  assert.equal(set.Rate, 1.25);
});

// ---- refusals

check('a stale version is refused and changes nothing', async () => {
  const made = await newCustomer();
  await call('updateCustomer', { Id: made.Id, SyncToken: '0', Notes: 'first' });
  assert.equal(await refusal(call('updateCustomer', { Id: made.Id, SyncToken: '0', Notes: 'second' })), '5010');
  assert.equal((await call('getCustomer', made.Id)).Notes, 'first');
});

for (const [name, code, attempt] of [
  ['a name that exists', '6240', () => call('createAccount', { Name: 'Checking', AccountType: 'Bank' })],
  ['an unknown id', '610', () => call('getCustomer', '99999')],
  ['an invoice for nobody', '2020', () => call('createInvoice', { Line: [salesLine(10)] })],
  ['an amount that is not quantity times price', '6070', async () => {
    const client = await newCustomer();
    const line = { ...salesLine(10), SalesItemLineDetail: { ItemRef: { value: '1' }, Qty: 3, UnitPrice: 5 } };
    return call('createInvoice', { CustomerRef: { value: client.Id }, Line: [line] });
  }],
  ['a property that does not exist', '2010', () => call('createCustomer', { DisplayName: 'X', Colour: 'red' })],
  ['a statement that is none', '4000', () => call('findAccounts', ' where where')],
  ['a column that cannot be queried', '4001', () => call('findAccounts', { AcctNum: '1000' })],
]) {
  check(`refused with ${code}: ${name}`, async () => assert.equal(await refusal(attempt()), code));
}

check('one request id makes one customer', async () => {
  const body = () => ({ DisplayName: 'Only once', requestId: 'once-1' });
  const [first, again] = [await call('createCustomer', body()), await call('createCustomer', body())];
  assert.equal(first.Id, again.Id);
});

check('a strange token and a strange company are refused', async () => {
  assert.equal(await refusal(ask(connect({ accessToken: 'x'.repeat(100) }), 'getAccount', '35')), '3200');
  assert.equal(await refusal(ask(connect({ company: '1' }), 'getAccount', '35')), '3100');
});

check('tokens are refreshed, show the user, and can be revoked', async () => {
  const other = connect();
  const fresh = await ask(other, 'refreshAccessToken');
  assert.deepEqual([fresh.token_type, fresh.expires_in], ['bearer', 3600]);
  assert.equal((await ask(other, 'getUserInfo')).emailVerified, true);
  assert.equal((await ask(other, 'getAccount', '35')).Name, 'Checking');
  await ask(other, 'revokeAccess', true);
  assert.equal(await refusal(ask(connect({ accessToken: fresh.access_token }), 'getAccount', '35')), '3200');
});

await run();
