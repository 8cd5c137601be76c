'use strict';

// What Express Gateway lacks to share a Redis with others, as a plugin of its own kind (https://www.express-gateway.io/docs/plugins/).
// Nothing here keeps a tenant from anything, since its own code runs beside: Redis does, by the rules of the user that the gateway signs in as.

const namespaceOf = context => context.config.systemConfig.db.redis.namespace;

// Counts of rate limits and answers of introspection are kept under names that all gateways of a Redis would share.
const SHARED_NAMES = /^(rl:|accesstoken\.)/;

function keepApart (db, namespace) {
  const send = db.sendCommand;
  db.sendCommand = function (command) {
    if (SHARED_NAMES.test(command.args[0])) command.args[0] = `${namespace}-${command.args[0]}`;
    return send.apply(this, arguments);
  };
}

// Users and applications are listed by SCAN, which shows the keys of everybody, so the user may not use it: a set of their ids says what there is.
function listByIndex (db, namespace) {
  const indexOf = kind => `${namespace}-index:${kind}`;
  const companions = { [`${namespace}-username:`]: 'user', [`${namespace}-user-applications:`]: 'application' };

  const multi = db.multi;
  db.multi = function () {
    const transaction = multi.apply(this, arguments);
    ['sadd', 'srem'].forEach(name => {
      const change = transaction[name];
      transaction[name] = function (key, id) {
        change.call(this, key, id);
        const companion = Object.keys(companions).find(prefix => key.startsWith(prefix));
        return companion ? change.call(this, indexOf(companions[companion]), id) : this;
      };
    });
    return transaction;
  };

  const scan = db.scan;
  db.scan = function (cursor, match, pattern, count, size) {
    const kind = ['user', 'application'].find(kind => pattern === `${namespace}-${kind}:*`);
    if (!kind) return scan.apply(this, arguments);
    return db.sscan(indexOf(kind), cursor, 'COUNT', size).then(([next, ids]) => {
      const keys = ids.map(id => `${namespace}-${kind}:${id}`);
      return Promise.all(keys.map(key => db.exists(key))).then(found => {
        const existing = keys.filter((_, i) => found[i]);
        // The gateway takes an empty page for the end.
        return existing.length === 0 && next !== '0' ? db.scan(next, match, pattern, count, size) : [next, existing];
      });
    });
  };
}

// The user may not ask whether Redis is ready (INFO), so a connection counts as good before it is signed in: where that fails again and again, as
// while Redis lost its users, thousands of gateways must not try as fast as they can.
function reconnectGently (db) {
  let connectedAt = 0;
  let failures = 0;
  db.on('connect', () => { connectedAt = Date.now(); });
  db.options.retryStrategy = () => {
    failures = Date.now() - connectedAt > 10000 ? 0 : failures + 1;
    return Math.min(100 * Math.pow(2, failures), 5000) * (0.5 + Math.random() / 2);
  };
}

let done = false;

module.exports = {
  version: '1.0.0',
  schema: { $id: 'http://express-gateway.io/schemas/plugins/gitops-redis.json' },
  init (context) {
    // A reload of the configuration loads plugins again.
    if (done) return;
    done = true;
    const db = module.parent.require('./db');
    keepApart(db, namespaceOf(context));
    if (!db.options.username) return;
    listByIndex(db, namespaceOf(context));
    reconnectGently(db);
  }
};
