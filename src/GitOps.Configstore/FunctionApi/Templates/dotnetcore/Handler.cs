using Kubeless.Functions;

public class Handler
{
    // k8Event.Data is the request's body.
    public object handler(Event k8Event, Context k8Context) => "Hello from $NAME";
}
