package dev.perigee.bench.load;

import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.heartbeat.Condition;
import dev.perigee.protocol.heartbeat.Heartbeat;
import dev.perigee.protocol.heartbeat.ProcessStatus;
import dev.perigee.protocol.heartbeat.ProcessStatus.Kind;
import dev.perigee.protocol.heartbeat.SystemMetrics;
import dev.perigee.protocol.json.Json;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/// Heartbeats of many satellites as real ones send them: each five sixths of the interval to all of it after its last,
/// over connections that are kept and used in turn. Not thread-safe.
public final class Beats {
    private static final int BODIES = 64;
    private static final TeamName TEAM = new TeamName("blue");

    private final List<String> bodies = new ArrayList<>();
    private final Deque<HttpConnection> idle = new ArrayDeque<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final RandomGenerator random;
    private final long intervalNanos;
    private final int servers;
    private long answered;

    private record Due(long at, BenchSatellite satellite) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(at - other.at, 0);
        }
    }

    /// Over how many connections hearts beat, how often at least, and how many MCP servers each satellite runs.
    public record Shape(int connections, long intervalNanos, int servers) {}

    /// Of `satellites`, over connections of `loop`.
    public Beats(HttpLoop loop, List<BenchSatellite> satellites, Shape shape, RandomGenerator random)
            throws IOException {
        long intervalNanos = shape.intervalNanos();
        this.servers = shape.servers();
        this.random = random;
        this.intervalNanos = intervalNanos;
        for (int i = 0; i < BODIES; i++) {
            bodies.add(Json.WIRE.text(heartbeat()));
        }
        for (int i = 0; i < shape.connections(); i++) {
            idle.add(loop.connect("nobody"));
        }
        long now = System.nanoTime();
        for (BenchSatellite satellite : satellites) {
            due.add(new Due(now + random.nextLong(intervalNanos), satellite));
        }
    }

    /// Sends what is due.
    public void send() throws IOException {
        long now = System.nanoTime();
        while (!idle.isEmpty() && !due.isEmpty() && due.element().at() - now <= 0) {
            BenchSatellite satellite = due.remove().satellite();
            due.add(new Due(now + intervalNanos - random.nextLong(intervalNanos / 6 + 1), satellite));
            HttpConnection connection = idle.remove();
            String body = bodies.get(random.nextInt(BODIES));
            String path = "/perigee/v1/satellites/" + satellite.id() + "/heartbeat";
            connection.send(satellite.connection().request("POST", path, body), (status, answer) -> {
                BenchSatellite.require(status, answer);
                answered++;
                idle.add(connection);
            });
        }
    }

    /// How many have been answered.
    public long answered() {
        return answered;
    }

    /// How many bytes one has, about.
    public int size() {
        return bodies.getFirst().length();
    }

    private Heartbeat heartbeat() {
        List<ProcessStatus> processes = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            processes.add(new ProcessStatus(
                    Kind.MCP_SERVER,
                    "server-" + Integer.toHexString(random.nextInt(1 << 24)),
                    "online",
                    random.nextInt(1, 4),
                    random.nextInt(1000) / 10.0,
                    random.nextLong(1L << 30),
                    TEAM,
                    random.nextInt(40)));
        }
        SystemMetrics system = new SystemMetrics(
                random.nextInt(1000) / 10.0,
                random.nextLong(1L << 34),
                1L << 34,
                random.nextInt(1000) / 10.0,
                random.nextLong(1L << 40),
                random.nextLong(1L << 40),
                random.nextLong(1L << 20));
        return new Heartbeat(
                Condition.ACTIVE,
                system,
                processes,
                0,
                Map.of(TEAM, servers),
                Map.of(),
                random.nextInt(3),
                "bench",
                null);
    }
}
