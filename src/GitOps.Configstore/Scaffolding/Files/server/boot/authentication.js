'use strict';

// Tokens of users are read, and the models' ACLs are heeded.
module.exports = (app) => app.enableAuth();
