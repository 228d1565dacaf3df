package dev.perigee.gateway.observe;

import dev.perigee.gateway.config.ConfiguredSecrets;
import dev.perigee.gateway.config.Owner;
import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.door.TurnListener.Ended;
import dev.perigee.gateway.mcp.LogLevel;
import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.InstanceStatus;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Standing;
import dev.perigee.gateway.upstream.stdio.InstanceLog;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What is kept about one server as long as it is configured. Thread-safe.
final class WatchedServer {
    private static final int NAME_CHARS_MAX = 200;
    private static final int ERROR_CHARS_MAX = 500;
    private static final int TOOL_NAMES_MAX = 1_000;

    private final boolean logsRequests;
    private final Owner owner;
    private final Redaction redaction;
    private final RequestLog requests;
    private final @Nullable InstanceLog stderr;
    /// What the tools that are called are shown as: not to be found out for each call.
    private final Map<String, String> toolNames = new ConcurrentHashMap<>();

    private volatile boolean tried;

    WatchedServer(UpstreamConfig config, @Nullable InstanceLog stderr) {
        this.logsRequests = config.options().requestLog();
        this.owner = config.options().owner();
        this.redaction = Redaction.of(ConfiguredSecrets.of(config));
        this.requests = new RequestLog(redaction);
        this.stderr = stderr;
    }

    Owner owner() {
        return owner;
    }

    /// A call of a tool as others may hear of it, with what is kept of it, if that is.
    Traffic.ToolCalled called(Ended turn, Outcome outcome, Instant at, @Nullable KeptRequest kept) {
        return new Traffic.ToolCalled(
                turn.server(),
                owner,
                tool(turn.request().params().string("name").orElse("")),
                outcome.wireName(),
                outcome.isSuccess() ? null : redaction.text(Turns.failure(turn.end()), ERROR_CHARS_MAX),
                turn.took(),
                at,
                kept == null ? null : kept::entry);
    }

    private String tool(String name) {
        String known = toolNames.get(name);
        if (known != null) {
            return known;
        }
        String shown = redaction.text(name, NAME_CHARS_MAX);
        if (name.length() <= NAME_CHARS_MAX && toolNames.size() < TOOL_NAMES_MAX) {
            toolNames.put(name, shown);
        }
        return shown;
    }

    /// A line as others may hear of it; its log has taken out what is secret.
    Traffic.LineWritten written(ServerName name, InstanceLog.Line line) {
        return new Traffic.LineWritten(
                name, owner, line.source().name().toLowerCase(Locale.ROOT), null, null, line.text(), line.time());
    }

    /// A log message as others may hear of it, from the `params` that it came with.
    Traffic.LineWritten said(ServerName name, JsonObject params, Instant at) {
        byte[] data = params.value("data").orElse(new byte[0]);
        return new Traffic.LineWritten(
                name,
                owner,
                "message",
                params.string("level")
                        .flatMap(LogLevel::of)
                        .map(LogLevel::wireName)
                        .orElse(null),
                params.string("logger")
                        .map(logger -> redaction.text(logger, NAME_CHARS_MAX))
                        .orElse(null),
                params.string("data")
                        .map(text -> redaction.text(text, InstanceLog.LINE_CHARS_MAX))
                        .orElseGet(() -> redaction.json(data, InstanceLog.LINE_CHARS_MAX)),
                at);
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
    }

    boolean logsRequests() {
        return logsRequests;
    }

    ServerView view(Standing standing) {
        return new ServerView(
                standing.server().value(),
                standing.status().wireName(),
                redaction.text(standing.explanation()),
                standing.since(),
                standing.transport().wireName(),
                standing.sessions(),
                standing.processes(),
                standing.dormant(),
                standing.crashes(),
                standing.tools());
    }

    /// Whether nobody has found out yet if it works. One that cannot be tried has no change to be told of.
    boolean isUntried(InstanceStatus status) {
        return !tried && !isSettled(status);
    }

    boolean fails(InstanceStatus status) {
        return switch (status) {
            case AWAITING_USER_CONFIG, RESTARTING, OFFLINE, ERROR, REQUIRES_REAUTH, PERMANENTLY_FAILED -> true;
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
