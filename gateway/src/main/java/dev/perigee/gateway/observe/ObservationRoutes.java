package dev.perigee.gateway.observe;

import dev.perigee.gateway.door.Caller;
import dev.perigee.gateway.door.Doorkeeper;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.http.Call;
import dev.perigee.http.EventStream;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Metrics, health and listings on the door's port. All but health want what the door wants to let somebody in;
/// readiness tells its reasons only then.
final class ObservationRoutes {
    static final int FOLLOWERS_MAX = 64;

    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int TAIL_DEFAULT = 100;
    private static final int TAIL_MAX = 1_000;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Observation observation;
    private final Doorkeeper keeper;
    private final AtomicInteger followers = new AtomicInteger();

    ObservationRoutes(Observation observation, Doorkeeper keeper) {
        this.observation = observation;
        this.keeper = keeper;
    }

    void addTo(HttpEdge edge, HttpEdge.Gate gate) {
        edge.serve(HttpMethod.GET, "/health/live", 0, gate, call -> call.reply(200, Map.of("status", "live")));
        edge.serve(HttpMethod.GET, "/health/ready", 0, gate, this::ready);
        edge.serve(HttpMethod.GET, "/metrics", 0, gate, this::metrics);
        edge.serve(HttpMethod.GET, "/api/v1/mcp/servers", 0, gate, this::list);
        edge.serve(HttpMethod.GET, "/api/v1/mcp/servers/:server/logs", 0, gate, this::logs);
    }

    private void ready(Call call) {
        Readiness readiness = observation.readiness();
        call.reply(readiness.httpStatus(), mayComeIn(call) ? readiness : readiness.withoutReasons());
    }

    private boolean mayComeIn(Call call) {
        try {
            keeper.admit(call);
            return true;
        } catch (ProblemException _) {
            return false;
        }
    }

    private void metrics(Call call) {
        keeper.admit(call);
        call.reply(200, METRICS_TYPE, observation.metrics().getBytes(StandardCharsets.UTF_8));
    }

    private void list(Call call) {
        Caller caller = keeper.admit(call);
        call.reply(200, new ServerView.Listing(observation.views(caller)));
    }

    private void logs(Call call) {
        Caller caller = keeper.admit(call);
        ServerName name = new ServerName(call.path("server"));
        WatchedServer server = observation
                .watched(name)
                .filter(_ -> caller.sees().test(name))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.SERVER_UNKNOWN, "server \"" + name + "\": expected one that is configured"));
        int tail = call.queryNumber("tail", TAIL_DEFAULT, TAIL_MAX);
        LogSource source = source(call.query("kind").orElse("stderr"), name, server);
        if (wantsToFollow(call)) {
            follow(call, source, tail);
        } else {
            call.reply(200, source.tail(tail));
        }
    }

    private static boolean wantsToFollow(Call call) {
        String follow = call.query("follow").orElse("false");
        return switch (follow) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadValue("follow", follow, "true or false");
        };
    }

    private LogSource source(String kind, ServerName name, WatchedServer server) {
        return switch (kind) {
            case "stderr" ->
                LogSource.stderr(name, server)
                        .orElseThrow(() -> new ProblemException(
                                ProblemType.INVALID_REQUEST,
                                "server \"" + name + "\" is reached over HTTP and so has no stderr here: expected"
                                        + " kind=requests"));
            case "requests" -> {
                if (!server.logsRequests()) {
                    throw new ProblemException(
                            ProblemType.INVALID_REQUEST,
                            "requests to server \"" + name + "\" are not logged: expected \"requestLog\": true in its"
                                    + " configuration");
                }
                yield LogSource.requests(name, server);
            }
            default -> throw new BadValue("kind", kind, "stderr or requests");
        };
    }

    private void follow(Call call, LogSource source, int tail) {
        if (followers.incrementAndGet() > FOLLOWERS_MAX) {
            followers.decrementAndGet();
            throw new ProblemException(
                    ProblemType.TOO_MANY_WAITS, "more than " + FOLLOWERS_MAX + " follow a log at a time");
        }
        call.onEnd(followers::decrementAndGet);
        EventStream stream = call.stream(new LogFollowing(source, position(call, source, tail)));
        stream.open();
        stream.hintEvery(LOOK_AGAIN);
    }

    /// Behind the event that the reader saw last, else at the last `tail` lines.
    private static long position(Call call, LogSource source, int tail) {
        String last = call.lastEventId().orElse("");
        if (last.isEmpty()) {
            return source.startOfTail(tail);
        }
        try {
            long next = Math.addExact(Long.parseLong(last), 1);
            // A log that has not come so far is another one: of a satellite that was started since.
            return next > source.end() ? source.startOfTail(tail) : next;
        } catch (NumberFormatException | ArithmeticException _) {
            throw new BadValue("Last-Event-ID", last, "the id of an event of this stream");
        }
    }
}
