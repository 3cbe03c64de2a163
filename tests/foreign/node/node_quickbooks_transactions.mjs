// node-quickbooks against the sandbox: transactions, batches, changes, attachments, reports.

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';

import { check, refusal, run } from './harness.mjs';
import { call, expenseLine, newCustomer, newInvoice, newVendor, pay, rows, salesLine, unique } from './node_quickbooks_client.mjs';

// ---- transactions

check('an invoice: totals, number, subtotal line, sparse update keeps the lines', async () => {
  const client = await newCustomer();
  const made = await newInvoice(client, 250);
  assert.deepEqual([made.TotalAmt, made.Balance, made.CustomerRef.name], [250, 250, client.DisplayName]);
  assert.ok(made.DocNumber);
  assert.equal(made.Line.at(-1).DetailType, 'SubTotalLineDetail');
  const changed = await call('updateInvoice', { Id: made.Id, SyncToken: '0', PrivateNote: 'Checked' });
  assert.deepEqual([changed.PrivateNote, changed.TotalAmt, changed.Line[0].Description], ['Checked', 250, 'Advice']);
});

check('a sparse update with lines replaces all of them', async () => {
  const made = await newInvoice(await newCustomer(), 100, { Line: [salesLine(100), salesLine(50)] });
  assert.equal(made.TotalAmt, 150);
  const { Line: [first], Id, SyncToken } = made;
  assert.equal((await call('updateInvoice', { Id, SyncToken, Line: [first] })).TotalAmt, 100);
});

check('an invoice is deleted by its id', async () => {
  const made = await newInvoice(await newCustomer());
  const answer = await call('deleteInvoice', made.Id);
  assert.deepEqual([answer.Invoice.status, answer.Invoice.Id], ['Deleted', made.Id]);
  assert.equal(await refusal(call('getInvoice', made.Id)), '610');
  assert.deepEqual(await rows('findInvoices', { Id: made.Id }), []);
});

check('a voided invoice stays, without money', async () => {
  const made = await newInvoice(await newCustomer());
  await call('voidInvoice', made.Id);
  const read = await call('getInvoice', made.Id);
  assert.deepEqual([read.TotalAmt, read.Balance, read.DocNumber], [0, 0, made.DocNumber]);
  assert.match(read.PrivateNote, /^Voided/);
});

check('a payment pays an invoice, and voiding it opens the invoice again', async () => {
  const client = await newCustomer();
  const invoice = await newInvoice(client, 100);
  const payment = await pay(client, 60, invoice);
  assert.deepEqual([payment.TotalAmt, payment.UnappliedAmt], [60, 0]);
  const partly = await call('getInvoice', invoice.Id);
  assert.deepEqual([partly.Balance, partly.LinkedTxn], [40, [{ TxnId: payment.Id, TxnType: 'Payment' }]]);
  await call('voidPayment', { Id: payment.Id, SyncToken: payment.SyncToken });
  const voided = await call('getPayment', payment.Id);
  assert.deepEqual([voided.TotalAmt, voided.UnappliedAmt], [0, 0]);
  assert.match(voided.PrivateNote, /Voided/);
  assert.equal((await call('getInvoice', invoice.Id)).Balance, 100);
});

check('a payment on account is unapplied, and is found by customer', async () => {
  const client = await newCustomer();
  const payment = await pay(client, 500);
  assert.equal(payment.UnappliedAmt, 500);
  assert.deepEqual((await rows('findPayments', { CustomerRef: client.Id })).map((row) => row.Id), [payment.Id]);
});

check('a deposited payment is locked until it is taken out of the deposit', async () => {
  const payment = await pay(await newCustomer(), 80);
  const deposit = await call('createDeposit', {
    DepositToAccountRef: { value: '35' },
    Line: [{ Amount: 80, LinkedTxn: [{ TxnId: payment.Id, TxnType: 'Payment', TxnLineId: '0' }] }],
  });
  assert.equal(deposit.TotalAmt, 80);
  assert.equal(await refusal(call('deletePayment', payment.Id)), '6540');
  await call('deleteDeposit', deposit.Id);
  assert.equal((await call('deletePayment', payment.Id)).Payment.status, 'Deleted');
});

check('a bill is paid', async () => {
  const vendor = await newVendor();
  const bill = await call('createBill', { VendorRef: { value: vendor.Id }, Line: [expenseLine(90)] });
  assert.equal(bill.Balance, 90);
  const payment = await call('createBillPayment', {
    VendorRef: { value: vendor.Id }, TotalAmt: 90, PayType: 'Check', CheckPayment: { BankAccountRef: { value: '35' } },
    Line: [{ Amount: 90, LinkedTxn: [{ TxnId: bill.Id, TxnType: 'Bill' }] }],
  });
  assert.equal((await call('getBill', bill.Id)).Balance, 0);
  assert.equal((await call('deleteBillPayment', payment.Id)).BillPayment.status, 'Deleted');
  assert.equal((await call('getBill', bill.Id)).Balance, 90);
});

check('a journal entry has to balance', async () => {
  const line = (type, amount, account) => ({
    Amount: amount, DetailType: 'JournalEntryLineDetail', JournalEntryLineDetail: { PostingType: type, AccountRef: { value: account } },
  });
  const made = await call('createJournalEntry', { Line: [line('Debit', 10, '35'), line('Credit', 10, '36')] });
  assert.equal((await call('getJournalEntry', made.Id)).Line.length, 2);
  assert.equal(await refusal(call('createJournalEntry', { Line: [line('Debit', 10, '35'), line('Credit', 9, '36')] })), '2300');
});

for (const [entity, body, amount] of [
  ['CreditMemo', { Line: [salesLine(20)] }, 20],
  ['Estimate', { Line: [salesLine(30)] }, 30],
  ['SalesReceipt', { Line: [salesLine(40)] }, 40],
  ['RefundReceipt', { Line: [salesLine(50)], DepositToAccountRef: { value: '35' } }, 50],
]) {
  check(`${entity}: create, read, update, find, delete`, async () => {
    const client = await newCustomer();
    await wholeLife(entity, { ...body, CustomerRef: { value: client.Id } }, amount);
  });
}

for (const [entity, body, amount] of [
  ['PurchaseOrder', { Line: [{ Amount: 25, DetailType: 'ItemBasedExpenseLineDetail', ItemBasedExpenseLineDetail: { ItemRef: { value: '11' }, Qty: 1, UnitPrice: 25 } }], APAccountRef: { value: '33' } }, 25],
  ['VendorCredit', { Line: [expenseLine(35)] }, 35],
]) {
  check(`${entity}: create, read, update, find, delete`, async () => {
    const vendor = await newVendor();
    await wholeLife(entity, { ...body, VendorRef: { value: vendor.Id } }, amount);
  });
}

check('Purchase: create, read, update, find; delete takes no extension block that reading gave', async () => {
  const body = { PaymentType: 'Cash', AccountRef: { value: '35' }, Line: [expenseLine(15)] };
  const { Id, SyncToken } = await written('Purchase', body, 15);
  assert.equal(await refusal(call('deletePurchase', Id)), '2010');
  assert.equal((await call('deletePurchase', { Id, SyncToken })).Purchase.status, 'Deleted');
});

// The transaction after its creation, a change, a read and a search.
async function written(entity, body, amount) {
  const made = await call(`create${entity}`, body);
  assert.equal(made.TotalAmt, amount);
  const changed = await call(`update${entity}`, { ...made, PrivateNote: 'Checked' });
  assert.deepEqual([changed.SyncToken, changed.TotalAmt], ['1', amount]);
  assert.equal((await call(`get${entity}`, made.Id)).PrivateNote, 'Checked');
  assert.deepEqual((await rows(`find${entity}s`, { Id: made.Id })).map((row) => row.Id), [made.Id]);
  return changed;
}

async function wholeLife(entity, body, amount) {
  const { Id } = await written(entity, body, amount);
  assert.equal((await call(`delete${entity}`, Id))[entity].status, 'Deleted');
  assert.equal(await refusal(call(`get${entity}`, Id)), '610');
}

check('a transfer moves money between accounts', async () => {
  const made = await call('createTransfer', { FromAccountRef: { value: '35' }, ToAccountRef: { value: '36' }, Amount: 12.5 });
  assert.equal((await call('getTransfer', made.Id)).Amount, 12.5);
});

check('a time activity is created and deleted', async () => {
  const worker = await call('createEmployee', { GivenName: 'Grace', FamilyName: unique('Hopper') });
  const made = await call('createTimeActivity', {
    NameOf: 'Employee', EmployeeRef: { value: worker.Id }, TxnDate: '2026-01-15', Hours: 2, Minutes: 30, Description: 'Research',
  });
  assert.deepEqual([made.Hours, made.Minutes], [2, 30]);
  assert.equal((await call('deleteTimeActivity', made.Id)).TimeActivity.status, 'Deleted');
});

check('document numbers: a duplicate is refused unless it is allowed', async () => {
  const client = await newCustomer();
  await newInvoice(client, 10, { DocNumber: 'N-1' });
  assert.equal(await refusal(newInvoice(client, 10, { DocNumber: 'N-1' })), '6140');
  assert.equal((await newInvoice(client, 10, { DocNumber: 'N-1', allowDuplicateDocNum: true })).DocNumber, 'N-1');
});

// ---- many at once, attachments, reports

check('a batch answers item by item', async () => {
  const answer = await call('batch', [
    { bId: 'a', operation: 'create', Customer: { DisplayName: 'In a batch' } },
    { bId: 'b', operation: 'create', Customer: { DisplayName: 'In a batch:wrong' } },
    { bId: 'c', Query: "select * from Account where Name = 'Checking'" },
  ]);
  const byId = Object.fromEntries(answer.BatchItemResponse.map((item) => [item.bId, item]));
  assert.equal(byId.a.Customer.DisplayName, 'In a batch');
  assert.equal(byId.b.Fault.type, 'ValidationFault');
  assert.equal(byId.c.QueryResponse.Account[0].Id, '35');
});

check('a batch updates, deletes and voids', async () => {
  const client = await newCustomer();
  const [first, second] = [await newInvoice(client), await newInvoice(client)];
  const payment = await pay(client, 5);
  const { BatchItemResponse: items } = await call('batch', [
    { bId: '1', operation: 'update', Invoice: { Id: first.Id, SyncToken: '0', sparse: true, PrivateNote: 'n' } },
    { bId: '2', operation: 'delete', Invoice: { Id: second.Id, SyncToken: '0' } },
    { bId: '3', operation: 'update', optionsData: 'void', Payment: { Id: payment.Id, SyncToken: payment.SyncToken, sparse: true } },
  ]);
  const byId = Object.fromEntries(items.map((item) => [item.bId, item]));
  assert.equal(byId['1'].Invoice.PrivateNote, 'n');
  assert.equal(byId['2'].Invoice.status, 'Deleted');
  assert.equal(byId['3'].Payment.TotalAmt, 0);
});

check('more than thirty items are too many', async () => {
  const items = Array.from({ length: 31 }, (_, n) => ({ bId: `${n}`, Query: 'select * from Term' }));
  assert.equal(await refusal(call('batch', items)), '1040');
});

check('changed objects are captured, deleted ones as stubs', async () => {
  const before = new Date(Date.now() - 60_000);
  const client = await newCustomer();
  const kept = await newInvoice(client);
  const gone = await newInvoice(client);
  await call('deleteInvoice', gone.Id);
  const { CDCResponse: [{ QueryResponse: answers }] } = await call('changeDataCapture', ['Customer', 'Invoice'], before);
  const found = (entity) => answers.find((answer) => answer[entity])[entity];
  assert.ok(found('Customer').some((row) => row.Id === client.Id));
  assert.equal(found('Invoice').find((row) => row.Id === kept.Id).TotalAmt, 100);
  assert.equal(found('Invoice').find((row) => row.Id === gone.Id).status, 'Deleted');
});

check('a note is attached, changed and deleted', async () => {
  const client = await newCustomer();
  const made = await call('createAttachable', { Note: 'Call back', AttachableRef: [{ EntityRef: { type: 'Customer', value: client.Id } }] });
  const changed = await call('updateAttachable', { ...made, Note: 'Called' });
  assert.deepEqual([changed.Note, changed.AttachableRef[0].EntityRef.value], ['Called', client.Id]);
  assert.equal((await call('deleteAttachable', made.Id)).Attachable.status, 'Deleted');
});

check('a file is uploaded and linked', async () => {
  const client = await newCustomer();
  const made = await call('upload', 'brief.txt', 'text/plain', Readable.from([Buffer.from('Dear Sir')]), 'Customer', client.Id);
  assert.equal(made.FileName, 'brief.txt');
  assert.equal((await call('getAttachable', made.Id)).AttachableRef[0].EntityRef.value, client.Id);
});

check('the account list as a report', async () => {
  const report = await call('reportAccountListDetail', {});
  assert.equal(report.Header.ReportName, 'AccountList');
  assert.ok(report.Columns.Column.length > 2);
  assert.ok(JSON.stringify(report.Rows).includes('"Checking"'));
});

await run();
