package dev.perigee.testkit.mcp.offer;

import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/// The client behind a call, as far as a behaviour may reach it while it works. Thread-safe; what is told to a
/// client that has gone is dropped.
public interface Client {
    String TASKS = "io.modelcontextprotocol/tasks";

    /// What it declared.
    ObjectNode capabilities();

    /// Tells it, if it wants to hear of this level.
    void log(String level, String text);

    /// Tells it, if the call has a progress token.
    void progress(int done, int total);

    /// Tells all clients that asked to be told.
    void announce(Change change);

    /// Cuts the stream of this call; the answer then waits for the client to come back for it. Does nothing where
    /// streams cannot be resumed.
    void hangUp();

    /// Works for so long. Interrupted when the call is cancelled.
    void pause(Duration time) throws InterruptedException;

    default boolean can(String capability) {
        return capabilities().has(capability);
    }

    default boolean knowsTasks() {
        return Json.member(capabilities(), "extensions").has(TASKS);
    }

    /// Throws `Refusal` unless it knows tasks.
    default void requireTasks() {
        if (!knowsTasks()) {
            throw Refusal.missing(Json.object("{\"extensions\":{\"" + TASKS + "\":{}}}"));
        }
    }
}
