package dev.perigee.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// A Redis stream with a consumer group: XADD, XREADGROUP that blocks, XACK.
final class RedisStreams implements RoundTripPeer {
    private static final String STREAM = "work";
    private static final String GROUP = "group";
    private static final String BLOCK_MILLIS = "15000";

    private final Closing opened = new Closing();
    private int port;

    @Override
    public String name() {
        return "redisStreams";
    }

    @Override
    public Start start(Path data) throws IOException {
        Optional<RedisServer> server = RedisServer.start(data);
        if (server.isEmpty()) {
            return Programs.missing("redis-server");
        }
        port = opened.add(server.get()).port();
        server.get().process().awaitPort(port);
        return new Start.Ready(true, RedisServer.HOW + ", consumer group");
    }

    @Override
    public Histogram roundTrips(Rounds rounds) throws IOException {
        Resp publisher = opened.add(new Resp(new Connection(port)));
        Resp consumer = opened.add(new Resp(new Connection(port)));
        publisher.send("XGROUP", "CREATE", STREAM, GROUP, "$", "MKSTREAM");
        publisher.reply();
        String payload = "x".repeat(PAYLOAD_BYTES);
        return rounds.time(
                () -> {
                    consumer.send(
                            "XREADGROUP",
                            "GROUP",
                            GROUP,
                            "one",
                            "COUNT",
                            "1",
                            "BLOCK",
                            BLOCK_MILLIS,
                            "STREAMS",
                            STREAM,
                            ">");
                    // Redis takes connections in turn: when this is answered, the consumer waits.
                    publisher.send("PING");
                    publisher.reply();
                },
                () -> {
                    publisher.send("XADD", STREAM, "*", "payload", payload);
                    String id = Resp.word(consumer.reply(), 1);
                    consumer.send("XACK", STREAM, GROUP, id);
                    publisher.reply();
                    consumer.reply();
                });
    }

    @Override
    public void close() {
        opened.close();
    }
}
