# event[:data] is the request's body.
def handler(event, context)
  puts "called with #{event[:data]}"
  "Hello from $NAME"
end
