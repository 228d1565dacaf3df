package dev.perigee.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// beanstalkd with a log that is synced at each write: put, reserve, delete.
final class Beanstalkd implements RoundTripPeer {
    private final Closing opened = new Closing();
    private int port;

    @Override
    public String name() {
        return "beanstalkd";
    }

    @Override
    public Start start(Path data) throws IOException {
        Optional<Path> program = Programs.find("beanstalkd");
        if (program.isEmpty()) {
            return Programs.missing("beanstalkd");
        }
        port = PeerProcess.freePort();
        List<String> command =
                List.of(program.get().toString(), "-l", "127.0.0.1", "-p", "" + port, "-b", data.toString(), "-f", "0");
        opened.add(PeerProcess.start(data, Map.of(), command)).awaitPort(port);
        return new Start.Ready(true, "fsync at each write");
    }

    @Override
    public Histogram roundTrips(Rounds rounds) throws IOException {
        Connection publisher = opened.add(new Connection(port));
        Connection consumer = opened.add(new Connection(port));
        String put = "put 0 0 60 " + PAYLOAD_BYTES + "\r\n" + "x".repeat(PAYLOAD_BYTES) + "\r\n";
        return rounds.time(
                () -> {
                    consumer.send("reserve-with-timeout 15\r\n");
                    // Connections take turns: when this is answered, the consumer waits.
                    publisher.send("use default\r\n");
                    publisher.expect("USING");
                },
                () -> {
                    publisher.send(put);
                    String id = consumer.expect("RESERVED").split(" ", -1)[1];
                    consumer.bytes(PAYLOAD_BYTES + 2);
                    consumer.send("delete " + id + "\r\n");
                    publisher.expect("INSERTED");
                    consumer.expect("DELETED");
                });
    }

    @Override
    public void close() {
        opened.close();
    }
}
