package dev.perigee.bench.mcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/// Clients of one target, each with a session and a connection of its own, all on the calling thread. Not thread-safe.
public final class McpClients implements AutoCloseable {
    private static final Duration STEP_MAX = Duration.ofSeconds(60);

    private final Target target;
    private final Selector selector;
    private final List<McpClient> clients = new ArrayList<>();
    private int connections;

    private McpClients(Target target) throws IOException {
        this.target = target;
        this.selector = Selector.open();
    }

    /// So many clients who have said hello.
    public static McpClients of(Target target, int count) throws IOException {
        McpClients all = new McpClients(target);
        boolean open = false;
        try {
            for (int i = 0; i < count; i++) {
                all.add();
            }
            open = true;
            return all;
        } finally {
            if (!open) {
                all.close();
            }
        }
    }

    /// The time of each call and how long all of them took.
    public record Timing(Histogram nanos, long wallNanos) {
        public double micros(double percentile) {
            return nanos.getValueAtPercentile(percentile) / 1000.0;
        }

        public double perSecond() {
            return nanos.getTotalCount() * 1e9 / wallNanos;
        }
    }

    /// The first `parallel` clients call, each again as soon as it is answered, for that long.
    public Timing run(int parallel, Duration length) throws IOException {
        Histogram nanos = new Histogram(3);
        int[] under = {parallel};
        long began = System.nanoTime();
        long end = began + length.toNanos();
        for (McpClient client : clients.subList(0, parallel)) {
            again(client, end, nanos, under);
        }
        runUntil(() -> under[0] == 0, length.plus(STEP_MAX));
        return new Timing(nanos, System.nanoTime() - began);
    }

    /// Each client calls once and then holds its session's stream open, on a connection more.
    public void settle() throws IOException {
        for (McpClient client : clients) {
            boolean[] done = {false};
            McpClient stream = connect();
            client.call(() -> stream.listen(client, () -> done[0] = true));
            runUntil(() -> done[0], STEP_MAX);
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private static void again(McpClient client, long end, Histogram nanos, int[] under) throws IOException {
        long start = System.nanoTime();
        if (start >= end) {
            under[0]--;
            return;
        }
        client.call(() -> {
            nanos.recordValue(System.nanoTime() - start);
            again(client, end, nanos, under);
        });
    }

    private void add() throws IOException {
        boolean[] done = {false};
        McpClient client = connect();
        client.begin(() -> done[0] = true);
        runUntil(() -> done[0], STEP_MAX);
        clients.add(client);
    }

    private McpClient connect() throws IOException {
        return new McpClient(this::dial, target, ++connections);
    }

    private SocketChannel dial(McpClient client) throws IOException {
        SocketChannel channel = SocketChannel.open(
                new InetSocketAddress(target.url().getHost(), target.url().getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, client);
        return channel;
    }

    private void runUntil(BooleanSupplier done, Duration max) throws IOException {
        long deadline = System.nanoTime() + max.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(target.url() + " was not done within " + max);
            }
            selector.select(100);
            for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                SelectionKey key = keys.next();
                keys.remove();
                if (key.isValid()) {
                    ((McpClient) key.attachment()).ready();
                }
            }
        }
    }
}
