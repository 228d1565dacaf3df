package dev.perigee.bench;

import dev.perigee.bench.load.BenchSatellite;
import dev.perigee.bench.load.HttpConnection;
import dev.perigee.bench.load.HttpLoop;
import dev.perigee.bench.load.Satellites;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/// One command at a time that nobody waits for: how long its submission takes, and then how long a poll takes that
/// claims it.
final class SubmitAndClaim implements AutoCloseable {
    private static final Duration MAX = Duration.ofMinutes(2);

    private final Histogram submitted = new Histogram(3);
    private final Histogram claimed = new Histogram(3);
    private final HttpLoop loop;
    private final BenchSatellite satellite;
    private final HttpConnection caller;
    private final ByteBuffer submission;
    private String delivered = "";
    private boolean answered;

    SubmitAndClaim(Deployment deployment) throws IOException {
        this.loop = new HttpLoop(deployment.server());
        this.satellite = Satellites.register(loop, deployment.operatorKey(), "bench", 1, 8, null)
                .getFirst();
        this.caller = loop.connect(deployment.operatorKey());
        this.submission = caller.request(
                "POST", "/api/v1/commands", "{\"to\":\"" + satellite.id() + "\",\"command\":{\"type\":\"ping\"}}");
    }

    /// Adds `count` commands to what was measured.
    void run(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            answered = false;
            caller.send(submission, (status, body) -> {
                answered = status == 201;
            });
            loop.runUntil(() -> answered, MAX);
            long queued = System.nanoTime();
            answered = false;
            satellite.poll((status, body) -> {
                delivered = BenchSatellite.commands(status, body).getFirst();
                answered = true;
            });
            loop.runUntil(() -> answered, MAX);
            submitted.recordValue(queued - start);
            claimed.recordValue(System.nanoTime() - queued);
            answered = false;
            satellite.connection().send(satellite.ended(List.of(delivered)), (_, _) -> answered = true);
            loop.runUntil(() -> answered, MAX);
        }
    }

    /// Forgets what was measured so far.
    void reset() {
        submitted.reset();
        claimed.reset();
    }

    double submitMicros() {
        return submitted.getValueAtPercentile(50) / 1000.0;
    }

    double claimMicros() {
        return claimed.getValueAtPercentile(50) / 1000.0;
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
