package dev.perigee.bench;

import dev.perigee.bench.load.BenchSatellite;
import dev.perigee.bench.load.HttpConnection;
import dev.perigee.bench.load.HttpLoop;
import dev.perigee.bench.load.Satellites;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// One command at a time: from the submission until it was delivered to a satellite that waited for it, its
/// acknowledgement was answered, and the submission was answered as durable. What the peers are measured by.
final class AcknowledgedRounds implements AutoCloseable {
    private static final Duration MAX = Duration.ofMinutes(2);
    /// Until the poll surely waits at the other end; outside the time that is taken.
    private static final long SETTLE_NANOS = 300_000;

    private final HttpLoop loop;
    private final BenchSatellite satellite;
    private final HttpConnection caller;
    private final ByteBuffer submission;
    private final ByteBuffer live;
    private String delivered = "";
    private boolean accepted;
    private boolean acknowledged;

    AcknowledgedRounds(URI server, String operatorKey) throws IOException {
        this.loop = new HttpLoop(server);
        this.satellite =
                Satellites.register(loop, operatorKey, "rounds", 1, 8, null).getFirst();
        this.caller = loop.connect(operatorKey);
        this.submission = caller.request(
                "POST", "/api/v1/commands", "{\"to\":\"" + satellite.id() + "\",\"command\":{\"type\":\"ping\"}}");
        this.live = caller.request("GET", "/health/live", "");
    }

    Histogram acknowledged(int warmUp, int measured) throws IOException {
        Histogram nanos = new Histogram(3);
        for (int i = 0; i < warmUp + measured; i++) {
            satellite.poll((status, body) -> {
                delivered = BenchSatellite.commands(status, body).getFirst();
                satellite.connection().send(satellite.acknowledged(delivered), (reported, _) -> acknowledged = true);
            });
            LockSupport.parkNanos(SETTLE_NANOS);
            accepted = false;
            acknowledged = false;
            long start = System.nanoTime();
            caller.send(submission, (status, _) -> accepted = status == 201);
            loop.runUntil(() -> accepted && acknowledged, MAX);
            if (i >= warmUp) {
                nanos.recordValue(System.nanoTime() - start);
            }
            complete();
        }
        return nanos;
    }

    /// A request that does nothing, over the same connection.
    Histogram roundTrips(int warmUp, int measured) throws IOException {
        Histogram nanos = new Histogram(3);
        for (int i = 0; i < warmUp + measured; i++) {
            accepted = false;
            long start = System.nanoTime();
            caller.send(live, (status, _) -> accepted = status == 200);
            loop.runUntil(() -> accepted, MAX);
            if (i >= warmUp) {
                nanos.recordValue(System.nanoTime() - start);
            }
        }
        return nanos;
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }

    private void complete() throws IOException {
        acknowledged = false;
        satellite.connection().send(satellite.ended(List.of(delivered)), (_, _) -> acknowledged = true);
        loop.runUntil(() -> acknowledged, MAX);
    }
}
