package dev.perigee.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Callers that each submit a ping as soon as their last one was accepted, to one satellite after the other.
public final class Submitters {
    private final List<HttpConnection> connections = new ArrayList<>();
    private final List<ByteBuffer> requests = new ArrayList<>();
    private final BooleanSupplier more;
    private int turn;
    private long accepted;

    /// `count` callers that go on while there is to be `more`.
    public Submitters(
            HttpLoop loop, String operatorKey, int count, List<BenchSatellite> satellites, BooleanSupplier more)
            throws IOException {
        this.more = more;
        for (int i = 0; i < count; i++) {
            connections.add(loop.connect(operatorKey));
        }
        for (BenchSatellite satellite : satellites) {
            String ping = "{\"to\":\"" + satellite.id() + "\",\"command\":{\"type\":\"ping\"},\"ttl\":\"10m\"}";
            requests.add(connections.getFirst().request("POST", "/api/v1/commands", ping));
        }
    }

    public void begin() throws IOException {
        for (HttpConnection connection : connections) {
            submit(connection);
        }
    }

    /// How many were accepted.
    public long accepted() {
        return accepted;
    }

    private void submit(HttpConnection connection) throws IOException {
        if (!more.getAsBoolean()) {
            return;
        }
        turn = (turn + 1) % requests.size();
        connection.send(requests.get(turn), (status, body) -> {
            BenchSatellite.require(status, body);
            accepted++;
            submit(connection);
        });
    }
}
