/// Events sent to URLs: who is sent what, in a queue that survives the process, again and again until it is taken or
/// given up. Knows no HTTP. Start at `WebhookDesk`; `WebhookDriver` does the work.
@NullMarked
package dev.perigee.control.webhook;

import org.jspecify.annotations.NullMarked;
