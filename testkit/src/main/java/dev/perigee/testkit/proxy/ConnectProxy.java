package dev.perigee.testkit.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/// A proxy on the loopback for those who know its user and password: makes tunnels, and hands on what is asked without
/// TLS, one request for each connection. Whatever the host is called, it leads to this machine. Thread-safe.
public final class ConnectProxy implements AutoCloseable {
    private static final int HEAD_MAX = 16 * 1024;
    private static final String TUNNEL = "CONNECT";
    private static final String REFUSAL = "HTTP/1.1 407 Proxy Authentication Required\r\n"
            + "Proxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Head> heads = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final String credentials;

    public ConnectProxy(String user, String password) throws IOException {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        credentials = "Basic " + Base64.getEncoder().encodeToString(both);
        Thread.ofVirtual().name("connect-proxy").start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /// What was asked for, let through or not: `CONNECT host:port` or, without TLS, such as `GET
    /// http://host:port/path`.
    public List<String> asked() {
        return heads.stream().map(head -> head.method() + " " + head.target()).toList();
    }

    /// All that it could read of those requests: their heads, as they came.
    public List<String> heads() {
        return heads.stream().map(Head::text).toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : open) {
            each.close();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Head head = Head.read(client.getInputStream());
            heads.add(head);
            if (!head.text().lines().anyMatch(("Proxy-Authorization: " + credentials)::equalsIgnoreCase)) {
                client.getOutputStream().write(bytes(REFUSAL));
                return;
            }
            URI target = URI.create(head.method().equals(TUNNEL) ? "tcp://" + head.target() : head.target());
            try (Socket server = new Socket(here(target.getHost()), target.getPort())) {
                open.add(server);
                if (head.method().equals(TUNNEL)) {
                    client.getOutputStream().write(bytes("HTTP/1.1 200 OK\r\n\r\n"));
                } else {
                    server.getOutputStream().write(bytes(head.handedOn(target)));
                }
                Thread back = Thread.ofVirtual().start(() -> copy(server, client));
                copy(client, server);
                back.join();
            }
        } catch (IOException _) {
            // An end has gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static InetAddress here(String host) {
        return host.startsWith("127.") ? InetAddress.ofLiteral(host) : InetAddress.getLoopbackAddress();
    }

    private static void copy(Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
            to.shutdownOutput();
        } catch (IOException _) {
            // An end has gone.
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private record Head(String method, String target, String text) {
        static Head read(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0 || head.length() > HEAD_MAX) {
                    throw new IOException("no head of a request");
                }
                head.append((char) next);
            }
            String text = head.toString();
            String[] line = text.substring(0, text.indexOf("\r\n")).split(" ", -1);
            if (line.length != 3) {
                throw new IOException("no request line: " + String.join(" ", line));
            }
            return new Head(line[0], line[1], text);
        }

        /// As the server expects it: without its host in the first line, and without what is for the proxy alone.
        String handedOn(URI to) {
            String query = to.getRawQuery() == null ? "" : "?" + to.getRawQuery();
            String rest = text.lines()
                    .skip(1)
                    .filter(line -> !line.isEmpty() && !isForTheProxy(line.toLowerCase(Locale.ROOT)))
                    .map(line -> line + "\r\n")
                    .collect(Collectors.joining());
            return method + " " + to.getRawPath() + query + " HTTP/1.1\r\n" + rest + "Connection: close\r\n\r\n";
        }

        private static boolean isForTheProxy(String line) {
            return line.startsWith("proxy-") || line.startsWith("connection:");
        }
    }
}
