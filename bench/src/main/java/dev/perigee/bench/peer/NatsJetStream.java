package dev.perigee.bench.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// A NATS JetStream work queue in files: publish with its acknowledgement, a pull that waits, and an acknowledgement
/// that is answered.
final class NatsJetStream implements RoundTripPeer {
    private static final Duration CHECK_MAX = Duration.ofSeconds(10);
    private static final String INBOX = "inbox";
    private static final String PULL = "{\"batch\":1,\"expires\":15000000000}";

    private final Closing opened = new Closing();
    private int port;

    @Override
    public String name() {
        return "natsJetStream";
    }

    @Override
    public Start start(Path data) throws IOException {
        Optional<Path> program = Programs.find("nats-server");
        if (program.isEmpty()) {
            return Programs.missing("nats-server");
        }
        port = PeerProcess.freePort();
        Path config = data.resolve("nats.conf");
        boolean synced = accepts(program.get(), data, write(config, data, ", sync_interval: always"));
        if (!synced) {
            write(config, data, "");
        }
        opened.add(PeerProcess.start(data, Map.of(), List.of(program.get().toString(), "-c", config.toString())))
                .awaitPort(port);
        return new Start.Ready(
                synced,
                synced
                        ? "file storage, sync_interval always"
                        : "file storage, NOT synced before an answer: this version knows no sync_interval");
    }

    @Override
    public Histogram roundTrips(Rounds rounds) throws IOException {
        Connection publisher = opened.add(connect());
        Connection consumer = opened.add(connect());
        request(
                publisher,
                "$JS.API.STREAM.CREATE.work",
                "{\"name\":\"work\",\"subjects\":[\"work\"],\"storage\":\"file\",\"retention\":\"workqueue\"}");
        request(
                publisher,
                "$JS.API.CONSUMER.DURABLE.CREATE.work.one",
                "{\"stream_name\":\"work\",\"config\":{\"durable_name\":\"one\",\"ack_policy\":\"explicit\"}}");
        String payload = "x".repeat(PAYLOAD_BYTES);
        return rounds.time(
                () -> {
                    consumer.send(message("$JS.API.CONSUMER.MSG.NEXT.work.one", consumer, PULL) + "PING\r\n");
                    consumer.expect("PONG");
                },
                () -> {
                    publisher.send(message("work", publisher, payload));
                    String delivery = receive(consumer);
                    consumer.send(message(delivery, consumer, "+ACK"));
                    receive(publisher);
                    receive(consumer);
                });
    }

    @Override
    public void close() {
        opened.close();
    }

    private Path write(Path config, Path data, String sync) throws IOException {
        return Files.writeString(
                config,
                "listen: \"127.0.0.1:" + port + "\"\njetstream { store_dir: \"" + data.resolve("jetstream") + "\""
                        + sync + " }\n");
    }

    private static boolean accepts(Path program, Path data, Path config) {
        try (PeerProcess check =
                PeerProcess.start(data, Map.of(), List.of(program.toString(), "-t", "-c", config.toString()))) {
            check.awaitEnd(CHECK_MAX);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private Connection connect() throws IOException {
        Connection connection = new Connection(port);
        connection.expect("INFO");
        connection.send("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"no_responders\":true}\r\n"
                + "SUB " + inbox(connection) + " 1\r\nPING\r\n");
        connection.expect("PONG");
        return connection;
    }

    private static String inbox(Connection connection) {
        return INBOX + "." + System.identityHashCode(connection);
    }

    private static String message(String subject, Connection replyTo, String payload) {
        return "PUB " + subject + " " + inbox(replyTo) + " " + payload.length() + "\r\n" + payload + "\r\n";
    }

    private static void request(Connection connection, String subject, String payload) throws IOException {
        connection.send(message(subject, connection, payload));
        receive(connection);
    }

    /// Takes the next message in and returns the subject to which it wants its answer, or an empty text.
    private static String receive(Connection connection) throws IOException {
        String line = connection.line();
        while (line.equals("PING")) {
            connection.send("PONG\r\n");
            line = connection.line();
        }
        String[] words = line.split(" ", -1);
        if (!words[0].equals("MSG")) {
            throw new IOException("NATS answered " + line);
        }
        int size = Integer.parseInt(words[words.length - 1]);
        String text = new String(connection.bytes(size + 2), StandardCharsets.UTF_8);
        if (text.contains("\"error\":")) {
            throw new IOException("NATS answered " + text.strip());
        }
        return words.length == 5 ? words[3] : "";
    }
}
