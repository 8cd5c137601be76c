'use strict';

const loopback = require('loopback');
const boot = require('loopback-boot');

const app = loopback();
module.exports = app;

app.start = () => app.listen(() => {
  app.emit('started');
  console.log('Serving at %s', app.get('url').replace(/\/$/, ''));
});

boot(app, __dirname, (problem) => {
  if (problem) throw problem;
  if (require.main === module) app.start();
});
