'use strict';

// Says at / that the server runs, and since when.
module.exports = (app) => {
  const router = app.loopback.Router();
  router.get('/', app.loopback.status());
  app.use(router);
};
