package dev.perigee.gateway.observe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One request to a server and what came of it, without secrets and of bounded size. `offset` counts the entries
/// of the server from the first one ever; `params` and `answer` are JSON, which may
/// be cut.
public record RequestEntry(
        long offset,
        Instant time,
        String client,
        String method,
        @Nullable String subject,
        String params,
        String outcome,
        String answer,
        long millis) {}
