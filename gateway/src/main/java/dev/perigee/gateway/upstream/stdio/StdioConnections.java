package dev.perigee.gateway.upstream.stdio;

import dev.perigee.gateway.upstream.Connection;
import dev.perigee.process.ProcessTrees;
import dev.perigee.process.Start;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Starts MCP servers as processes and answers the connections to them. Thread-safe.
public final class StdioConnections {
    private final ProcessTrees trees;
    private final StdioSettings settings;
    private volatile StdioSettings ending;
    private final AtomicLong started = new AtomicLong();

    public StdioConnections(ProcessTrees trees, StdioSettings settings) {
        this.trees = trees;
        this.settings = settings;
        this.ending = settings;
    }

    /// From now on servers that are ended are gone within `max`, give or take what a kill takes.
    public void endWithin(Duration max) {
        ending = settings.endingWithin(max);
    }

    /// What came of it.
    public sealed interface Opening {
        record Opened(Connection connection) implements Opening {}

        /// Nothing runs. The message names the offending value.
        record Refused(Start.Reason reason, String message) implements Opening {}
    }

    /// Starts the server; that it speaks MCP is for the caller to find out. Blocks for about a millisecond. The
    /// listener may hear of it before this returns.
    public Opening open(StdioServer server, InstanceLog log, Connection.Listener listener) {
        ServerProcess process = new ServerProcess(settings, () -> ending, log, listener);
        // Not the name alone: the one before may still be ending when the next is started.
        String id = "mcp-" + server.name() + "-" + started.incrementAndGet();
        return switch (trees.start(server.spec(id, settings), process)) {
            case Start.Started _ -> new Opening.Opened(process.connection());
            case Start.NotStarted(Start.Reason reason, String message) -> new Opening.Refused(reason, message);
        };
    }
}
