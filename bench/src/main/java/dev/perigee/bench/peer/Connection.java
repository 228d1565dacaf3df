package dev.perigee.bench.peer;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A connection to a loopback port: bytes out in one write, lines and bytes in. Each read has a deadline. Used by one
/// thread.
final class Connection implements AutoCloseable {
    private static final Duration READ_MAX = Duration.ofSeconds(20);
    private static final int LINE_MAX = 64 * 1024;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    Connection(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) READ_MAX.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) READ_MAX.toMillis());
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// The next line, without its CR LF.
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            if (line.length() == LINE_MAX) {
                throw new IOException("a line has more than " + LINE_MAX + " characters");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /// Reads a line that begins with `start`.
    String expect(String start) throws IOException {
        String line = line();
        if (!line.startsWith(start)) {
            throw new IOException("answered \"" + line + "\" instead of \"" + start + "\"");
        }
        return line;
    }

    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        in.readFully(bytes);
        return bytes;
    }

    DataInputStream in() {
        return in;
    }

    @Override
    public void close() {
        Closing.quietly(socket);
    }
}
