package dev.perigee.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Registers satellites, many at a time.
public final class Satellites {
    private static final int AT_A_TIME = 64;
    private static final Duration MAX = Duration.ofMinutes(5);

    private Satellites() {}

    /// `count` registered satellites named after `prefix`, each with a connection of its own on `loop`, that take up to
    /// `max` commands at a time.
    public static List<BenchSatellite> register(
            HttpLoop loop,
            String operatorKey,
            String prefix,
            int count,
            int max,
            BenchSatellite.@Nullable Worked worked)
            throws IOException {
        List<BenchSatellite> registered = new ArrayList<>(count);
        int[] begun = {0};
        for (int i = 0; i < Math.min(AT_A_TIME, count); i++) {
            HttpConnection operator = loop.connect(operatorKey);
            new Object() {
                void next() throws IOException {
                    if (begun[0] == count) {
                        return;
                    }
                    String id = prefix + "-" + ++begun[0];
                    operator.send(operator.request("POST", "/api/v1/tokens", "{}"), (status, body) -> {
                        BenchSatellite.require(status, body);
                        HttpConnection stranger = loop.connect(text(body, "token"));
                        ByteBuffer request = stranger.request(
                                "POST",
                                "/perigee/v1/register",
                                "{\"satellite\":\"" + id + "\",\"version\":\"bench\",\"platform\":\"bench\"}");
                        stranger.send(request, (answered, registration) -> {
                            BenchSatellite.require(answered, registration);
                            stranger.close();
                            HttpConnection own = loop.connect(text(registration, "key"));
                            registered.add(new BenchSatellite(id, own, max, worked));
                            next();
                        });
                    });
                }
            }.next();
        }
        loop.runUntil(() -> registered.size() == count, MAX);
        return registered;
    }

    private static String text(String json, String field) {
        int start = json.indexOf('"' + field + "\":\"") + field.length() + 4;
        return json.substring(start, json.indexOf('"', start));
    }
}
