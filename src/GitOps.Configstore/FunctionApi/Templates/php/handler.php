<?php

// $event->data is the request's body.
function handler($event, $context)
{
    error_log('called');
    return 'Hello from $NAME';
}
