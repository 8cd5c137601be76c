def handler(event, context):
    """Answers a call: event['data'] is the request's body, event['extensions']['request'] the request itself."""
    print('called with', event['data'])
    return {'greeting': 'Hello from $NAME', 'received': event['data']}
