package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.rpc.JsonArray;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.MalformedMessage;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Transport;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tasks of several servers as one list: a page holds one of each server, in the order of their names, and its
/// cursor holds those of the servers that have more. A server that fails, or takes too long, is left out of the page.
final class TaskLists {
    static final String METHOD = "tasks/list";

    private static final Logger log = LoggerFactory.getLogger(TaskLists.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final String CURSOR = "cursor";

    private final Surroundings around;

    /// What it came to.
    sealed interface Outcome {
        record Page(JsonObject result) implements Outcome {}

        record Refused(RpcError error) implements Outcome {}
    }

    TaskLists(Surroundings around) {
        this.around = around;
    }

    /// Reads the page that `params` ask for, of all servers side by side.
    Outcome read(List<Upstream> servers, ClientSession client, JsonObject params) throws InterruptedException {
        Optional<JsonObject> from = Optional.empty();
        if (params.has(CURSOR)) {
            from = params.string(CURSOR).flatMap(TaskLists::decoded);
            if (from.isEmpty()) {
                return new Outcome.Refused(new RpcError(
                        RpcError.INVALID_PARAMS, "params.cursor: expected the nextCursor of the page before"));
            }
        }
        List<Reading> readings = new ArrayList<>();
        for (Upstream server : servers) {
            if (from.isEmpty()) {
                readings.add(new Reading(server, client, JsonObject.EMPTY));
            } else {
                from.get()
                        .string(server.name().value())
                        .map(cursor -> new Reading(server, client, JsonObject.EMPTY.with(CURSOR, cursor)))
                        .ifPresent(readings::add);
            }
        }
        return new Outcome.Page(page(readings));
    }

    private static JsonObject page(List<Reading> readings) throws InterruptedException {
        CountDownLatch under = new CountDownLatch(readings.size());
        readings.forEach(reading -> Thread.ofVirtual().name("mcp-tasks").start(() -> {
            try {
                reading.run();
            } finally {
                under.countDown();
            }
        }));
        boolean _ = under.await(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
        List<JsonObject> tasks = new ArrayList<>();
        JsonObject next = JsonObject.EMPTY;
        for (Reading reading : readings) {
            Optional<JsonObject> result = reading.result();
            if (result.isEmpty()) {
                continue;
            }
            ServerName server = reading.server.name();
            TaskNames names = TaskNames.of(new View.All(), server);
            result.get().objects("tasks").forEach(task -> tasks.add(names.listed(task)));
            Optional<String> cursor = result.get().string("nextCursor");
            next = cursor.isPresent() ? next.with(server.value(), cursor.get()) : next;
        }
        JsonObject page = JsonObject.EMPTY.with("tasks", JsonArray.of(tasks));
        return next.names().isEmpty() ? page : page.with("nextCursor", encoded(next));
    }

    private static String encoded(JsonObject cursors) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursors.bytes());
    }

    private static Optional<JsonObject> decoded(String cursor) {
        try {
            return Optional.of(
                    JsonObject.parse(Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.UTF_8))));
        } catch (IllegalArgumentException | MalformedMessage _) {
            return Optional.empty();
        }
    }

    /// One page of one server; read by a thread of its own, for another that waits only so long.
    private final class Reading implements Runnable {
        private final Upstream server;
        private final ClientSession client;
        private final JsonObject params;

        /// Guarded by this: what was read, until it is taken; afterwards it is too late.
        private Optional<JsonObject> read = Optional.empty();

        private boolean late;

        Reading(Upstream server, ClientSession client, JsonObject params) {
            this.server = server;
            this.client = client;
            this.params = params;
        }

        synchronized Optional<JsonObject> result() {
            late = true;
            return read;
        }

        private synchronized boolean isLate() {
            return late;
        }

        @Override
        public void run() {
            try {
                if (hasTasks() && !isLate()) {
                    ask();
                }
            } catch (ConnectFailed e) {
                leftOut(e.why().explanation());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        /// A program that does not run for this client has no tasks of its, and is not started to say so.
        private boolean hasTasks() throws ConnectFailed, InterruptedException {
            Optional<UpstreamSession> session = server.standing().transport() == Transport.STDIO
                    ? server.openSession(client)
                    : Optional.of(server.session(client));
            return session.filter(open -> open.greeting().offers(Capability.TASKS))
                    .isPresent();
        }

        private void ask() throws ConnectFailed, InterruptedException {
            Instant began = around.clock().instant();
            around.listener().began(server.name());
            TurnListener.End end = new TurnListener.End.Cancelled();
            try {
                end = answer(Upcall.begin(server, client, METHOD, params, around.replays()));
            } finally {
                around.listener()
                        .ended(new TurnListener.Ended(
                                server.name(),
                                client.caller(),
                                client.profile(),
                                Message.Request.of(RpcId.of(0), METHOD, params),
                                end,
                                Duration.between(began, around.clock().instant())));
            }
        }

        private TurnListener.End answer(Upcall upcall) throws InterruptedException {
            while (!isLate()) {
                Optional<Exchange.Event> event = upcall.next(ANSWER_MAX);
                if (event.isEmpty()) {
                    break;
                }
                switch (event.get()) {
                    case Exchange.Event.Told _ -> {}
                    case Exchange.Event.Asked(Message.Request question) ->
                        client.asked(server.name(), question, upcall.session());
                    case Exchange.Event.Answered(Message.Response response) -> {
                        take(response);
                        return new TurnListener.End.Answered(response);
                    }
                    case Exchange.Event.Lost lost -> {
                        leftOut(lost.why().explanation());
                        return new TurnListener.End.Failed(upcall.failure(lost));
                    }
                }
            }
            upcall.cancel("it took too long");
            leftOut("no answer within " + ANSWER_MAX.toSeconds() + " s");
            return new TurnListener.End.Failed(new RpcError(RpcError.INTERNAL_ERROR, "it took too long"));
        }

        private void take(Message.Response response) {
            if (response.result().isEmpty()) {
                leftOut("it answered with an error");
            }
            synchronized (this) {
                read = response.result();
            }
        }

        private void leftOut(String why) {
            log.atDebug()
                    .addKeyValue("server", server.name())
                    .addKeyValue("why", why)
                    .log("a server is left out of a list of tasks");
        }
    }
}
