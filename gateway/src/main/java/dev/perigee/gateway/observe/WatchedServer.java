package dev.perigee.gateway.observe;

import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.redaction.ConfiguredSecrets;
import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.upstream.InstanceStatus;
import dev.perigee.gateway.upstream.Standing;
import dev.perigee.gateway.upstream.stdio.InstanceLog;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What is kept about one server as long as it is configured. Thread-safe.
final class WatchedServer {
    private final String transport;
    private final Redaction redaction;
    private final RequestLog requests;
    private final @Nullable InstanceLog stderr;
    private final AtomicInteger crashes = new AtomicInteger();
    private volatile boolean tried;
    private volatile boolean dormant;
    private volatile @Nullable Integer tools;

    WatchedServer(UpstreamConfig config, @Nullable InstanceLog stderr) {
        this.transport = switch (config) {
            case UpstreamConfig.Stdio _ -> "stdio";
            case UpstreamConfig.Http http -> http.transport() == UpstreamConfig.Transport.SSE ? "sse" : "http";
        };
        this.redaction = Redaction.of(ConfiguredSecrets.of(config));
        this.requests = new RequestLog(redaction);
        this.stderr = stderr;
    }

    RequestLog requests() {
        return requests;
    }

    /// Of a server that is a program.
    Optional<InstanceLog> stderr() {
        return Optional.ofNullable(stderr);
    }

    Redaction redaction() {
        return redaction;
    }

    void became(InstanceStatus status) {
        tried |= isSettled(status);
        dormant &= status == InstanceStatus.OFFLINE;
    }

    void crashed() {
        crashes.incrementAndGet();
    }

    void fellAsleep() {
        dormant = true;
    }

    void listed(int count) {
        tools = count;
    }

    ServerView view(Standing standing) {
        return new ServerView(
                standing.server().value(),
                standing.status().wireName(),
                redaction.text(standing.explanation()),
                standing.since(),
                transport,
                standing.sessions(),
                crashes.get(),
                tools);
    }

    /// Whether nobody has found out yet if it works.
    boolean isUntried() {
        return !tried;
    }

    boolean fails(InstanceStatus status) {
        return switch (status) {
            case AWAITING_USER_CONFIG, RESTARTING, ERROR, REQUIRES_REAUTH, PERMANENTLY_FAILED -> true;
            case OFFLINE -> !dormant;
            case PROVISIONING, COMMAND_RECEIVED, CONNECTING, DISCOVERING_TOOLS, SYNCING_TOOLS, ONLINE -> false;
        };
    }

    Readiness.Reason reason(Standing standing) {
        return new Readiness.Reason(
                standing.server().value(), standing.status().wireName(), redaction.text(standing.explanation()));
    }

    /// What of a line in its log may be seen.
    LogPage.Line shown(InstanceLog.Line line) {
        return new LogPage.Line(
                line.offset(), line.time(), line.source().name().toLowerCase(Locale.ROOT), redaction.text(line.text()));
    }

    private static boolean isSettled(InstanceStatus status) {
        return switch (status) {
            case PROVISIONING, COMMAND_RECEIVED, CONNECTING, DISCOVERING_TOOLS, SYNCING_TOOLS -> false;
            case AWAITING_USER_CONFIG, ONLINE, RESTARTING, OFFLINE, ERROR, REQUIRES_REAUTH, PERMANENTLY_FAILED -> true;
        };
    }
}
