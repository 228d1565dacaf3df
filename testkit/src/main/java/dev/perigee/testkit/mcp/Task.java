package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Behaviour;
import dev.perigee.testkit.mcp.offer.Call;
import dev.perigee.testkit.mcp.offer.Json;
import dev.perigee.testkit.mcp.offer.Outcome;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A call that goes on after its request was answered. The client looks in, and answers what it asks. Guarded by
/// itself.
final class Task {
    static final long TTL_MILLIS = 600_000;
    private static final long POLL_MILLIS = 100;

    private final String id;
    private final InstantSource clock;
    private final String created;
    private final Thread thread;
    private final Map<String, ObjectNode> open = new LinkedHashMap<>();
    private ObjectNode answers = Json.object();
    private Status status = Status.WORKING;
    private String updated;

    /// The result, or the error; absent until there is one.
    private @Nullable ObjectNode end;

    private enum Status {
        WORKING("working"),
        INPUT_REQUIRED("input_required"),
        COMPLETED("completed"),
        FAILED("failed"),
        CANCELLED("cancelled");

        private final String wire;

        Status(String wire) {
            this.wire = wire;
        }
    }

    Task(String id, InstantSource clock, Behaviour work, Call call) {
        this.id = id;
        this.clock = clock;
        this.created = clock.instant().toString();
        this.updated = created;
        this.thread = Thread.ofVirtual().name("task-" + id).unstarted(() -> run(work, call));
    }

    void start() {
        thread.start();
    }

    void cancel() {
        thread.interrupt();
    }

    /// What the client sees who looks in.
    synchronized ObjectNode look() {
        ObjectNode task = head();
        if (status == Status.INPUT_REQUIRED) {
            ObjectNode requests = task.putObject("inputRequests");
            open.forEach(requests::set);
        }
        if (end != null) {
            task.set(status == Status.FAILED ? "error" : "result", end);
        }
        return task;
    }

    /// What the client sees who has just made it.
    synchronized ObjectNode head() {
        return Json.object()
                .put("taskId", id)
                .put("status", status.wire)
                .put("createdAt", created)
                .put("lastUpdatedAt", updated)
                .put("ttlMs", TTL_MILLIS)
                .put("pollIntervalMs", POLL_MILLIS);
    }

    /// Takes the answers to what is open, and passes over any other.
    synchronized void update(ObjectNode given) {
        given.properties().stream()
                .filter(answer -> open.remove(answer.getKey()) != null)
                .forEach(answer -> answers.set(answer.getKey(), answer.getValue()));
        notifyAll();
    }

    private void run(Behaviour work, Call first) {
        Behaviour behaviour = work;
        Call call = first;
        try {
            while (true) {
                switch (behaviour.answer(call)) {
                    case Outcome.Done(ObjectNode result) -> {
                        end(Status.COMPLETED, result);
                        return;
                    }
                    case Outcome.Ask ask -> {
                        ask.requireCapabilities(call.client());
                        call = call.answered(await(ask), ask.state());
                    }
                    case Outcome.Later later -> behaviour = later.work();
                }
            }
        } catch (Refusal e) {
            end(Status.FAILED, e.error());
        } catch (InterruptedException e) {
            end(Status.CANCELLED, null);
        }
    }

    private synchronized ObjectNode await(Outcome.Ask ask) throws InterruptedException {
        open.putAll(ask.requests());
        answers = Json.object();
        become(Status.INPUT_REQUIRED);
        while (!open.isEmpty()) {
            TimeUnit.MILLISECONDS.timedWait(this, TTL_MILLIS);
        }
        become(Status.WORKING);
        return answers;
    }

    private synchronized void end(Status last, @Nullable ObjectNode with) {
        end = with;
        become(last);
    }

    private synchronized void become(Status next) {
        status = next;
        updated = clock.instant().toString();
    }
}
