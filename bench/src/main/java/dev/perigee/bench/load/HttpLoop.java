package dev.perigee.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.BooleanSupplier;

/// Exchanges HTTP/1.1 requests over many kept connections on the calling thread. Not thread-safe.
public final class HttpLoop implements AutoCloseable {
    private final InetSocketAddress server;
    private final String authority;
    private final Selector selector;

    public HttpLoop(URI server) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.authority = server.getAuthority();
        this.selector = Selector.open();
    }

    /// A new connection, which shows `credential`.
    public HttpConnection connect(String credential) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        HttpConnection connection = new HttpConnection(channel, authority, credential);
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    /// Takes answers as they come until `done`. Throws when that takes longer than `max`.
    public void runUntil(BooleanSupplier done, Duration max) throws IOException {
        run(() -> {}, done, max, 100);
    }

    /// The same, and does `work` every few milliseconds.
    public void runEvery(Work work, BooleanSupplier done, Duration max) throws IOException {
        run(work, done, max, 5);
    }

    /// What is done beside taking answers.
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    private void run(Work work, BooleanSupplier done, Duration max, long waitMillis) throws IOException {
        long deadline = System.nanoTime() + max.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("not done within " + max);
            }
            work.run();
            selector.select(waitMillis);
            for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                SelectionKey key = keys.next();
                keys.remove();
                ((HttpConnection) key.attachment()).ready();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
