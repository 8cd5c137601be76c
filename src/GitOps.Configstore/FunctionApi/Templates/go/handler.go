package kubeless

import "github.com/kubeless/kubeless/pkg/functions"

// Handler answers a call: event.Data is the request's body.
func Handler(event functions.Event, context functions.Context) (string, error) {
	return "Hello from $NAME", nil
}
