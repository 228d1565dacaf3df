package dev.perigee.bench.load;

import dev.perigee.protocol.config.ConfigDocument;
import java.io.IOException;
import java.time.Duration;

/// A satellite as far as its configuration goes: it polls, fetches what it is hinted at, confirms that it has it, and
/// polls again. It applies and verifies nothing.
public final class ConfiguredSatellite {
    private static final String HINT = "\"config\":\"";
    private static final int HASH_LENGTH = 64;

    private final BenchSatellite satellite;
    private final Duration waitMax;
    private final Confirmed confirmed;
    private String hash = ConfigDocument.EMPTY.hash();

    /// Hears that a satellite has another configuration than before.
    @FunctionalInterface
    public interface Confirmed {
        void on(String hash);
    }

    public ConfiguredSatellite(BenchSatellite satellite, Duration waitMax, Confirmed confirmed) {
        this.satellite = satellite;
        this.waitMax = waitMax;
        this.confirmed = confirmed;
    }

    public void work() throws IOException {
        String body = "{\"session\":\"bench-session\",\"max\":8,\"waitMax\":\"" + waitMax.toSeconds()
                + "s\",\"config\":\"" + hash + "\"}";
        send("POST", "/deliveries", body, (_, answer) -> {
            int at = answer.indexOf(HINT);
            String wanted = at < 0 ? hash : answer.substring(at + HINT.length(), at + HINT.length() + HASH_LENGTH);
            if (wanted.equals(hash)) {
                work();
            } else {
                fetch(wanted);
            }
        });
    }

    private void fetch(String wanted) throws IOException {
        send("GET", "/config?revision=0&hash=" + hash, "", (_, _) -> {
            String report = "{\"revision\":1,\"hash\":\"" + wanted + "\"}";
            send("PUT", "/config/applied", report, (_, _) -> {
                hash = wanted;
                confirmed.on(wanted);
                work();
            });
        });
    }

    private void send(String method, String path, String body, HttpConnection.Answered then) throws IOException {
        HttpConnection connection = satellite.connection();
        connection.send(
                connection.request(method, "/perigee/v1/satellites/" + satellite.id() + path, body),
                (status, answer) -> {
                    BenchSatellite.require(status, answer);
                    then.with(status, answer);
                });
    }
}
