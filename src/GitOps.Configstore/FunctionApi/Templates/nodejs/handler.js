'use strict';

// event.data is the request's body; event.extensions.request is the request itself.
module.exports = {
  handler: (event, context) => {
    console.log('called with', event.data);
    return { greeting: 'Hello from $NAME', received: event.data };
  },
};
