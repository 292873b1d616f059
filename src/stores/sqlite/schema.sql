-- Everything one desk keeps. `body` columns hold the whole thing as JSON; the columns beside it are what is asked for.

CREATE TABLE conversations (
  -- What the logs below know it by: a few bytes, and new conversations lie side by side in each index.
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  owner TEXT NOT NULL,
  status TEXT NOT NULL,
  -- Of the queue while it waits, else ''.
  team TEXT NOT NULL,
  -- Of the queue while it waits, else the conversation's own.
  locale TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  score REAL NOT NULL,
  updated_at INTEGER NOT NULL,
  -- Where in flows it stands, as JSON; '' when in none.
  standings TEXT NOT NULL,
  -- The wallet's id of the customer; '' until the wallet has vouched for her.
  wallet_id TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX conversations_by_standing ON conversations (standings) WHERE standings <> '';
CREATE INDEX conversations_of_wallet ON conversations (wallet_id, updated_at DESC, id) WHERE wallet_id <> '';
CREATE INDEX conversations_by_update ON conversations (owner, status, updated_at DESC, id);
CREATE INDEX conversations_by_locale ON conversations (owner, status, locale, updated_at DESC, id);
CREATE INDEX conversations_of_agent ON conversations (agent_id, status, updated_at DESC, id) WHERE owner = 'agent';
-- One order for each way of asking who waits; only waiting conversations are in them.
CREATE INDEX queue_all ON conversations (owner, score, id) WHERE owner = 'queue';
CREATE INDEX queue_of_team ON conversations (team, score, id) WHERE owner = 'queue';
CREATE INDEX queue_of_locale ON conversations (locale, score, id) WHERE owner = 'queue';
CREATE INDEX queue_of_team_locale ON conversations (team, locale, score, id) WHERE owner = 'queue';

-- How many there are of each kind, kept by the triggers below so that nobody has to count millions.
CREATE TABLE owner_counts (
  owner TEXT NOT NULL,
  status TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  team TEXT NOT NULL,
  locale TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (owner, status, agent_id, team, locale)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER conversation_created AFTER INSERT ON conversations BEGIN
  INSERT INTO owner_counts (owner, status, agent_id, team, locale, n) VALUES (NEW.owner, NEW.status, NEW.agent_id, NEW.team, NEW.locale, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER conversation_moved AFTER UPDATE ON conversations
  WHEN (OLD.owner, OLD.status, OLD.agent_id, OLD.team, OLD.locale) IS NOT (NEW.owner, NEW.status, NEW.agent_id, NEW.team, NEW.locale)
BEGIN
  UPDATE owner_counts SET n = n - 1
    WHERE owner = OLD.owner AND status = OLD.status AND agent_id = OLD.agent_id AND team = OLD.team AND locale = OLD.locale;
  INSERT INTO owner_counts (owner, status, agent_id, team, locale, n) VALUES (NEW.owner, NEW.status, NEW.agent_id, NEW.team, NEW.locale, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;

-- Written at the end of the table, whosever they are, so that the turns of one commit share its pages; the index is small.
CREATE TABLE activities (
  no INTEGER PRIMARY KEY,
  conversation_no INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  visibility TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (conversation_no, seq)
) STRICT;

-- One of each commit: what it was for, and its place among all changes. `no` follows the time of arrival, so that pruning
-- takes from the front; the latest always stays, so that no place comes twice.
CREATE TABLE inputs (
  no INTEGER PRIMARY KEY,
  conversation_no INTEGER NOT NULL,
  input_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (conversation_no, input_id)
) STRICT;

-- Effects and timers that are not settled. `due_at` is when one may be claimed next: a claim moves it to the lease's end.
-- `leased` tells a claim from a wait for the next try.
-- A send waits (`ready` 0) while an older one of its conversation is unsettled.
CREATE TABLE due_items (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  conversation_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  ready INTEGER NOT NULL,
  leased INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX due_next ON due_items (due_at, no) WHERE ready = 1;
CREATE INDEX due_leased ON due_items (no) WHERE leased = 1;
CREATE INDEX sends_in_order ON due_items (conversation_id, no) WHERE kind = 'send';

CREATE TABLE dead_letters (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  error TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE records (
  collection TEXT NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  expires_at INTEGER,
  body TEXT NOT NULL,
  PRIMARY KEY (collection, key)
) STRICT;

CREATE INDEX records_by_expiry ON records (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE record_index (
  collection TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (collection, name, value, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_index_of ON record_index (collection, key);

CREATE TRIGGER record_deleted AFTER DELETE ON records BEGIN
  DELETE FROM record_index WHERE collection = OLD.collection AND key = OLD.key;
END;

CREATE TABLE entries (
  no INTEGER PRIMARY KEY,
  list TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX entries_of_list ON entries (list, no);

-- Written by health checks: a disk that is full or read-only shows here first.
CREATE TABLE heartbeat (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  beats INTEGER NOT NULL
) STRICT;
