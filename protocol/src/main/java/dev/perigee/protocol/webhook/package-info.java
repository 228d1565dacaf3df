/// Webhooks on the wire of the operator API, and how what they are sent is signed. Start at `WebhookRequest` and
/// `WebhookSecret`.
@NullMarked
package dev.perigee.protocol.webhook;

import org.jspecify.annotations.NullMarked;
