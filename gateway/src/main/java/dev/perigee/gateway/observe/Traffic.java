package dev.perigee.gateway.observe;

import dev.perigee.gateway.config.Owner;
import dev.perigee.gateway.upstream.ServerName;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What goes through the gateway: clients, their calls, and what servers write beside the protocol. No text in
/// it holds a configured secret, and each is of bounded length.
public sealed interface Traffic {
    /// Clients as they come and go.
    sealed interface OfClient extends Traffic {}

    /// A client said hello. `session` stands for its session and opens nothing.
    record ClientCame(
            String session, String client, @Nullable String userAgent, String transport, String address, Instant at)
            implements OfClient {}

    /// A client is gone, after so many calls of tools.
    record ClientLeft(String session, Duration stayed, long toolCalls, String reason, Instant at) implements OfClient {}

    /// A tool was called, by its server's own name for it. `error` says why when it did not succeed; `exchange`
    /// is what went in and out, where the server's requests are logged: its secrets are taken out when it is
    /// asked for.
    record ToolCalled(
            ServerName server,
            Owner owner,
            String tool,
            String outcome,
            @Nullable String error,
            Duration took,
            Instant at,
            @Nullable Supplier<RequestEntry> exchange)
            implements Traffic {}

    /// A server wrote a line, or said one as a log message with its `level` and maybe its `logger`, or the
    /// gateway noted one about it; `source` says which.
    record LineWritten(
            ServerName server,
            Owner owner,
            String source,
            @Nullable String level,
            @Nullable String logger,
            String text,
            Instant at)
            implements Traffic {}
}
