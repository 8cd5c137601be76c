package io.kubeless;

import io.kubeless.Context;
import io.kubeless.Event;

public class Handler {
    /** Answers a call: event.Data is the request's body. */
    public String handler(Event event, Context context) {
        return "Hello from $NAME";
    }
}
