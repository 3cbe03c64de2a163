// node-quickbooks, unmodified, connected to the sandbox: only its addresses are set.

import { firm, load } from './harness.mjs';

const QuickBooks = load('node-quickbooks');
QuickBooks.V3_ENDPOINT_BASE_URL = `${firm.base}/v3/company/`;
QuickBooks.TOKEN_URL = `${firm.base}/oauth2/v1/tokens/bearer`;
QuickBooks.REVOKE_URL = `${firm.base}/v2/oauth2/tokens/revoke`;
QuickBooks.USER_INFO_URL = `${firm.base}/v1/openid_connect/userinfo`;

export function connect({ accessToken = firm.accessToken, refreshToken = firm.refreshToken, company = firm.company } = {}) {
  return new QuickBooks(
    firm.clientId, firm.clientSecret, accessToken, false, company, true, false, null, '2.0', refreshToken,
  );
}

// A call of the client, which takes callbacks, as a promise.
export function ask(client, method, ...args) {
  return new Promise((resolve, reject) => {
    client[method](...args, (error, data) => (error ? reject(error) : resolve(data)));
  });
}

const books = connect();
export const call = (method, ...args) => ask(books, method, ...args);
export const rows = async (method, criteria) => Object.values((await call(method, criteria)).QueryResponse).find(Array.isArray) ?? [];
export const unique = (() => { let n = 0; return (text) => `${text} ${(n += 1)}`; })();

export const newCustomer = () => call('createCustomer', { DisplayName: unique('Client') });
export const newVendor = () => call('createVendor', { DisplayName: unique('Supplier') });
export const salesLine = (amount, more = {}) => ({
  Amount: amount, DetailType: 'SalesItemLineDetail', Description: 'Advice',
  SalesItemLineDetail: { ItemRef: { value: '1' }, Qty: 1, UnitPrice: amount }, ...more,
});
export const expenseLine = (amount) => ({
  Amount: amount, DetailType: 'AccountBasedExpenseLineDetail',
  AccountBasedExpenseLineDetail: { AccountRef: { value: '7' } },
});
export const newInvoice = (customer, amount = 100, more = {}) =>
  call('createInvoice', { CustomerRef: { value: customer.Id }, Line: [salesLine(amount)], ...more });
export const pay = (customer, amount, invoice) => call('createPayment', {
  CustomerRef: { value: customer.Id }, TotalAmt: amount,
  Line: invoice ? [{ Amount: amount, LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] }] : [],
});
