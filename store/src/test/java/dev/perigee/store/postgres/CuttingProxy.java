package dev.perigee.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Stands between a store and its server, and cuts a connection where a test wants it. Thread-safe.
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Cut> next = new AtomicReference<>();
    private volatile CountDownLatch closed = new CountDownLatch(0);
    private volatile boolean away;
    private volatile CountDownLatch silent = new CountDownLatch(0);

    /// Where to cut the connection that says something next.
    enum Cut {
        /// What it says never arrives.
        REQUEST,
        /// The server does what it says, and its answer never arrives.
        ANSWER
    }

    CuttingProxy(InetSocketAddress server) throws IOException {
        this.server = server;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void cut(Cut where) {
        next.set(where);
    }

    /// Cuts every connection and lets no new one through, until `comeBack`.
    void goAway() {
        away = true;
        open.forEach(CuttingProxy::close);
    }

    /// After the next cut nothing gets through, until `comeBack`.
    void cutAndGoAway(Cut where) {
        closed = new CountDownLatch(1);
        next.set(where);
    }

    /// Keeps every connection and lets nothing through, until `comeBack`.
    void fallSilent() {
        silent = new CountDownLatch(1);
    }

    void comeBack() {
        away = false;
        silent.countDown();
        closed.countDown();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(CuttingProxy::close);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (away) {
                    client.close();
                    continue;
                }
                Socket upstream = new Socket(server.getAddress(), server.getPort());
                open.add(client);
                open.add(upstream);
                Thread.ofVirtual().start(() -> requests(client, upstream));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void requests(Socket client, Socket upstream) {
        AtomicReference<@Nullable Cut> here = new AtomicReference<>();
        Thread.ofVirtual().start(() -> answers(client, upstream, here));
        pump(client, bytes -> {
            Cut cut = next.getAndSet(null);
            if (cut != null) {
                here.set(cut);
                away = closed.getCount() > 0;
            }
            hold();
            if (cut == Cut.REQUEST) {
                close(client);
                close(upstream);
            } else {
                upstream.getOutputStream().write(bytes);
            }
        });
        if (here.get() == null) {
            close(upstream);
        }
    }

    private static void answers(Socket client, Socket upstream, AtomicReference<@Nullable Cut> here) {
        pump(upstream, bytes -> {
            if (here.get() == null) {
                client.getOutputStream().write(bytes);
            } else {
                close(client);
            }
        });
        close(client);
        close(upstream);
    }

    private void hold() {
        try {
            silent.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the proxy", e);
        }
    }

    private interface Sink {
        void take(byte[] bytes) throws IOException;
    }

    private static void pump(Socket from, Sink to) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                to.take(Arrays.copyOf(buffer, n));
            }
        } catch (IOException e) {
            // One of the two ends is closed, which is what this is for.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
