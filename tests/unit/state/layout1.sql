BEGIN TRANSACTION;
CREATE TABLE binding (
	environment TEXT NOT NULL, 
	tenant TEXT NOT NULL, 
	address TEXT NOT NULL, 
	remote_id TEXT NOT NULL, 
	last_applied TEXT, 
	protected BOOLEAN NOT NULL, 
	bound_at TEXT NOT NULL, 
	bound_by TEXT NOT NULL, 
	PRIMARY KEY (environment, tenant, address)
);
INSERT INTO "binding" VALUES('live','9341','qbo.account.bank','10','{"name":"IOLTA Trust","number":"1010"}',1,'2026-10-01T09:30:00+00:00','ana');
INSERT INTO "binding" VALUES('live','9341','qbo.item.hourly','45','{"income_account":{"remote":["qbo.account","44"]},"rate":{"amount":"350.10"}}',0,'2026-10-01T09:30:00+00:00','ana');
INSERT INTO "binding" VALUES('live','us:Harbor','clio.bank_account.bank','7','{}',0,'2026-10-01T09:30:00+00:00','ana');
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','1');
INSERT INTO "meta" VALUES('instance:live:qbo:9341','2026-01-01T00:00:00+00:00');
CREATE TABLE run (
	id TEXT NOT NULL, 
	environment TEXT NOT NULL, 
	started TEXT NOT NULL, 
	finished TEXT, 
	who TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	result TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "run" VALUES('run-1','live','2026-10-01T09:30:00+00:00','2026-10-01T09:30:00+00:00','ana','digest','done');
INSERT INTO "run" VALUES('run-2','live','2026-10-01T09:30:00+00:00',NULL,'ana','digest',NULL);
COMMIT;
