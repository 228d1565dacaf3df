package dev.perigee.bench.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// A durable classic queue of RabbitMQ: persistent messages, publisher confirms, acknowledgements by hand. The protocol
/// has no answer to an acknowledgement, so the clock stops with the confirm and the acknowledgement written.
final class RabbitMq implements RoundTripPeer {
    private static final String WORK = "work";
    private static final int DURABLE = 2;

    private final Closing opened = new Closing();
    private int port;

    @Override
    public String name() {
        return "rabbitMq";
    }

    @Override
    public Start start(Path data) throws IOException {
        Optional<Path> program = Programs.find("rabbitmq-server");
        Optional<Path> epmd = Programs.find("epmd");
        if (program.isEmpty() || epmd.isEmpty()) {
            return Programs.missing("rabbitmq-server");
        }
        // Erlang would leave its name server behind as a daemon; one that is there already is used instead.
        int names = PeerProcess.freePort();
        List<String> nameServer = List.of(epmd.get().toString(), "-port", "" + names, "-address", "127.0.0.1");
        opened.add(PeerProcess.start(data, Map.of(), nameServer)).awaitPort(names);
        port = PeerProcess.freePort();
        opened.add(PeerProcess.start(
                        data, environment(data, names), List.of(program.get().toString())))
                .awaitPort(port);
        return new Start.Ready(true, "classic durable queue, confirms; its acknowledgement has no answer");
    }

    @Override
    public Histogram roundTrips(Rounds rounds) throws IOException {
        Amqp publisher = opened.add(Amqp.open(port));
        Amqp consumer = opened.add(Amqp.open(port));
        publisher.call(Amqp.CONFIRM, 10, to -> to.writeByte(0));
        publisher.call(Amqp.QUEUE, 10, to -> {
            to.writeShort(0);
            Amqp.shortText(to, WORK);
            to.writeByte(DURABLE);
            Amqp.table(to);
        });
        consumer.call(Amqp.BASIC, 10, to -> {
            to.writeInt(0);
            to.writeShort(1);
            to.writeByte(0);
        });
        consumer.call(Amqp.BASIC, 20, to -> {
            to.writeShort(0);
            Amqp.shortText(to, WORK);
            Amqp.shortText(to, "one");
            to.writeByte(0);
            Amqp.table(to);
        });
        byte[] payload = "x".repeat(PAYLOAD_BYTES).getBytes(StandardCharsets.UTF_8);
        return rounds.time(
                () -> {
                    // The consumer is subscribed once for all: it waits whenever it has nothing.
                },
                () -> {
                    publisher.publish(WORK, payload);
                    long tag = consumer.delivery();
                    consumer.send(Amqp.BASIC, 80, to -> {
                        to.writeLong(tag);
                        to.writeByte(0);
                    });
                    publisher.expect(Amqp.BASIC, 80);
                });
    }

    @Override
    public void close() {
        opened.close();
    }

    private Map<String, String> environment(Path data, int names) throws IOException {
        Path plugins = Files.writeString(data.resolve("enabled_plugins"), "[].\n");
        Path settings = Files.writeString(data.resolve("rabbitmq-env.conf"), "");
        return Map.ofEntries(
                Map.entry("HOME", data.toString()),
                Map.entry("ERL_EPMD_PORT", "" + names),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_ALLOW_INPUT", "true"),
                Map.entry("RABBITMQ_CONF_ENV_FILE", settings.toString()),
                Map.entry("RABBITMQ_CONFIG_FILE", data.resolve("rabbitmq").toString()),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString()),
                Map.entry("RABBITMQ_LOG_BASE", data.toString()),
                Map.entry("RABBITMQ_LOGS", "-"),
                Map.entry("RABBITMQ_MNESIA_BASE", data.resolve("mnesia").toString()),
                Map.entry("RABBITMQ_PID_FILE", data.resolve("rabbitmq.pid").toString()),
                Map.entry("RABBITMQ_NODENAME", "bench@localhost"),
                Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODE_PORT", "" + port),
                Map.entry("RABBITMQ_DIST_PORT", "" + PeerProcess.freePort()),
                Map.entry(
                        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-noinput -kernel inet_dist_use_interface {127,0,0,1}"));
    }
}
