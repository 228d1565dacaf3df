/// How events get to webhooks over HTTP, where they must not go, and where the secrets are. Start at
/// `HttpWebhookSender`; what is sent and when is `control.webhook`'s.
@NullMarked
package dev.perigee.server.webhook;

import org.jspecify.annotations.NullMarked;
