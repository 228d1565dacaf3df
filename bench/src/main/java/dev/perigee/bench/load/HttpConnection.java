package dev.perigee.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One connection with at most one request under way.
public final class HttpConnection {
    private static final int FIRST_BUFFER = 8 * 1024;

    private final SocketChannel channel;
    private final String head;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int filled;
    private @Nullable Answered answered;

    /// Hears the one answer to a request.
    @FunctionalInterface
    public interface Answered {
        void with(int status, String body) throws IOException;
    }

    HttpConnection(SocketChannel channel, String authority, String credential) {
        this.channel = channel;
        this.head = " HTTP/1.1\r\nHost: " + authority + "\r\nAuthorization: Bearer " + credential
                + "\r\nContent-Type: application/json\r\nContent-Length: ";
    }

    /// A request as it travels, to be sent any number of times.
    public ByteBuffer request(String method, String path, String body) {
        return request(method, path, "", body);
    }

    /// The same with further headers, each with its line's end.
    public ByteBuffer request(String method, String path, String headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] start = (method + " " + path + head + bytes.length + "\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(start.length + bytes.length)
                .put(start)
                .put(bytes)
                .flip();
    }

    public void send(ByteBuffer request, Answered then) throws IOException {
        if (answered != null) {
            throw new IllegalStateException("a request is under way");
        }
        answered = then;
        ByteBuffer rest = request.duplicate();
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    void close() throws IOException {
        channel.close();
    }

    void ready() throws IOException {
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = channel.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled));
        if (read < 0) {
            throw new IOException("the control plane closed a connection");
        }
        filled += read;
        int body = bodyStart();
        if (body > 0) {
            int length = contentLength(body);
            if (filled >= body + length) {
                Answered then = answered;
                answered = null;
                filled = 0;
                int status = Integer.parseInt(new String(buffer, 9, 3, StandardCharsets.US_ASCII));
                if (then != null) {
                    then.with(status, new String(buffer, body, length, StandardCharsets.UTF_8));
                }
            }
        }
    }

    private int bodyStart() {
        for (int i = 3; i < filled; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private int contentLength(int body) throws IOException {
        String headers = new String(buffer, 0, body, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        int at = headers.indexOf("content-length:");
        if (at < 0) {
            throw new IOException("an answer without a length: " + headers);
        }
        return Integer.parseInt(
                headers.substring(at + 15, headers.indexOf('\r', at)).strip());
    }
}
