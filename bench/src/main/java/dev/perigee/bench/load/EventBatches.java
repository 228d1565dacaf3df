package dev.perigee.bench.load;

import dev.perigee.protocol.event.Event;
import dev.perigee.protocol.event.EventId;
import dev.perigee.protocol.event.ToolEvent;
import dev.perigee.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;

/// Satellites that each send their next batch of events as soon as the last one was taken, no event twice.
public final class EventBatches {
    private final List<BenchSatellite> satellites;
    private final int size;
    private final RandomGenerator random;
    private final BooleanSupplier more;
    private final Histogram nanos = new Histogram(3);
    private long taken;
    private int underWay;

    /// Batches of `size`, which go on while there is to be `more`.
    public EventBatches(List<BenchSatellite> satellites, int size, RandomGenerator random, BooleanSupplier more) {
        this.satellites = satellites;
        this.size = size;
        this.random = random;
        this.more = more;
    }

    public void begin() throws IOException {
        for (BenchSatellite satellite : satellites) {
            send(satellite);
        }
    }

    /// How many events have been taken.
    public long taken() {
        return taken;
    }

    /// How many batches have no answer yet.
    public int underWay() {
        return underWay;
    }

    /// How long batches took, from their first byte to their answer.
    public Histogram nanos() {
        return nanos;
    }

    private void send(BenchSatellite satellite) throws IOException {
        if (!more.getAsBoolean()) {
            return;
        }
        HttpConnection connection = satellite.connection();
        ByteBuffer request = connection.request(
                "POST", "/perigee/v1/satellites/" + satellite.id() + "/events", batch(satellite.id()));
        long begun = System.nanoTime();
        underWay++;
        connection.send(request, (status, answer) -> {
            BenchSatellite.require(status, answer);
            if (!answer.contains("\"failures\":[]")) {
                throw new IOException("events were refused: " + answer);
            }
            nanos.recordValue(System.nanoTime() - begun);
            taken += size;
            underWay--;
            send(satellite);
        });
    }

    private String batch(String satellite) {
        Instant now = Instant.now();
        String called = Json.WIRE.text(Event.of(
                new EventId("@"),
                "/satellites/" + satellite,
                now,
                "files",
                new ToolEvent.Executed("read_file", "files", null, "i-7", "blue", "u-1", 17L, true, "ok", null, null)));
        int id = called.indexOf('@');
        StringBuilder batch = new StringBuilder((called.length() + 26) * size + 16).append("{\"events\":[");
        for (int i = 0; i < size; i++) {
            batch.append(i == 0 ? "" : ",")
                    .append(called, 0, id)
                    .append(EventId.create(now.toEpochMilli(), random))
                    .append(called, id + 1, called.length());
        }
        return batch.append("]}").toString();
    }
}
